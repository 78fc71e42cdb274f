// Review by the people who do it: differences, remarks, many at once, the second level, versions,
// and a month that closes while somebody types. The cured-patients programme of Hangzhou's
// counties, which no other test touches.
import { readFileSync } from "node:fs";
import { expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { expectAccessible } from "../accessibility";
import { person, speak } from "../people";

const PROGRAMME = "covid-recovered-2020";
const REGION = "330100";
const PROVINCE = "330000";
const [A, B, C, D] = ["330102", "330105", "330106", "330108"];

const form = (unit: string, month: string) => `/returns/${unit}/${PROGRAMME}/${month}`;

/** The kind of every data element: stocks stand, flows are counted anew. */
const KINDS = new Map(
  readFileSync(new URL("../../src/catalogue/data/data_elements.csv", import.meta.url), "utf8")
    .split("\n")
    .map((line) => [line.split(",")[0], /,(stock|flow|year-to-date),/.exec(line)?.[1] ?? ""] as const),
);

/** Files a return as the form would send it: stocks as they stood last, nothing happened since, and these figures. */
async function file(browser: Browser, unit: string, month: string, own: Record<string, string> = {}, reason = "") {
  const { page, context } = await person(browser, `reporter-${unit}`);
  await submit(page, context, unit, month, own, reason);
  await context.close();
}

async function submit(
  page: Page,
  context: BrowserContext,
  unit: string,
  month: string,
  own: Record<string, string> = {},
  reason = "",
) {
  await page.goto(form(unit, month));
  const fields = await page.locator(".return-form .field").evaluateAll((fields) =>
    fields.map((field) => ({
      element: field.querySelector('[name^="text:"]')!.getAttribute("name")!.replace("text:", ""),
      last: /上次 ([\d,]+)/.exec(field.querySelector(".field-last")?.textContent ?? "")?.[1].replaceAll(",", ""),
    })),
  );
  expect(fields.length).toBeGreaterThan(10);
  const data: Record<string, string> = { intent: "submit", reason };
  data["revision"] = await page.locator('.return-form input[name="revision"]').inputValue();
  for (const { element, last } of fields) {
    if (KINDS.get(element) === "stock") data[`text:${element}`] = last ?? "0";
    // Only in December is the half-year's work due.
    else if (month === "2020-12") data[`text:${element}`] = "0";
  }
  for (const [element, value] of Object.entries(own)) data[`text:${element}`] = value;
  const answer = await context.request.post(form(unit, month), { form: data, maxRedirects: 0 });
  expect(answer.status(), await answer.text()).toBe(303);
  expect(answer.headers()["location"]).toContain("done=submitted");
}

async function set(browser: Browser, fields: Record<string, string>) {
  const { page, context } = await person(browser, "admin-000000");
  await page.goto("/programmes");
  const row = page.locator(`tr[data-programme="${PROGRAMME}"]`);
  await row.locator("summary").click();
  for (const [name, value] of Object.entries(fields)) {
    const field = row.locator(`[name="${name}"]`);
    if (name === "levels") await field.selectOption(value);
    else await field.fill(value);
  }
  await row.getByRole("button").click();
  await expect(page.locator(".notice")).toContainText("设定已保存");
  await context.close();
}

async function accept(browser: Browser, account: string, unit: string, month: string, button = "接收") {
  const { page, context } = await person(browser, account);
  await page.goto(form(unit, month));
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(`已${button}`);
  await context.close();
}

test("with a second level the region accepts, the province confirms or sends back, and the figures count meanwhile", async ({
  browser,
}) => {
  await set(browser, { levels: "2", reason: "试行两级审核" });
  await file(browser, A, "2020-12", { county_commissioners: "31" });
  await accept(browser, `reviewer-${REGION}`, A, "2020-12");
  const reporter = await person(browser, `reporter-${A}`);
  await reporter.page.goto("/returns");
  const line = reporter.page.locator("tr", { has: reporter.page.locator(`a[href="${form(A, "2020-12")}"]`) });
  await reporter.page.locator(".desk-done summary").click();
  await expect(line).toContainText("等待浙江省确认");

  const province = await person(browser, `reviewer-${PROVINCE}`, { javaScriptEnabled: false });
  await province.page.goto("/returns");
  await province.page.locator(`.desk-confirm a[href="${form(A, "2020-12")}"]`).click();
  await province.page.locator('textarea[name="remark:county_commissioners"]').evaluate((field) => {
    field.closest("details")?.setAttribute("open", "");
  });
  await province.page.locator('textarea[name="remark:county_commissioners"]').fill("与卫健委名单不符");
  await province.page.getByRole("button", { name: "退回" }).click();
  await expect(province.page.locator(".notice")).toContainText("已退回");

  await reporter.page.goto("/returns");
  await expect(reporter.page.locator(".desk-sent-back")).toContainText("1 条逐项意见");
  await submit(reporter.page, reporter.context, A, "2020-12", { county_commissioners: "33" }, "按名单更正");
  await accept(browser, `reviewer-${REGION}`, A, "2020-12");
  await accept(browser, `reviewer-${PROVINCE}`, A, "2020-12", "确认");
  await reporter.page.goto(form(A, "2020-12"));
  await expect(reporter.page.locator(".standing")).toContainText("已由浙江省确认");

  // Any two versions stand side by side, without scripts too.
  await province.page.goto(`${form(A, "2020-12")}/versions?from=1&to=2`);
  await expect(province.page.locator("#sum")).toContainText("其中 1 项不同");
  await expect(province.page.locator("tr.changed")).toContainText("31");
  await expect(province.page.locator("tr.changed")).toContainText("33");
  await expect(province.page.locator("main")).toContainText("按名单更正");
  await province.page.goto(`${form(A, "2020-12")}/versions?from=2&to=9`);
  await expect(province.page.locator("h1")).toContainText("没有这一页");

  await set(browser, { levels: "1", reason: "恢复一级审核" });
  await province.page.goto("/programmes");
  await expect(province.page.locator(".programme-log")).toContainText("试行两级审核");
  await expect(province.page.locator(".programme-log")).toContainText("审核级数：1 → 2");
  await reporter.context.close();
  await province.context.close();
});

test("unchanged returns are accepted together, and what says something new is left", async ({ browser }) => {
  await file(browser, B, "2020-11");
  await file(browser, C, "2020-11");
  const reviewer = await person(browser, `reviewer-${REGION}`, { javaScriptEnabled: false });
  const { page } = reviewer;
  await page.goto(`/returns?programme=${PROGRAMME}&period=2020-11`);
  await expect(page.locator('.desk-review input[name="ticked"]')).toHaveCount(2);
  await expect(page.locator(".desk-review .new").first()).toBeVisible();
  await page.getByRole("link", { name: "选中全部没有变动的（2 份）" }).click();
  await expect(page.locator('.desk-review input[name="ticked"]:checked')).toHaveCount(2);
  // Meanwhile one county takes its return back and changes it.
  const county = await person(browser, `reporter-${C}`);
  await county.page.goto(form(C, "2020-11"));
  await county.page.getByRole("button", { name: "撤回" }).click();
  await submit(county.page, county.context, C, "2020-11", { county_commissioners: "32" });
  await page.getByRole("button", { name: "接收所选" }).click();
  await expect(page.locator("#sum")).toContainText("已接收 1 份，未接收 1 份");
  await expect(page.locator("tr", { hasText: "未接收" })).toHaveCount(1);
  await page.goto(`/returns?programme=${PROGRAMME}&period=2020-11`);
  await expect(page.locator(`.desk-review a[href="${form(B, "2020-11")}"]`)).toHaveCount(0);
  const left = page.locator(".desk-review tbody tr", { has: page.locator(`a[href="${form(C, "2020-11")}"]`) });
  await expect(left).toHaveCount(1);
  await expect(left).toContainText("变动 1 项");
  await left.getByRole("link").click();
  await expect(page.locator(".review-count")).toContainText("其中 1 项与上次接收的不同");
  await expect(page.locator(".review-table tbody tr")).toHaveCount(1);
  await page.getByRole("link", { name: "显示全部" }).click();
  expect(await page.locator(".review-table tbody tr").count()).toBeGreaterThan(10);
  await page.getByRole("button", { name: "接收", exact: true }).click();
  await expect(page.locator(".notice")).toContainText("已接收");
  await county.context.close();
  await reviewer.context.close();
});

test("a month that closes while somebody types keeps what was typed, and says who closed it and why", async ({
  browser,
}) => {
  const county = await person(browser, `reporter-${D}`);
  await county.page.goto(form(D, "2020-12"));
  const revision = await county.page.locator('.return-form input[name="revision"]').inputValue();
  const admin = await person(browser, "admin-000000");
  await admin.page.goto("/programmes");
  await admin.page.locator(".close-month summary").click();
  const close = admin.page.locator(".close-month form");
  await close.locator('[name="org_unit"]').fill(D);
  await close.locator('[name="programme"]').selectOption(PROGRAMME);
  await close.locator('[name="period"]').fill("2020-12");
  await close.locator('[name="reason"]').fill("本区数据已汇总上报");
  await close.getByRole("button").click();
  await expect(admin.page.locator(".notice")).toContainText("月份已关闭");

  const fields = { revision, intent: "submit", "text:county_commissioners": "7" };
  const refused = await county.context.request.post(form(D, "2020-12"), { form: fields });
  expect(refused.status()).toBe(409);
  expect(await refused.text()).toContain("本区数据已汇总上报");
  await county.page.goto(form(D, "2020-12"));
  await expect(county.page.locator('[name="text:county_commissioners"]')).toHaveValue("7");
  await expect(county.page.locator(".callout-warning").first()).toContainText("本月已关闭");

  const month = admin.page.locator(`tr[data-unit="${D}"]`);
  await month.locator("summary").click();
  await month.locator('[name="reason"]').fill("补报");
  await month.getByRole("button").click();
  await expect(admin.page.locator(".notice")).toContainText("月份已重新开放");
  await expect(admin.page.locator(".programme-log")).toContainText("补报");
  await submit(county.page, county.context, D, "2020-12", { county_commissioners: "7" });
  await county.context.close();
  await admin.context.close();
});

test("the desk says how long there is, keeps what is overdue, and fits a phone", async ({ browser }) => {
  for (const [account, lang] of [["reporter-440704", "zh"], [`reviewer-${REGION}`, "en"]] as const) {
    const { page, context } = await person(browser, account);
    await speak(context, lang);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/returns");
    if (lang === "zh") {
      await expect(page.locator(".desk-overdue")).toContainText("2020年9月");
      await expect(page.locator(".desk-overdue")).toContainText("逾期");
      await expect(page.locator("main")).toContainText(/24:00 截止，还有 \d+ 天/);
    }
    await expectAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `shots/desk-${lang}-390.png`, fullPage: true });
    await context.close();
  }
});
