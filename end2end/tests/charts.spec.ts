// Charts over units: what is shown is what is downloaded, and it says what it is.
import { expect, test, type Page } from "@playwright/test";
import { hydrated, person, speak } from "../people";

/** The drawing for wide rooms, as the server wrote it. */
function served(html: string): string {
  const begin = html.indexOf('class="chart-wide"');
  const svg = html.indexOf("<svg", begin);
  return html.slice(svg, html.indexOf("</svg>", svg) + "</svg>".length).trim();
}

/** How many pixels of a PNG are not white, by the browser's own reading of it. */
async function ink(page: Page, base64: string) {
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(picture, 0, 0);
    const pixels = context.getImageData(0, 0, picture.width, picture.height).data;
    let dark = 0;
    for (let at = 0; at < pixels.length; at += 4) if (pixels[at] + pixels[at + 1] + pixels[at + 2] < 600) dark += 1;
    return { width: picture.width, height: picture.height, dark };
  }, base64);
}

const CHARTS = [
  { page: "/indicators/smd-standard-mgmt/440000/2020-10", files: "/indicators/smd-standard-mgmt/440000/2020-10/chart", query: "", size: [1440, 680] },
  { page: "/funnel/smd-standard-mgmt/000000/2020-10", files: "/funnel/smd-standard-mgmt/000000/2020-10/chart", query: "?rank=counties&by=pooled&mark=440703", size: [1440, 840] },
  { page: "/distribution/counselling-room-coverage/000000/2020-10", files: "/distribution/counselling-room-coverage/000000/2020-10/chart", query: "?rank=counties", size: [1440, 680] },
  { page: "/change/smd-regular-medication/000000/2020-10", files: "/change/smd-regular-medication/000000/2020-10/chart", query: "?rank=counties&from=2020-07", size: [1240, 1040] },
];

for (const chart of CHARTS) {
  for (const lang of ["zh", "en"] as const) {
    test(`${chart.page}: the page's chart is the file's, and the picture is drawn from it (${lang})`, async ({ browser }) => {
      const { page, context } = await person(browser, "evaluator-000000");
      await speak(context, lang);
      const html = await (await context.request.get(chart.page + chart.query)).text();
      const svg = await context.request.get(chart.files + ".svg" + chart.query);
      expect(svg.headers()["content-type"]).toBe("image/svg+xml");
      expect((await svg.text()).trim()).toBe(served(html));
      const png = await context.request.get(chart.files + ".png" + chart.query);
      expect(png.headers()["content-type"]).toBe("image/png");
      const picture = await ink(page, (await png.body()).toString("base64"));
      expect([picture.width, picture.height]).toEqual(chart.size);
      expect(picture.dark).toBeGreaterThan(2_000);
      await context.close();
    });
  }
}

test("following a link draws the same chart in the browser as the server does", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto("/funnel/smd-standard-mgmt/000000/2020-10?rank=counties");
  await hydrated(page);
  await page.locator(".views a", { hasText: "分布" }).click();
  await expect(page).toHaveURL(/\/distribution\//);
  await page.locator(".views a", { hasText: "漏斗图" }).click();
  await expect(page).toHaveURL(/\/funnel\//);
  const drawn = await page.locator(".chart-wide svg").evaluate((svg) => svg.outerHTML);
  const html = await (await context.request.get(page.url())).text();
  const redrawn = await page.evaluate((text) => {
    const place = document.createElement("div");
    place.innerHTML = text;
    return place.querySelector("svg")!.outerHTML;
  }, served(html));
  expect(drawn).toBe(redrawn);
  await context.close();
});

test("a funnel is held against the target or the pooled mean, and the address keeps it", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto("/funnel/smd-standard-mgmt/000000/2020-10?rank=counties");
  await hydrated(page);
  await expect(page.locator("figcaption")).toContainText("99.8% 限外");
  await expect(page.locator(".callout")).toContainText("不是评定");
  await expect(page.locator(".chart-wide")).toContainText("目标 80%");
  await page.getByLabel("对照").selectOption("pooled");
  await page.getByLabel("标出").fill("蓬江区");
  await page.locator("form.filters button", { hasText: "应用" }).click();
  await expect(page).toHaveURL(/by=pooled/);
  await expect(page.locator(".chart-wide")).toContainText("合计率");
  await expect(page.locator(".chart-wide")).toContainText("蓬江区");
  await page.locator(".chart-data summary").click();
  const row = page.locator('tr[data-unit="440703"]');
  await expect(row).toContainText("%–");
  await context.close();
});

