// Data quality: what is planted in the demo is found, told with its rule, filtered and downloaded.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "../accessibility";
import { person, speak } from "../people";

test("an evaluator goes from the provinces to a county's flag, its rule and its return", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto("/quality/000000/2020-11?rank=counties&dimension=related&subject=villages_with_room&severity=verify");
  await expect(page.locator("h1")).toContainText("数据质量");
  const rows = page.locator(".quality-units tbody tr");
  await expect(rows).toHaveCount(4);
  await rows.first().locator("th a").click();
  await expect(page.locator("h1")).not.toContainText("全国");
  const flag = page.locator('.quality-flags tr[data-check="part-over-whole"]').first();
  await expect(flag).toContainText("大于村（社区）总数");
  await expect(flag).toContainText("部分 > 全部");
  await expect(flag).toContainText("由定义得出");
  await expect(flag).toContainText("须核实");
  await flag.getByRole("link", { name: "报表" }).click();
  await expect(page).toHaveURL(/\/returns\/\d{6}\/pilot-2020\/2020-\d\d/);
  await context.close();
});

test("a digit lost is found, low as it is, with its z and where the limit is from", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await speak(context, "en");
  await page.goto("/quality/000000/2020-11?rank=counties&dimension=outliers&subject=smd_regular_medicated&severity=verify");
  const rows = page.locator(".quality-units tbody tr");
  expect(await rows.count()).toBeGreaterThanOrEqual(4);
  expect(await rows.count()).toBeLessThan(12);
  await rows.first().locator("th a").click();
  const flag = page.locator('.quality-flags tr[data-check="modified-z"]').first();
  await expect(flag).toContainText(/z = -?[\d,.]+/);
  await expect(flag).toContainText("> 3.5");
  await expect(flag).toContainText("NIST");
  await expect(flag).toContainText("ours");
  await context.close();
});

test("the table has pages of a hundred, and their address can be sent", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto("/quality/000000/2020-11?rank=counties");
  await expect(page.locator(".quality-units tbody tr")).toHaveCount(100);
  await page.getByRole("link", { name: "下一百个" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.locator(".quality-units tbody tr")).toHaveCount(100);
  await page.goto("/quality/000000/2020-11?rank=counties&page=6");
  await expect(page.locator(".quality-units tbody tr")).toHaveCount(10);
  await context.close();
});

test("filters work with scripts off, and the files hold what the page shows", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-440000", { javaScriptEnabled: false });
  await page.goto("/quality/440000/2020-11");
  await page.locator('select[name="rank"]').selectOption("counties");
  await page.locator('select[name="dimension"]').selectOption("reporting");
  await page.locator(".filters button").click();
  await expect(page).toHaveURL(/dimension=reporting/);
  const shown = await page.locator(".quality-units tbody tr").count();
  const table = await page.locator('a[href*="/table.csv"]').first().getAttribute("href");
  const csv = await (await context.request.get(table as string)).text();
  expect(csv.startsWith("\ufeff")).toBe(true);
  // A head, the units, the province itself, and the demo's band.
  expect(csv.trim().split("\r\n").length).toBe(shown + 3);
  const flags = await page.locator('a[href*="/flags/table.csv"]').getAttribute("href");
  const told = await (await context.request.get(flags as string)).text();
  expect(told).toContain("完整与及时");
  expect(told).not.toContain("离群值");
  expect(told).toContain("凭记忆");
  await context.close();
});

test("every check is listed with threshold and origin, and the page is readable on a phone", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440785");
  await page.goto("/quality/440785/2020-11");
  await page.locator(".quality-checks summary").click();
  await expect(page.locator(".quality-checks tbody tr")).toHaveCount(24);
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await context.close();
});

test("a county does not open its neighbour's data quality, and bad addresses lead nowhere", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440785");
  expect((await page.goto("/quality/440781/2020-11"))?.status()).toBe(403);
  expect((await page.goto("/quality/999999/2020-11"))?.status()).toBe(404);
  expect((await page.goto("/quality/440785/2020-13"))?.status()).toBe(404);
  const files = await context.request.get("/quality/440700/2020-11/flags/table.csv");
  expect(files.status()).toBe(403);
  await context.close();
});
