// The profile of a unit: every indicator, beside those above and among its peers.
import { expect, test } from "@playwright/test";
import { hydrated, person, speak } from "../people";

test("a county's profile shows value, status, certainty, peers, trend and the units above", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440703");
  await page.goto("/profile/440703/2020-10");
  await hydrated(page);
  const row = page.locator('tr[data-indicator="smd-standard-mgmt"]');
  await expect(row.locator(".status")).toBeVisible();
  await expect(row.locator(".certainty")).toContainText(/偶然波动：\d+\.\d%–\d+\.\d%/);
  await expect(row.locator(".spine svg")).toBeVisible();
  await expect(row.locator(".spark svg")).toBeVisible();
  await expect(row.locator(".trend")).toContainText("每月");
  const heads = await page.locator("table.profile thead th").allInnerTexts();
  expect(heads.slice(-3)).toEqual(["江门市", "广东省", "全国"]);
  const census = page.locator('tr[data-indicator="counselling-room-coverage"]');
  await expect(census).toContainText("全数清点");
  await expect(census.locator(".certainty")).not.toContainText("%");
  await context.close();
});

test("a profile is filtered by programme and status, and its peers are chosen", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-440000");
  await page.goto("/profile/440703/2020-10");
  await hydrated(page);
  await expect(page.locator("table.profile tbody tr")).toHaveCount(80);
  await page.getByLabel("方案").selectOption("pilot-2020");
  await page.getByLabel("状态").selectOption("met");
  await page.getByLabel("同级范围").selectOption("440000");
  await page.locator("form.filters button", { hasText: "应用" }).click();
  await expect(page).toHaveURL(/programme=pilot-2020/);
  const rows = page.locator("table.profile tbody tr");
  expect(await rows.count()).toBeLessThan(42);
  for (const status of await rows.locator(".status").allInnerTexts()) expect(status).toContain("达标");
  await expect(page.locator(".lead", { hasText: "同级" })).toContainText("广东省的");
  const svg = await context.request.get("/profile/440703/2020-10/chart.svg?peers=440000&programme=pilot-2020&status=met");
  const html = await (await context.request.get(page.url())).text();
  const begin = html.indexOf("<svg", html.indexOf('class="chart-wide"'));
  expect((await svg.text()).trim()).toBe(html.slice(begin, html.indexOf("</svg>", begin) + 6).trim());
  const png = await context.request.get("/profile/440703/2020-10/chart.png?peers=440000&programme=pilot-2020&status=met");
  const bytes = await png.body();
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  expect(bytes.readUInt32BE(16)).toBe(1440);
  expect(bytes.length).toBeGreaterThan(10_000);
  await context.close();
});

test("who may not read a unit may not read its profile", async ({ browser }) => {
  const { context } = await person(browser, "reporter-440703");
  expect((await context.request.get("/profile/440704/2020-10")).status()).toBe(403);
  expect((await context.request.get("/profile/999999/2020-10")).status()).toBe(404);
  expect((await context.request.get("/profile/440703/2020-10?peers=330000")).status()).toBe(404);
  expect((await context.request.get("/profile/000000/2020-10")).status()).toBe(200);
  await context.close();
});

test("a roll-up says what the missing could change", async ({ browser }) => {
  const { page, context } = await person(browser, "leader-000000");
  await speak(context, "en");
  await page.goto("/summary/000000/2020-10");
  await expect(page.locator(".tiles")).not.toHaveCount(0);
  const text = await page.locator("main").innerText();
  expect(text).toMatch(/(Met|Not met) whatever the missing \d+ (county|counties|pilot regions?) report|Depends on the missing \d+/);
  await page.goto("/indicators/smd-standard-mgmt/000000/2020-10");
  await expect(page.locator(".stand")).toContainText("counties");
  await expect(page.locator(".mean")).toContainText("mean of the rates of");
  await expect(page.locator(".stand .certainty")).toContainText("Chance variation (95%, Wilson)");
  await context.close();
});

test("a definition says what chance has to do with it, how it is rolled up and ranked", async ({ browser }) => {
  const { page, context } = await person(browser, "");
  await page.goto("/definitions/smd-reported-prevalence");
  await expect(page.locator("main")).toContainText("不排名");
  await expect(page.locator("main")).toContainText("Byar");
  await page.goto("/definitions/counselling-room-coverage");
  await expect(page.locator("main")).toContainText("没有抽样误差");
  await expect(page.locator("main")).toContainText("15 个百分点");
  await expect(page.locator("main")).toContainText("历年目标");
  await context.close();
});
