// The reporting board: who filed, who did not, and the list of whom to remind.
import { expect, test } from "@playwright/test";
import { hydrated, person, speak } from "../people";

const MONTH = "2020-09";

/** A table in a file, line by line. */
function lines(csv: string): string[][] {
  const body = csv.replace(/^\uFEFF/, "");
  return body
    .split("\n")
    .filter((line) => /^"?\d{6}"?,/.test(line))
    .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "").trim()));
}

test("an evaluator sees what came, filters by standing, and takes the list of whom to remind along", async ({
  browser,
}) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto(`/board/000000/${MONTH}`);
  await hydrated(page);
  const totals = page.locator('table.board-totals tr[data-programme="pilot-2020"] td');
  const [expected, received, inTime] = (await totals.allInnerTexts()).slice(0, 3).map((text) => Number(text.replace(",", "")));
  // 585 units file; of 28 provinces nothing is due in September.
  expect(expected).toBe(557);
  expect(received).toBeGreaterThan(0);
  expect(received).toBeLessThanOrEqual(expected);
  expect(inTime).toBeLessThanOrEqual(received);
  const rates = await page.locator("main td.number").allInnerTexts();
  for (const rate of rates.flatMap((text) => text.match(/([\d.]+)%/)?.[1] ?? [])) {
    expect(Number(rate)).toBeLessThanOrEqual(100);
  }
  await expect(page.locator("table.board tbody tr")).toHaveCount(100);

  // The standings of the month add up, and each leads to its units.
  const standings = await page.locator(".standings a").allInnerTexts();
  const sum = standings.map((text) => Number(text.match(/([\d,]+)\s*$/)![1].replace(",", ""))).reduce((a, b) => a + b, 0);
  expect(sum).toBe(585);
  const overdue = page.locator(".standings a", { hasText: "逾期未报" });
  const late = Number((await overdue.innerText()).match(/(\d+)\s*$/)![1]);
  await overdue.click();
  await expect(page).toHaveURL(/state=overdue/);
  await expect(page.locator(".pages").first()).toContainText(`共${late}行`);
  const marks = page.locator("table.board tbody tr td:nth-child(5) .standing");
  for (const text of await marks.allInnerTexts()) expect(text).toContain("逾期未报");

  const reminders = lines(await (await page.request.get(`/board/000000/${MONTH}/remind.csv?state=overdue`)).text());
  expect(reminders.length).toBeGreaterThanOrEqual(late);
  expect(reminders.every((line) => line.some((cell) => cell.startsWith("reporter-")))).toBe(true);
  const workbook = await page.request.get(`/board/000000/${MONTH}/remind.xlsx`);
  expect(workbook.headers()["content-type"]).toContain("spreadsheetml");
  await context.close();
});

test("regions and provinces owe returns too, and a county sees its own", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-440000");
  await speak(context, "en");
  await page.goto(`/board/440000/${MONTH}?rank=regions`);
  const regions = await page.locator("table.board tbody tr").count();
  expect(regions).toBeGreaterThan(1);
  await page.goto(`/board/440000/${MONTH}?rank=provinces`);
  await expect(page.locator('table.board tr[data-unit="440000"]')).toHaveCount(1);
  await page.goto(`/board/440000/${MONTH}?q=Jianghai`);
  await expect(page.locator("table.board tbody tr")).toHaveCount(1);
  expect((await page.goto("/board/110000"))?.status()).toBe(403);
  expect((await page.goto("/board/999999"))?.status()).toBe(404);
  expect((await page.goto("/board/440000/2020-13"))?.status()).toBe(404);
  expect((await page.goto(`/board/440000/${MONTH}?programme=none`))?.status()).toBe(404);
  await context.close();
  const county = await person(browser, "reporter-440703");
  await county.page.goto(`/board/440703/${MONTH}`);
  await expect(county.page.locator("table.board tbody tr")).toHaveCount(1);
  expect((await county.page.goto("/board/440700"))?.status()).toBe(403);
  await county.context.close();
});
