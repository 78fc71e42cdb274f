// Field visits and joint evaluations: chosen from a seed, recorded, corrected, shown beside the
// indicator; and small numbers of persons, which no evaluator finds in a page, an answer or a file.
import { expect, test, type Page } from "@playwright/test";
import { unzipSync, strFromU8 } from "fflate";
import { expectAccessible } from "../accessibility";
import { complaints, hydrated, person } from "../people";

const REGION = "440700";

/** Fills the form that chooses and sends it; the address of the visit that came of it. */
async function choose(page: Page, seed: string, purpose: string) {
  await page.goto(`/visits/${REGION}`);
  const form = page.locator(".visit-form form");
  await form.locator('input[value="school-room-coverage"]').check();
  await form.locator('input[name="units"]').fill("7");
  await form.locator('input[name="chance"]').fill("60");
  await form.locator('input[name="each"]').fill("4");
  await form.locator('input[name="seed"]').fill(seed);
  await form.locator('input[name="purpose"]').fill(purpose);
  await form.locator("button").click();
  await expect(page.locator(".notice")).toContainText("已抽取");
  return new URL(page.url()).pathname;
}

for (const scripts of [true, false]) {
  test(`a visit is chosen, recorded, corrected and stands beside the indicator (scripts ${scripts ? "on" : "off"})`, async ({
    browser,
  }) => {
    const { page, context } = await person(browser, "evaluator-440700", { javaScriptEnabled: scripts });
    const said = complaints(page);
    const purpose = `学校心理辅导室核查 ${scripts}`;
    const first = await choose(page, "77", purpose);
    const drawn = await page.locator(".visit-place dd").allInnerTexts();
    await expect(page.locator("#design")).toContainText("种子 77");
    // The same seed on the same figures: the same numbers.
    const again = await choose(page, "77", purpose);
    expect(again).not.toBe(first);
    expect(await page.locator(".visit-place dd").allInnerTexts()).toEqual(drawn);
    await page.goto(`/visits/${REGION}?q=${encodeURIComponent(String(scripts))}`);
    await expect(page.locator("tbody tr")).toHaveCount(2);

    await page.goto(again);
    if (scripts) await hydrated(page);
    const place = page.locator('[data-place="school-room-coverage:440781"]');
    const record = async (found: string, reason?: string) => {
      await place.locator("summary").last().click();
      const form = place.locator("form");
      await form.locator('input[name="visited"]').fill("4");
      await form.locator('input[name="reported"]').fill("4");
      await form.locator('input[name="found"]').fill(found);
      await form.locator('input[name="empty"]').fill("1");
      await form.locator('input[name="people"]').fill("王五");
      if (reason) await form.locator('input[name="reason"]').fill(reason);
      await form.locator("button").click();
    };
    await record("4");
    // Four found and one empty of four: refused, in words, and nothing is kept.
    await expect(page.locator("main")).toContainText("看到的比核查的还多");
    await page.goto(again);
    if (scripts) await hydrated(page);
    await record("2");
    await expect(page.locator(".notice")).toContainText("核查结果已登记");
    await expect(place.locator(".factor-value")).toContainText("0.50");
    await expect(place.locator(".factor-off")).toContainText("偏差超过 10%");
    await expect(place).toContainText("另有空置 1 处");
    if (scripts) await hydrated(page);
    await record("3", "漏看一处");
    await expect(place.locator(".factor-value")).toContainText("0.75");
    await expect(place).toContainText("漏看一处");

    await page.goto("/indicators/school-room-coverage/440781/2020-12");
    await expect(page.locator(".verified")).toContainText("0.75");
    await expect(page.locator(".verified")).toContainText("对照名册");
    // axe is a script itself; and a refusal's status is what the browser calls a failed resource.
    if (scripts) await expectAccessible(page);
    expect(said.filter((line) => !line.includes("422"))).toEqual([]);

    // The county reads of itself only, and cannot record.
    const county = await person(browser, "reporter-440781", { javaScriptEnabled: scripts });
    await county.page.goto(again.replace(REGION, "440781"));
    await expect(county.page.locator(".visit-unit")).toHaveCount(1);
    await expect(county.page.locator("form.stack")).toHaveCount(0);
    await county.context.close();
    await context.close();
  });
}

test("a visit downloads as it is shown, seed and probabilities with it", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-440700");
  await page.goto("/visits/440700/1");
  const csv = await context.request.get("/visits/440700/1/table.csv");
  expect(csv.status()).toBe(200);
  const text = (await csv.body()).toString("utf8");
  expect(text.startsWith("\ufeff")).toBe(true);
  expect(text).toContain("入样概率");
  const units = await page.locator(".visit-unit").count();
  expect(units).toBe(3);
  const xlsx = await context.request.get("/visits/440700/1/table.xlsx");
  expect(xlsx.status()).toBe(200);
  expect((await xlsx.body()).subarray(0, 2).toString()).toBe("PK");
  expect((await context.request.get("/visits/440700/999")).status()).toBe(404);
  expect((await context.request.get("/visits/110000/1")).status()).toBe(403);
  expect((await context.request.get("/visits/999999")).status()).toBe(404);
  await context.close();
});

