// A return as a spreadsheet: downloaded, filled in elsewhere, uploaded, compared cell by cell,
// applied. And one workbook for all the counties of a region.
import { expect, test, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expectAccessible } from "../accessibility";
import { hydrated, person, speak } from "../people";
import { filled, sheets } from "../spreadsheet";

const MONTH = "2020-12";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async function downloaded(page: Page, link: string) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: link }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(readFileSync(await download.path())) };
}

async function upload(page: Page, name: string, buffer: Buffer, button: string) {
  await page.locator('input[name="file"]').setInputFiles({ name, mimeType: XLSX, buffer });
  await page.getByRole("button", { name: button }).click();
}

async function expectToFit(page: Page) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

test("a form goes out, is filled in, comes back, and is applied after its differences were seen", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440705");
  const form = `/returns/440705/pilot-2020/${MONTH}`;
  await page.goto(form);
  await hydrated(page);
  const template = await downloaded(page, "下载表格（.xlsx）");
  expect(template.name).toBe(`440705-pilot-2020-${MONTH}-demo.xlsx`);

  await page.getByRole("link", { name: "上传填好的表格" }).click();
  await expect(page).toHaveURL(`${form}/upload`);
  const figures = { smd_new: "3", smd_deaths: "１", popularisation_events: "12.5", smd_moved_in: "两名" };
  await upload(page, "十二月.xlsx", filled(template.bytes, figures), "上传并比较");

  const row = (code: string) => page.locator(`tr[data-element="${code}"]`);
  await expect(page.locator("h1")).toContainText("逐格差异");
  await expect(page.locator(".band")).toContainText("演示数据");
  await expect(page.locator("table.differences tbody tr")).toHaveCount(4);
  await expect(row("smd_new").locator("td").nth(0)).toHaveText(/^G\d+$/);
  await expect(row("smd_new").locator("td").nth(2)).toContainText("3");
  await expect(row("smd_new").locator(".fault")).toHaveCount(0);
  await expect(row("smd_deaths").locator("td").nth(2)).toContainText("１");
  await expect(row("popularisation_events").locator(".fault")).toContainText("只能是整数");
  await expect(row("smd_moved_in").locator(".fault")).toContainText("“两名”不是数字");
  await expectAccessible(page);
  await page.screenshot({ path: "shots/sheets-differences-zh-1440.png", fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectToFit(page);
  await expectAccessible(page);
  await page.screenshot({ path: "shots/sheets-differences-zh-390.png", fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });

  // Nothing is saved before it is applied.
  const other = await context.newPage();
  await other.goto(form);
  await expect(other.locator("#f-smd_new")).toHaveValue("");
  await other.close();

  await page.getByRole("button", { name: "应用这些改动" }).click();
  await expect(page.locator(".notice")).toContainText("草稿已保存");
  await expect(page.locator("#f-smd_new")).toHaveValue("3");
  await expect(page.locator("#f-smd_deaths")).toHaveValue("１");
  await expect(page.locator("#f-popularisation_events")).toHaveValue("12.5");

  // Out again and in again: nothing differs.
  const again = await downloaded(page, "下载表格（.xlsx）");
  await page.goto(`${form}/upload`);
  await upload(page, again.name, Buffer.from(again.bytes), "上传并比较");
  await expect(page.locator("main")).toContainText("文件与报表一致");
  await expect(page.getByRole("button", { name: "应用这些改动" })).toHaveCount(0);
  await context.close();
});

test("with scripts off, and in English, the same works; what is no form is told", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440785", { javaScriptEnabled: false });
  await speak(context, "en");
  const form = `/returns/440785/pilot-2020/${MONTH}`;
  await page.goto(form);
  const template = await downloaded(page, "Download the form (.xlsx)");
  await page.getByRole("link", { name: "Upload a filled-in form" }).click();

  await upload(page, "figures.xlsx", Buffer.from("smd_new,3\n"), "Upload and compare");
  await expect(page.locator('[role="alert"]')).toContainText("This is not a workbook (it looks like lines of text");
  await expect(page.locator('[role="alert"]')).toContainText("Nothing was saved");
  await upload(page, "form.xlsx", Buffer.from(template.bytes.slice(0, 4000)), "Upload and compare");
  await expect(page.locator('[role="alert"]')).toContainText("incomplete or damaged");

  const refused = page.waitForResponse((response) => response.request().method() === "POST");
  await upload(page, "large.xlsx", Buffer.alloc(6_000_000, 65), "Upload and compare");
  expect((await refused).status()).toBe(413);
  await expect(page.locator("h1")).toContainText("Too large");

  const elsewhere = await page.request.get(`/returns/440785/pilot-2020/2020-10/form.xlsx`);
  await page.goto(`${form}/upload`);
  await upload(page, "october.xlsx", Buffer.from(await elsewhere.body()), "Upload and compare");
  await expect(page.locator('[role="alert"]')).toContainText("it belongs to another return (unit 440785, 2020-10");

  await page.goto(`${form}/upload`);
  await upload(page, "form.xlsx", filled(template.bytes, { smd_new: "4" }), "Upload and compare");
  await expect(page.locator("table.differences tbody tr")).toHaveCount(1);
  await page.screenshot({ path: "shots/sheets-differences-en-1440.png", fullPage: true });
  await page.getByRole("button", { name: "Apply these changes" }).click();
  await expect(page.locator(".notice")).toContainText("The draft has been saved");
  await expect(page.locator("#f-smd_new")).toHaveValue("4");

  const neighbour = await page.request.get(`/returns/440784/pilot-2020/${MONTH}/form.xlsx`);
  expect(neighbour.status()).toBe(403);
  await context.close();
});

