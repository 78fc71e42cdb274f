// Universities and lectures, one by one, beside a pilot region's return.
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "../accessibility";
import { complaints, hydrated, person, speak } from "../people";

const REGION = "330100";
const MONTH = "2020-12";
const form = `/returns/${REGION}/pilot-2020/${MONTH}`;
const universities = `${form}/rows/universities`;
const lectures = `${form}/rows/lectures`;

/** Lays a text on the clipboard and pastes it into a field, as the browser does. */
async function paste(page: Page, field: string, text: string) {
  await page.locator(field).evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function computed(page: Page, element: string) {
  return page.locator(`.rows-computed [data-element="${element}"] .tile-value`).innerText();
}

test("a block pasted from a sheet is judged row by row, saved, and shown read only in the return", async ({ browser }) => {
  const { page, context } = await person(browser, `reporter-${REGION}`);
  const said = complaints(page);
  await page.goto(form);
  await page.locator('.row-links a[href$="/universities"]').click();
  await expect(page).toHaveURL(universities);
  await hydrated(page);
  await expect(page.locator("table.rows tbody tr")).toHaveCount(5);
  await paste(
    page,
    "#r-name-1",
    "甲大学\t4,000\t1\r\n乙学院\t4001\t1\r\n丙学院\t8000\t2\r\n丁学院\t300\t0\r\n戊学院\t八百\t1\r\n己学院\t900\t1\r\n",
  );
  const row = (number: number) => page.locator("table.rows tbody tr").nth(number - 1);
  await expect(page.locator("#r-name-6")).toHaveValue("己学院");
  await expect(row(1)).toContainText("达标");
  await expect(row(1)).toContainText("4,000");
  await expect(row(2).locator(".status-not-met")).toBeVisible();
  await expect(row(2)).toContainText("4,001");
  await expect(row(2)).toContainText("还差 1 名专职教师");
  await expect(row(3).locator(".status-met")).toBeVisible();
  await expect(row(4)).toContainText("无专职教师");
  await expect(row(5)).toContainText("“八百”不是人数");
  await page.locator("#r-students-5").fill("800");
  await expect(row(5).locator(".fault")).toHaveCount(0);
  expect(await computed(page, "universities_total")).toBe("6");
  expect(await computed(page, "universities_ratio_met")).toBe("4");
  expect(await computed(page, "university_students")).toBe("18,001");
  // More rows come in place, and what was typed stays.
  await page.getByRole("button", { name: "再加 5 行" }).click();
  await expect(page.locator("#r-name-12")).toBeVisible();
  // A tick takes a row out at once.
  await page.getByLabel("删除第 4 行").check();
  await expect(page.locator('.rows-computed [data-element="universities_total"] .tile-value')).toHaveText("5");
  await expectAccessible(page);
  await page.getByRole("button", { name: "保存明细" }).click();
  await expect(page.locator(".notice")).toBeVisible();
  await hydrated(page);
  await expect(page.locator("table.rows tbody tr")).toHaveCount(10);
  await expect(page.locator("#r-name-4")).toHaveValue("戊学院");
  await page.screenshot({ path: "shots/rows-universities-zh-1440.png", fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: "shots/rows-universities-zh-390.png", fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto(form);
  await hydrated(page);
  const field = page.locator("#f-universities_total");
  await expect(field).toHaveValue("5");
  await expect(field).toHaveAttribute("readonly", "");
  await expect(page.locator(".field", { has: field })).toContainText("由 5 行明细计算");
  await expect(page.locator(".history")).toContainText("0 行 → 5 行");
  await page.screenshot({ path: "shots/rows-return-zh-1440.png", fullPage: true });
  expect(said).toEqual([]);
  await context.close();
});

test("with scripts off, and in English: rows are typed, more are asked for, faults stay, the return stops", async ({ browser }) => {
  const { page, context } = await person(browser, `reporter-${REGION}`, { javaScriptEnabled: false });
  await speak(context, "en");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(lectures);
  await page.locator("#r-department-1").selectOption("police");
  await page.locator("#r-day-1").fill("2020-12-01");
  await page.locator("#r-place-1").fill("City hall");
  await page.locator("#r-department-2").selectOption("justice");
  await page.locator("#r-day-2").fill("12月1日");
  await page.locator("#r-place-2").fill("City hall");
  await page.locator("#r-department-3").selectOption("civil");
  await page.locator("#r-day-3").fill("2020-11-30");
  await page.getByRole("button", { name: "Five more rows" }).click();
  await expect(page.locator("table.rows tbody tr")).toHaveCount(10);
  await expect(page.locator("#r-place-2")).toHaveValue("City hall");
  await expect(page.locator("main")).toContainText("30 November 2020 is not in December 2020");
  await expect(page.locator("main")).toContainText("Place is missing.");
  await expect(page.locator("main")).toContainText("Rows 1, 2 have one date, place and topic");
  expect(await computed(page, "lectures_police")).toBe("1");
  expect(await computed(page, "lectures_civil")).toBe("0");
  await page.screenshot({ path: "shots/rows-lectures-en-390.png", fullPage: true });
  await page.goto(form);
  await page.getByRole("button", { name: "Submit" }).click();
  await expect(page.locator("#faults")).toContainText("Lectures one by one: 2 places need correcting, from row 3 on");
  await page.goto(lectures);
  await page.locator('input[name="drop:3"]').check();
  await page.getByRole("button", { name: "Save rows" }).click();
  await expect(page.locator("table.rows tbody tr")).toHaveCount(7);
  await expect(page.locator(".fault")).toHaveCount(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: "shots/rows-lectures-en-1440.png", fullPage: true });
  await context.close();
});

test("the province sees the rows and cannot write them; another region sees nothing", async ({ browser }) => {
  const above = await person(browser, "reviewer-330000");
  await above.page.goto(universities);
  await expect(above.page.locator("table.rows tbody tr")).toHaveCount(5);
  await expect(above.page.locator("main form")).toHaveCount(0);
  await expectAccessible(above.page);
  await above.page.screenshot({ path: "shots/rows-read-zh-1440.png", fullPage: true });
  const file = await above.context.request.get(`${universities}/table.csv`);
  expect(await file.text()).toContain('乙学院,4001,1,"未达标，');
  const body = { headers: { "content-type": "application/x-www-form-urlencoded" }, maxRedirects: 0 };
  const refused = await above.context.request.post(universities, { ...body, data: "revision=1&intent=save" });
  expect(refused.status()).toBe(403);
  const other = await person(browser, "reporter-440703");
  expect((await other.page.goto(universities))?.status()).toBe(403);
  expect((await above.page.goto(`${form}/rows/nothing`))?.status()).toBe(404);
  await above.context.close();
  await other.context.close();
});
