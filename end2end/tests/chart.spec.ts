// Server and browser draw the same bytes.
import { expect, test } from "@playwright/test";
import { hydrated, person, speak } from "../people";

// The register of this unit has months without a return: the line has gaps.
const ADDRESS = "/indicators/smd-standard-mgmt/440704/2020-10";

for (const lang of ["zh", "en"] as const) {
  test(`the chart that the browser draws is the server's, byte for byte (${lang})`, async ({ browser }) => {
    const { page, context } = await person(browser, "evaluator-000000");
    await speak(context, lang);
    const html = await (await context.request.get(ADDRESS)).text();
    await page.goto(ADDRESS);
    await hydrated(page);
    for (const size of ["chart-wide", "chart-narrow"]) {
      const begin = html.indexOf(`class="${size}"`);
      const svg = html.indexOf("<svg", begin);
      const served = html.slice(svg, html.indexOf("</svg>", svg) + "</svg>".length);
      const drawn = await page
        .locator(`.${size}`)
        .evaluate((place) => (place as unknown as { drawn: string }).drawn.trim());
      expect(served).toContain("polyline");
      expect(drawn).toBe(served.trim());
    }
    await context.close();
  });
}

test("the axis can be made to start at zero", async ({ browser }) => {
  const { page, context } = await person(browser, "leader-000000");
  await page.goto("/indicators/smd-standard-mgmt/000000");
  await hydrated(page);
  const before = await page.locator(".chart-wide").innerHTML();
  await page.getByLabel("纵轴从零起").check();
  await expect(page.locator(".chart-wide svg")).toBeVisible();
  const after = await page.locator(".chart-wide").innerHTML();
  expect(after.includes("纵轴不从零起")).toBe(false);
  expect(before.length).toBeGreaterThan(1000);
  await context.close();
});