test("a region fills in the drafts of its counties by one workbook, and the county confirms", async ({ browser }) => {
  const region = await person(browser, "reporter-440700");
  await region.page.goto("/returns");
  await region.page.locator(".workbook-links a").first().click();
  await expect(region.page).toHaveURL(/\/returns\/workbook\/440700\/pilot-2020\/\d{4}-\d\d\/upload/);
  await region.page.goto(`/returns/workbook/440700/pilot-2020/${MONTH}/upload`);
  await hydrated(region.page);
  const { bytes } = await downloaded(region.page, "下载工作簿（.xlsx）");
  const names = sheets(bytes);
  expect(names.length).toBe(8);
  const at = (code: string) => names.findIndex((name) => name.startsWith(code)) + 1;
  let book = filled(bytes, { smd_new: "11", smd_deaths: "2" }, at("440781"));
  book = filled(book, { smd_new: "12" }, at("440783"));
  await upload(region.page, "全市.xlsx", book, "上传并比较");
  await expect(region.page.locator("tr[data-element]")).toHaveCount(3);
  await expectAccessible(region.page);
  await region.page.screenshot({ path: "shots/sheets-region-zh-1440.png", fullPage: true });
  await region.page.locator('input[name="take"][value="440783"]').uncheck();
  await region.page.getByRole("button", { name: "应用这些改动" }).click();
  await expect(region.page.locator(".notice")).toContainText("已保存为草稿");
  await expect(region.page.locator("main li")).toHaveCount(1);

  const county = await person(browser, "reporter-440781");
  await county.page.goto(`/returns/440781/pilot-2020/${MONTH}`);
  await expect(county.page.locator("main")).toContainText("上级已用工作簿代填草稿");
  await expect(county.page.locator("#f-smd_new")).toHaveValue("11");
  await county.page.screenshot({ path: "shots/sheets-county-zh-1440.png", fullPage: false });
  const other = await person(browser, "reporter-440783");
  await other.page.goto(`/returns/440783/pilot-2020/${MONTH}`);
  await expect(other.page.locator("#f-smd_new")).toHaveValue("");
  const reviewer = await person(browser, "reviewer-440700");
  await reviewer.page.goto(`/returns/workbook/440700/pilot-2020/${MONTH}/upload`);
  await expect(reviewer.page.getByRole("link", { name: "下载工作簿（.xlsx）" })).toBeVisible();
  await expect(reviewer.page.locator('input[type="file"]')).toHaveCount(0);
  for (const each of [region, county, other, reviewer]) await each.context.close();
});