test("a joint evaluation is planned, recorded, counted beside the return, and called off with a reason", async ({
  browser,
}) => {
  const { page, context } = await person(browser, "reviewer-440700");
  await page.goto("/evaluations/440700?year=2020");
  await hydrated(page);
  const form = page.locator(".visit-form form");
  await form.locator('select[name="what"]').selectOption("county:440785");
  await form.locator('input[name="planned_for"]').fill("2020-11-30");
  await form.locator("button").click();
  await expect(page.locator("main")).toContainText("至少要 2 个部门");
  await page.goto("/evaluations/440700?year=2020");
  await form.locator('select[name="what"]').selectOption("county:440785");
  await form.locator('input[name="planned_for"]').fill("2020-11-30");
  await form.locator('input[value="education"]').check();
  await form.locator("button").click();
  await expect(page.locator(".notice")).toContainText("评估已计划");
  const row = page.locator('[data-unit="440785"]');
  await expect(row.locator("td").nth(1)).toHaveText("1");
  const event = page.locator(".evaluation", { hasText: "11月30日" });
  await event.locator("summary", { hasText: "登记已举行" }).click();
  await event.locator('input[name="held_on"]').fill("2020-11-30");
  await event.locator('textarea[name="findings"]').fill("台账齐全");
  await event.locator('button[value="record"]').click();
  await expect(page.locator(".notice")).toContainText("评估已登记");
  await expect(row.locator("td").nth(2)).toHaveText("1");
  await expectAccessible(page);
  await event.locator("summary", { hasText: "取消" }).click();
  await event.locator('button[value="cancel"]').locator("xpath=ancestor::form").locator('input[name="reason"]').fill("重复登记");
  await event.locator('button[value="cancel"]').click();
  await expect(page.locator(".notice")).toContainText("评估已取消");
  await expect(row.locator("td").nth(2)).toHaveText("0");
  const csv = await context.request.get("/evaluations/440700/table.csv?year=2020&state=cancelled");
  expect((await csv.body()).toString("utf8")).toContain("重复登记");
  const counts = await context.request.get("/evaluations/440700/counts/table.csv?year=2020");
  expect((await counts.body()).toString("utf8")).toContain("440785");
  await context.close();
});

test("no page, answer or file tells an evaluator a small number of persons", async ({ browser }) => {
  const admin = await person(browser, "admin-000000");
  const evaluator = await person(browser, "evaluator-440000");
  const leader = await person(browser, "leader-440000");
  const address = "/compare/cr-family-visit/440000/2020-11?rank=counties";
  // The true figures, as the administrator reads them.
  await admin.page.goto(address);
  const rows = await admin.page.locator("tbody tr").evaluateAll((all) =>
    all.map((row) => ({
      unit: (row as HTMLElement).dataset.unit ?? "",
      pair: row.querySelectorAll("td")[3]?.textContent ?? "",
    })),
  );
  const small = rows.filter(({ pair }) => {
    const [x, n] = pair.split("/").map((part) => Number(part.replaceAll(",", "")));
    return (x > 0 && x < 5) || (x > 0 && n - x > 0 && n - x < 5);
  });
  expect(small.length, "the demo has small numbers to withhold").toBeGreaterThan(0);
  for (const reader of [evaluator, leader]) {
    const { page, context } = reader;
    await page.goto(address);
    await hydrated(page);
    for (const { unit, pair } of small) {
      const row = page.locator(`tr[data-unit="${unit}"]`);
      await expect(row).toContainText("已隐去");
      await expect(row.locator("td").nth(3)).not.toHaveText(pair);
      const [x] = pair.split("/").map((part) => Number(part.replaceAll(",", "")));
      if (x < 5) await expect(row.locator("td").nth(3)).toContainText("<5");
    }
    await expect(page.locator(".withheld-note")).toBeVisible();
    await expectAccessible(page);
    const csv = await context.request.get(`/compare/cr-family-visit/440000/2020-11/table.csv?rank=counties`);
    const lines = (await csv.body()).toString("utf8").split("\n");
    const xlsx = await context.request.get(`/compare/cr-family-visit/440000/2020-11/table.xlsx?rank=counties`);
    const sheets = Object.entries(unzipSync(new Uint8Array(await xlsx.body())))
      .filter(([name]) => name.endsWith(".xml"))
      .map(([, bytes]) => strFromU8(bytes))
      .join("");
    expect(sheets).toContain("已隐去");
    for (const { unit } of small) {
      expect(lines.find((line) => line.startsWith(unit))).toContain("已隐去");
      const asked = await context.request.post("/ask/progress", {
        form: { indicator: "cr-family-visit", org_unit: unit, period: "2020-11" },
      });
      expect(asked.status()).toBe(200);
      const told = await asked.json();
      const [, last] = told.points.at(-1);
      expect(last.status).toBe("Suppressed");
      expect(last.numerator).toBeNull();
      expect(last.value).toBeNull();
    }
    await context.close();
  }
  await admin.context.close();
});