test("a census has no funnel, says why, and leads to the distribution", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto("/funnel/counselling-room-coverage/000000/2020-10?rank=counties");
  await expect(page.locator("figure")).toHaveCount(0);
  await expect(page.locator(".callout")).toContainText("没有偶然的成分");
  await page.locator(".callout a").click();
  await expect(page).toHaveURL(/\/distribution\/counselling-room-coverage\/000000\/2020-10/);
  await expect(page.locator("figcaption")).toContainText(/个区县低于 \d+%，\d+ 个达到/);
  const none = await context.request.get("/funnel/counselling-room-coverage/000000/2020-10/chart.png?rank=counties");
  expect(none.status()).toBe(404);
  await context.close();
});

test("two months show difference, interval and both sides of the rate, and never speak of overlap as proof", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto("/change/smd-standard-mgmt/440000/2020-10?rank=counties");
  await hydrated(page);
  await expect(page.locator(".lead").first()).toContainText("2020年9月 → 2020年10月");
  await expect(page.locator("main")).toContainText("并不说明没有变化");
  await page.locator(".chart-data summary").click();
  await expect(page.locator("thead")).toContainText("来自分母");
  await expect(page.locator("thead")).toContainText("差的 95% 区间");
  await page.goto("/change/smd-standard-mgmt/440000/2020-10?rank=counties&from=2020-13");
  await expect(page.locator("main")).not.toContainText("来自分母");
  const wrong = await context.request.get("/change/smd-standard-mgmt/440000/2020-10?from=2020-13");
  expect(wrong.status()).toBe(404);
  await context.close();
});

test("the prevalence is shown and never ranked", async ({ browser }) => {
  const { page, context } = await person(browser, "evaluator-000000");
  await page.goto("/distribution/smd-reported-prevalence/000000/2020-10?rank=counties");
  await expect(page.locator("main")).toContainText("不排名");
  const codes = await page.locator("tr[data-unit]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-unit")));
  expect(codes.length).toBe(510);
  expect(codes).toEqual([...codes].sort());
  await context.close();
});

test("tables come as CSV and workbook, with the place against the limits", async ({ browser }) => {
  const { context } = await person(browser, "evaluator-000000");
  const csv = await context.request.get("/funnel/smd-standard-mgmt/000000/2020-10/table.csv?rank=counties");
  const text = await csv.text();
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text).toContain("与控制限");
  expect(text.split("\r\n").length).toBeGreaterThan(510);
  for (const kind of ["distribution", "change"]) {
    const book = await context.request.get(`/${kind}/smd-standard-mgmt/000000/2020-10/table.xlsx?rank=counties`);
    expect(book.status()).toBe(200);
    expect((await book.body()).subarray(0, 2).toString()).toBe("PK");
  }
  await context.close();
});

test("who may not compare sees no chart of others", async ({ browser }) => {
  const { context } = await person(browser, "reporter-440703");
  for (const address of ["/funnel/smd-standard-mgmt/440700/2020-10", "/change/smd-standard-mgmt/440700/2020-10", "/distribution/smd-standard-mgmt/440700/2020-10/chart.png"]) {
    expect((await context.request.get(address)).status(), address).toBe(403);
  }
  expect((await context.request.get("/funnel/smd-standard-mgmt/999999/2020-10")).status()).toBe(404);
  await context.close();
});
