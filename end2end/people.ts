// The people of the demo, and how they come in.
import { expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test";

/** The password of every demo account. It is printed at each start and no secret. */
export const PASSWORD = "xinheng-2020";

/** Signs `account` in on a page: `reporter-440703`, `reviewer-440700`, `leader-000000`. */
export async function signIn(page: Page, account: string, password = PASSWORD) {
  await page.goto("/sign-in");
  await page.locator('input[name="account"]').fill(account);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form[action="/sign-in"] button').click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** A browser of their own for `account`, signed in unless that is empty; `options` such as `javaScriptEnabled`. */
export async function person(
  browser: Browser,
  account: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  if (account) await signIn(page, account);
  return { page, context };
}

/** Turns the pages to Chinese or English. */
export async function speak(context: BrowserContext, lang: "zh" | "en") {
  const url = test.info().project.use.baseURL;
  await context.addCookies([{ name: "lang", value: lang, url: url as string }]);
}

/** Waits until the browser has brought the page to life. */
export async function hydrated(page: Page) {
  await expect(page.locator("html")).toHaveAttribute("data-live", "", { timeout: 30_000 });
}

/** Collects what the console complains of; a clean page leaves the list empty. */
export function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(String(error)));
  return found;
}
