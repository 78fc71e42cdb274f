// A day of an evaluator: who is late, how units compare, whether to believe it, and what the county says.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { complaints, hydrated, person } from "../people";

const MONTH = "2020-10";
const INDICATOR = "smd-standard-mgmt";

test("an evaluation day, from who is late to a closed question and its file", async ({ browser }) => {
  test.setTimeout(180_000);
  const { page, context } = await person(browser, "evaluator-000000");
  const said = complaints(page);

  // Who is late, and the list of whom to remind.
  await page.goto("/");
  await page.locator("nav a", { hasText: "报送" }).first().click();
  await expect(page).toHaveURL(/\/board\/000000/);
  await page.goto(`/board/000000/2020-09?state=overdue`);
  await hydrated(page);
  await expect(page.locator(".standings")).toContainText("逾期未报");
  expect(await page.locator("table.board tbody tr").count()).toBeGreaterThan(0);
  const remind = page.locator('a[href*="/remind.xlsx"]');
  const [list] = await Promise.all([page.waitForEvent("download"), remind.click()]);
  expect(readFileSync(await list.path()).subarray(0, 2).toString()).toBe("PK");

  // The table, sorted in the browser, its state in the address.
  await page.goto(`/compare/${INDICATOR}/320000/${MONTH}?rank=counties`);
  await hydrated(page);
  const rows = page.locator("table.league tbody tr");
  const units = await rows.count();
  expect(units).toBeGreaterThan(5);
  await page.locator('select[name="sort"]').selectOption("value_low");
  await expect(page).toHaveURL(/sort=value_low/);
  const values = (await page.locator("table.league tbody tr").allInnerTexts())
    .map((text) => text.match(/([\d.]+)%/)?.[1])
    .filter((text): text is string => text !== undefined)
    .map(Number);
  expect(values.length).toBeGreaterThan(3);
  expect(values).toEqual([...values].sort((a, b) => a - b));

  // The same units against chance.
  await page.locator(".views a", { hasText: "漏斗图" }).click();
  await expect(page).toHaveURL(/\/funnel\//);
  await expect(page.locator(".chart-wide svg")).toBeVisible();
  await expect(page.locator(".callout")).toContainText("不是评定");

  // One unit in full.
  await page.locator(".views a", { hasText: "排列" }).click();
  await expect(page).toHaveURL(/\/compare\//);
  const first = page.locator("table.league tbody tr", { hasText: "%" }).first();
  const unit = (await first.getAttribute("data-unit"))!;
  await first.locator("th a").click();
  await expect(page).toHaveURL(new RegExp(`/profile/${unit}/${MONTH}`));
  const line = page.locator(`tr[data-indicator="${INDICATOR}"]`);
  await expect(line.locator(".trend")).not.toBeEmpty();
  await expect(page.locator(".quality-mark")).toBeVisible();

  // A question about one of its figures.
  await line.locator("a.ask-value").click();
  await expect(page).toHaveURL(/\/questions\/new/);
  await page.locator("textarea").fill("规范管理率较上月变化的原因？");
  await page.locator("main form button").first().click();
  await expect(page).toHaveURL(/\/questions\/\d+/);
  const question = new URL(page.url()).pathname;

  // The county answers.
  const county = await person(browser, `reporter-${unit}`);
  await county.page.goto("/returns");
  await county.page.locator(".questions-open a").click();
  await county.page.locator(`a[href="${question}"]`).click();
  await county.page.getByRole("radio", { name: "真实变化" }).check();
  await county.page.locator("#answer textarea").fill("10月集中随访。");
  await county.page.locator("#answer button").click();
  await expect(county.page.locator(".notice")).toContainText("答复已提交");
  await county.context.close();

  // Closed, counted, and taken along.
  await page.goto(question);
  await expect(page.locator("main")).toContainText("10月集中随访。");
  await page.locator('#close select[name="outcome"]').selectOption("confirmed");
  await page.locator("#close button").click();
  await expect(page.locator("main")).toContainText("办结");
  await page.goto("/questions");
  const files = page.locator('a[href*="/questions/table"]');
  for (const [at, begins] of [
    [0, "PK"],
    [1, "\u00ef\u00bb\u00bf"],
  ] as const) {
    const [file] = await Promise.all([page.waitForEvent("download"), files.nth(at).click()]);
    const bytes = readFileSync(await file.path());
    expect(bytes.subarray(0, begins.length).toString("latin1")).toBe(begins);
    if (at === 1) expect(bytes.toString("utf8")).toContain("经核实与报告一致");
  }
  expect(said).toEqual([]);
  await context.close();
});
