// The league table and the heat map: sorted and searched in the browser without asking, in the
// address both ways, and honest about what an order means.
import { expect, test, type Page } from "@playwright/test";
import { hydrated, person, speak } from "../people";

const MONTH = "2020-10";
const LEAGUE = `/compare/smd-standard-mgmt/000000/${MONTH}?rank=counties`;

/** The codes of the rows that are shown. */
async function shown(page: Page) {
  return page.locator("table.league tbody tr").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-unit")));
}

test("sorting, filtering and searching ask nobody, and lie in the address", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto(LEAGUE);
  await hydrated(page);
  await expect(page.locator("table.league tbody tr")).toHaveCount(100);
  await expect(page.locator(".pages").first()).toContainText("共510行");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/ask/") || request.isNavigationRequest()) asked.push(request.url());
  });

  await page.locator("table.league thead").getByRole("link", { name: "数值" }).click();
  await expect(page).toHaveURL(/sort=value/);
  await expect(page.locator('th[aria-sort="descending"]')).toContainText("数值");
  const best = await shown(page);
  await page.locator("table.league thead").getByRole("link", { name: "数值" }).click();
  await expect(page).toHaveURL(/sort=value_low/);
  await expect.poll(() => shown(page)).not.toEqual(best);
  await page.locator('select[name="status"]').selectOption("not_met");
  await expect(page).toHaveURL(/status=not_met/);
  await expect(page.locator("table.league tbody .status-met")).toHaveCount(0);
  await page.locator('select[name="status"]').selectOption("");
  await page.locator('select[name="sort"]').selectOption("");
  await page.locator('input[name="q"]').fill("4407");
  await expect(page.locator("table.league tbody tr")).toHaveCount(7);
  await expect(page).toHaveURL(/q=4407/);
  expect(asked, "nothing was asked of the server").toEqual([]);

  // The address alone gives the same rows, without scripts too.
  const rows = await shown(page);
  const still = await browser.newContext({ javaScriptEnabled: false });
  await still.addCookies(await context.cookies());
  const quiet = await still.newPage();
  await quiet.goto(page.url());
  expect(await shown(quiet)).toEqual(rows);
  await quiet.goto(`${LEAGUE}&sort=value`);
  expect(await shown(quiet)).toEqual(best);
  await still.close();
  await context.close();
});

test("pages of a hundred, all at once for printing, and a file with every row", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto(`${LEAGUE}&sort=distance`);
  await hydrated(page);
  const first = await shown(page);
  await page.getByRole("link", { name: "下一页" }).first().click();
  await expect(page).toHaveURL(/page=2/);
  await expect.poll(() => shown(page)).not.toEqual(first);
  await page.getByRole("link", { name: "全部显示（供打印）" }).click();
  await expect(page.locator("table.league tbody tr")).toHaveCount(510);
  const all = await shown(page);
  expect(all.slice(0, 100)).toEqual(first);
  const href = await page.locator('.tools a[href*="table.csv"]').getAttribute("href");
  const csv = await (await page.request.get(href as string)).text();
  const codes = csv.split("\n").flatMap((line) => line.match(/^"?(\d{6})"?,/)?.[1] ?? []);
  expect(codes).toEqual(all);
  await context.close();
});

test("ranks carry their interval and seed, a census none, and 4.5‰ is in no order at all", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await speak(context, "en");
  await page.goto(LEAGUE);
  await expect(page.locator(".hint").first()).toContainText("seed 20201203");
  await expect(page.locator("table.league td.rank").first()).not.toBeEmpty();
  await page.goto(`/compare/counselling-room-coverage/000000/${MONTH}?rank=counties`);
  await expect(page.locator(".hint").first()).toContainText("Every unit was counted");
  await expect(page.locator("table.league td.rank")).toHaveCount(0);
  await page.goto(`/compare/smd-reported-prevalence/000000/${MONTH}?rank=counties&sort=value`);
  await hydrated(page);
  const codes = await shown(page);
  expect(codes).toEqual([...codes].sort());
  await expect(page.locator('select[name="sort"] option[value="value"]')).toHaveCount(0);
  await expect(page.locator("table.league thead").getByRole("link", { name: "Value" })).toHaveCount(0);
  await context.close();
});

test("a unit is compared with units of like size", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto(LEAGUE);
  await hydrated(page);
  const row = page.locator("table.league tbody tr").nth(3);
  const code = await row.getAttribute("data-unit");
  await row.locator("td a[aria-label]").last().click();
  await expect(page).toHaveURL(new RegExp(`peers=${code}`));
  await expect(page.locator("table.league tbody tr")).toHaveCount(11);
  await expect(page.locator("table.league tr.chosen")).toHaveAttribute("data-unit", code as string);
  await page.goto(`${LEAGUE}&peers=${code}&k=4`);
  await expect(page.locator("table.league tbody tr")).toHaveCount(5);
  await page.getByRole("link", { name: "显示全部单位" }).click();
  await expect(page.locator("table.league tbody tr")).toHaveCount(100);
  await context.close();
});

test("a heat map has a shape in every cell, its table, and files of what it shows", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto(`/heat/000000/${MONTH}?rank=counties&sort=not_met`);
  await hydrated(page);
  await expect(page.locator("table.heat tbody tr")).toHaveCount(100);
  const counts = await page.locator("table.heat tbody tr td:nth-child(2)").allInnerTexts();
  const numbers = counts.map(Number);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  const cells = await page.locator("table.heat tbody td .word").count();
  const svg = await page.locator(".heat-drawing").innerHTML();
  const shapes = [...svg.matchAll(/>\s*([●✕○!–?·▪])\s*</g)].length;
  const texts = [...svg.matchAll(/<text/g)].length;
  expect(shapes, "one shape a cell, and those of the legend").toBeGreaterThanOrEqual(cells);
  expect(texts, "and the names of units beside them").toBeGreaterThan(shapes);
  const file = await page.request.get(`/heat/000000/${MONTH}/chart.svg?rank=counties&sort=not_met`);
  expect(file.headers()["content-type"]).toContain("image/svg+xml");
  expect(await file.text()).toContain("✕");
  const csv = await (await page.request.get(`/heat/000000/${MONTH}/table.csv?rank=counties&sort=not_met`)).text();
  expect(csv.split("\n").filter((line) => /^"?\d{6}"?,/.test(line))).toHaveLength(510);
  await context.close();
});
