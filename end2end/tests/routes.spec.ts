// Every page, in both languages: renders, hydrates without a complaint, passes axe, fits 1440 and
// 390 pixels, prints, works with scripts off, and speaks one language.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expectAccessible } from "../accessibility";
import { complaints, hydrated, person, speak } from "../people";
import { ROUTES, type Route } from "../routes";

const CHINESE = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;

test("the table holds every route that the application declares", () => {
  const source = readFileSync(new URL("../../app/src/lib.rs", import.meta.url), "utf8");
  const declared = [...source.matchAll(/path!\("([^"]+)"\)/g)].map((found) => found[1]);
  expect(declared.length).toBeGreaterThan(10);
  for (const pattern of declared) {
    expect(ROUTES.map((route) => route.pattern), pattern).toContain(pattern);
  }
});

/** Nothing but tables may be wider than the window, and those scroll within themselves. */
async function expectToFit(page: Page) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0);
}

/** What an English page says outside quoted policy text. */
async function spoken(page: Page) {
  return page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const quoted of copy.querySelectorAll('[lang="zh-CN"], script, style')) quoted.remove();
    const labels = [...copy.querySelectorAll("[aria-label], [title]")].map(
      (element) => `${element.getAttribute("aria-label") ?? ""} ${element.getAttribute("title") ?? ""}`,
    );
    return `${document.title}\n${copy.textContent}\n${labels.join("\n")}`;
  });
}

/** Where the route is: what a deed made, where it needs one. */
async function addressOf(browser: Browser, route: Route) {
  if (!route.made) return route.address;
  const { context } = await person(browser, route.made.account);
  const answer = await context.request.post(route.made.address, { form: route.made.form, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  await context.close();
  return answer.headers()["location"].split("?")[0];
}

for (const lang of ["zh", "en"] as const) {
  for (const [number, route] of ROUTES.entries()) {
    const name = `${route.address} by ${route.account || "anybody"} (${lang})`;
    test(name, async ({ browser }) => {
      const { page, context } = await person(browser, route.account);
      const said = complaints(page);
      await speak(context, lang);
      const response = await page.goto(await addressOf(browser, route));
      expect(response?.status()).toBe(200);
      await hydrated(page);
      await expect(page.locator("main h1")).toHaveCount(1);
      await expect(page.locator("html")).toHaveAttribute("lang", lang === "zh" ? "zh-CN" : "en");
      await expectToFit(page);
      await expectAccessible(page);
      const shot = `shots/${String(number).padStart(2, "0")}-${lang}`;
      await page.screenshot({ path: `${shot}-1440.png`, fullPage: true });
      if (lang === "en") {
        const text = await spoken(page);
        const line = text.split("\n").find((each) => CHINESE.test(each.replaceAll("中文", "")));
        expect(line, "Chinese in an English page").toBeUndefined();
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await expectToFit(page);
      await expectAccessible(page);
      await page.screenshot({ path: `${shot}-390.png`, fullPage: true });
      await page.emulateMedia({ media: "print" });
      await expect(page.locator(".head nav")).toBeHidden();
      await expect(page.locator("main h1")).toBeVisible();
      expect(said).toEqual([]);

      const quiet = await browser.newContext({ javaScriptEnabled: false });
      await quiet.addCookies(await context.cookies());
      const still = await quiet.newPage();
      await still.goto(page.url());
      // Controls that only a script can move are shown with scripts only.
      const main = async (of: Page) => {
        await of.locator(".needs-script").evaluateAll((parts) => parts.forEach((part) => part.remove()));
        return (await of.locator("main").innerText()).replace(/\s+/g, " ");
      };
      await page.emulateMedia({ media: "screen" });
      await page.setViewportSize({ width: 1440, height: 900 });
      await still.setViewportSize({ width: 1440, height: 900 });
      expect(await main(still), "the page without scripts").toBe(await main(page));
      await quiet.close();
      await context.close();
    });
  }
}
