// Worth verifying: from the list to the county's answer and the outcome, with scripts and without.
import { expect, test, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expectAccessible } from "../accessibility";
import { complaints, hydrated, person, speak } from "../people";

const LIST = "/signals/000000/2020-11";

/** The first place on the list that nobody has asked about yet, and that a county files. */
async function unasked(page: Page) {
  const entry = page.locator(".signal", { has: page.locator(".signal-ask") }).first();
  const unit = (await entry.getAttribute("data-unit"))!;
  return { entry, unit };
}

for (const scripts of [true, false]) {
  test(`ask, answer, ask on, close, ${scripts ? "with" : "without"} scripts`, async ({ browser }) => {
    const options = { javaScriptEnabled: scripts };
    const evaluator = await person(browser, "evaluator-000000", options);
    const said = complaints(evaluator.page);
    await evaluator.page.goto(LIST);
    if (scripts) await hydrated(evaluator.page);
    await expect(evaluator.page.locator("#signals-sum")).toContainText("只是偶然");
    expect(await evaluator.page.locator(".signal").count()).toBeGreaterThan(10);
    const { entry, unit } = await unasked(evaluator.page);
    // Two kinds, figures, rule, threshold, origin and chance stand there.
    expect(await entry.locator(".signal-kind").count()).toBeGreaterThanOrEqual(2);
    await expect(entry).toContainText("阈值与出处");
    await entry.locator("summary").click();
    await entry.locator("textarea").fill("请核实：是录入错误还是真实变化？");
    await entry.locator(".signal-ask button").click();
    await expect(evaluator.page).toHaveURL(/\/questions\/\d+/);
    await expect(evaluator.page.locator(".notice")).toContainText("已提问");
    const address = new URL(evaluator.page.url()).pathname;

    const county = await person(browser, `reporter-${unit}`, options);
    await county.page.goto("/returns");
    const open = county.page.locator(".questions-open a");
    await expect(open).toContainText("条提问等待答复");
    await open.click();
    await county.page.locator(`.questions-table a[href="${address}"]`).click();
    await expect(county.page.locator(".question-thread")).toContainText("请核实：是录入错误还是真实变化？");
    await expect(county.page.locator("main")).toContainText("打开报表更正");
    if (scripts) {
      await hydrated(county.page);
      await expectAccessible(county.page);
    }
    await county.page.getByRole("radio", { name: "录入错误" }).check();
    await county.page.locator("#answer textarea").fill("少录一位，已更正。");
    await county.page.locator('#answer input[name="evidence"]').fill("附件：台账.pdf");
    await county.page.locator("#answer button").click();
    await expect(county.page.locator(".notice")).toContainText("答复已提交");
    await expect(county.page.locator("main")).toContainText("已答复");

    // The asker's page of before is out of date by the county's answer.
    await evaluator.page.locator("#follow-up textarea").fill("哪一个月？");
    await evaluator.page.locator("#follow-up button").click();
    await expect(evaluator.page.locator("h1")).not.toContainText("提问 ·");
    await evaluator.page.goto(address);
    await evaluator.page.locator("#follow-up textarea").fill("哪一个月？");
    await evaluator.page.locator("#follow-up button").click();
    await expect(evaluator.page.locator(".notice")).toContainText("追问已提交");

    await county.page.goto(address);
    await county.page.getByRole("radio", { name: "其他" }).check();
    await county.page.locator("#answer textarea").fill("6月。");
    await county.page.locator("#answer button").click();
    await expect(county.page.locator(".question-entry")).toHaveCount(4);

    await evaluator.page.goto(address);
    await evaluator.page.locator('#close select[name="outcome"]').selectOption("corrected");
    await evaluator.page.locator("#close button").click();
    await expect(evaluator.page.locator(".notice")).toContainText("提问已办结");
    await expect(evaluator.page.locator("#close, #follow-up")).toHaveCount(0);
    await expect(evaluator.page.locator("main")).toContainText("办结：已更正");

    // It is counted with its rules, and the file says so too.
    await evaluator.page.goto(`${LIST}?state=closed&q=${unit}`);
    await expect(evaluator.page.locator(".signal")).toHaveCount(1);
    await expect(evaluator.page.locator(".signals-rules")).toContainText("100%");
    const file = await evaluator.context.request.get(`${LIST}/rules/table.csv`);
    expect(file.status()).toBe(200);
    expect((await file.body()).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(await file.text()).toContain("导致更正");
    if (scripts) expect(said.filter((line) => !line.includes("409"))).toEqual([]);
    await county.context.close();
    await evaluator.context.close();
  });
}

test("the list is filtered by its address, and downloads as filtered", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto(LIST);
  const all = await page.locator(".signal").count();
  await page.goto(`${LIST}?kind=neighbours`);
  const some = await page.locator(".signal").count();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator('.tools a[href*="/table.csv"]').first().click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("与同省另一地区逐位相同");
  expect(text).not.toContain("恰好等于目标所需,");
  for (const [where, status] of [
    ["/signals/999999/2020-11", 404],
    ["/signals/000000/2020-13", 404],
    ["/questions/999999", 404],
    ["/questions/x", 404],
    ["/questions/new?unit=440785&indicator=nothing&period=2020-10", 404],
  ] as const) {
    expect((await context.request.get(where)).status(), where).toBe(status);
  }
  await context.close();
});

test("others' signs and questions are not shown, nor taken", async ({ browser }) => {
  const neighbour = await person(browser, "reporter-440781");
  expect((await neighbour.context.request.get("/signals/440785/2020-11")).status()).toBe(403);
  const form = { unit: "440785", indicator: "counselling-room-coverage", from: "2020-08", to: "2020-08", text: "?" };
  expect((await neighbour.context.request.post("/questions", { form })).status()).toBe(403);
  const leader = await person(browser, "leader-440700");
  expect((await leader.context.request.post("/questions", { form })).status()).toBe(403);
  const evaluator = await person(browser, "evaluator-440700");
  expect((await evaluator.context.request.post("/questions", { form: { ...form, text: " " } })).status()).toBe(422);
  expect((await evaluator.context.request.post("/questions", { form: { ...form, unit: "330100" } })).status()).toBe(403);
  const foreign = await evaluator.context.request.post("/questions", {
    form,
    headers: { origin: "https://elsewhere.example" },
  });
  expect(foreign.status()).toBe(403);
  const asked = await evaluator.context.request.post("/questions", { form, maxRedirects: 0 });
  const place = asked.headers()["location"].split("?")[0];
  expect((await neighbour.context.request.get(place)).status()).toBe(403);
  expect((await leader.context.request.get(place)).status()).toBe(200);
  const again = await evaluator.context.request.post("/questions", { form, maxRedirects: 0 });
  expect(again.headers()["location"].split("?")[0]).toBe(place);
  for (const one of [neighbour, leader, evaluator]) await one.context.close();
});

test("the pages are seen at both widths and in both languages", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  for (const lang of ["zh", "en"] as const) {
    await speak(context, lang);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(LIST);
      await hydrated(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      await page.screenshot({ path: `shots/signals-${lang}-${width}.png`, fullPage: true });
    }
  }
  await context.close();
});
