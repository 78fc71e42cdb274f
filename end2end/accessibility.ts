// axe on a page. The rules run inside the page, so no policy on scripts is in their way.
import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

/** Fails with rule, element and help for whatever axe finds. */
export async function expectAccessible(page: Page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const found = await (window as unknown as { axe: typeof axe }).axe.run(document);
    return found.violations.map(
      (rule) => `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.target.join(" ")).join(", ")}`,
    );
  });
  expect(violations, page.url()).toEqual([]);
}
