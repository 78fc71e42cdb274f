// Notes and evidence: the reviewer asks, the reporter answers and proves, and what is no evidence
// is refused.
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expectAccessible } from "../accessibility";
import { complaints, hydrated, person, speak } from "../people";

const RETURN = "/returns/440785/pilot-2020/2020-10";
const TALK = `${RETURN}/talk`;

/** The smallest JPEG: one grey point. It has nothing to be removed, so it comes back equal. */
const photo = (step: string) => Buffer.from(
  "ffd8" +
    "ffdb004300" + step.repeat(64) +
    "ffc0000b080001000101011100" +
    "ffc40014000100000000000000000000000000000009" +
    "ffc40014100100000000000000000000000000000000" +
    "ffda0008010100003f0054ff002affd9",
  "hex",
);
const PHOTO = photo("01");

const file = (name: string, buffer: Buffer, mimeType = "application/octet-stream") => ({ name, mimeType, buffer });

/** Sends files by the form, without choosing an element. */
async function upload(page: Page, ...files: ReturnType<typeof file>[]) {
  await page.goto(TALK);
  await page.locator('input[type="file"]').setInputFiles(files);
  await page.locator("#add button").click();
}

async function post(context: BrowserContext, address: string, body: ReturnType<typeof file>) {
  return context.request.post(address, { multipart: { element: "", file: body }, maxRedirects: 0 });
}

for (const scripts of [true, false]) {
  test(`a reviewer's note on a value reaches the reporter, who answers with a photo (scripts ${scripts ? "on" : "off"})`, async ({
    browser,
  }) => {
    const options = { javaScriptEnabled: scripts };
    const reviewer = await person(browser, "reviewer-440700", options);
    const reporter = await person(browser, "reporter-440785", options);
    const said = complaints(reporter.page);
    // Another photo each time: the same once more would not be listed again.
    const taken = photo(scripts ? "02" : "03");
    const question = `与上月相差较大，请核对。\n是否含新建的咨询室？${scripts}`;

    // The field's own address chooses the value beforehand.
    await reviewer.page.goto(`${TALK}?element=villages_with_room`);
    if (scripts) await hydrated(reviewer.page);
    await expect(reviewer.page.locator('#write select[name="element"]')).toHaveValue("villages_with_room");
    await reviewer.page.locator("#write textarea").fill(question);
    await reviewer.page.locator("#write button").click();
    await expect(reviewer.page.locator(".notice")).toContainText("附言已写下");

    // The page of the return leads there.
    await reporter.page.goto(RETURN);
    if (scripts) await hydrated(reporter.page);
    const link = reporter.page.locator(".talk-link");
    await expect(link).toContainText("条未办结");
    await link.click();
    const asked = reporter.page.locator("#on-villages_with_room .talk-note", { hasText: `新建的咨询室？${scripts}` });
    await expect(asked.locator(".talk-text")).toHaveText(question);
    await expect(asked).toContainText("审核员");
    await expect(asked.locator("button")).toHaveCount(0);

    await reporter.page.locator('#add select[name="element"]').selectOption("villages_with_room");
    await reporter.page.locator('input[type="file"]').setInputFiles([
      file(`现场 ${scripts}.jpg`, Buffer.concat([taken, Buffer.from("what stands after the end")]), "image/jpeg"),
      file("盖章件.pdf", Buffer.from(`%PDF-1.4\n%${scripts}\n%%EOF\n`), "application/pdf"),
    ]);
    await reporter.page.locator("#add button").click();
    await expect(reporter.page.locator(".notice")).toContainText("佐证材料已保存");
    await reporter.page.locator("#write textarea").fill(`含新建的 4 个，见照片。${scripts}`);
    await reporter.page.locator("#write button").click();
    await expect(reporter.page.locator("#on-return")).toContainText(`见照片。${scripts}`);

    // The reviewer gets the photo as it was; what stood after its end is gone.
    await reviewer.page.goto(TALK);
    const row = reviewer.page.locator(".talk-table tr", { hasText: `现场 ${scripts}.jpg` });
    const [download] = await Promise.all([
      reviewer.page.waitForEvent("download"),
      row.locator("a").first().click(),
    ]);
    expect(download.suggestedFilename()).toBe(`现场 ${scripts}.jpg`);
    expect(readFileSync(await download.path()).equals(taken)).toBe(true);
    await expect(row.locator("details")).toHaveCount(0);

    await reviewer.page
      .locator("#on-villages_with_room .talk-note", { hasText: `新建的咨询室？${scripts}` })
      .getByRole("button", { name: "标为已办结" })
      .click();
    await expect(reviewer.page.locator(".notice")).toContainText("已标为办结");
    await expect(reviewer.page.locator(".talk-settled", { hasText: `${scripts}` }).first()).toContainText("✓ 已办结");

    // Filled, the page is still sound, in both languages and widths.
    for (const lang of ["zh", "en"] as const) {
      await speak(reporter.context, lang);
      for (const width of [1440, 390]) {
        await reporter.page.setViewportSize({ width, height: 900 });
        await reporter.page.goto(TALK);
        if (!scripts) continue;
        await hydrated(reporter.page);
        await expectAccessible(reporter.page);
        const over = await reporter.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over).toBeLessThanOrEqual(0);
        await reporter.page.screenshot({ path: `shots/talk-${lang}-${width}.png`, fullPage: true });
      }
    }
    expect(said).toEqual([]);
    await reviewer.context.close();
    await reporter.context.close();
  });
}

test("what is no evidence is refused with its sentence, in both languages, and nothing is kept", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440781");
  const own = "/returns/440781/pilot-2020/2020-10";
  const cases: [ReturnType<typeof file>, number, string, string][] = [
    [file("报告.pdf", Buffer.from("MZ\x90\0\x03\0\0\0")), 415, "名为 .pdf，内容却是Windows 程序", "is called .pdf and is a Windows program"],
    [file("图.svg", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")), 415, "网页、SVG 或 XML", "an SVG drawing"],
    [file("页.csv", Buffer.from("<html><script>alert(1)</script>")), 415, "网页", "a web page"],
    [file("记录.doc.zip", Buffer.from("PK\x05\x06" + "\0".repeat(18), "latin1")), 415, "压缩包", "a packed folder"],
    [file("空.pdf", Buffer.alloc(0)), 422, "空文件", "is empty"],
    [file("断.jpg", PHOTO.subarray(0, 120)), 422, "已损坏", "is damaged"],
    [file("大.csv", Buffer.alloc(10_000_001, "1,2\n")), 413, "超过 10 MB", "larger than 10 MB"],
  ];
  for (const lang of ["zh", "en"] as const) {
    await speak(context, lang);
    for (const [body, status, zh, en] of cases) {
      const answer = await post(context, `${own}/evidence`, body);
      expect(answer.status(), body.name).toBe(status);
      expect(await answer.text(), body.name).toContain(lang === "zh" ? zh : en);
    }
  }
  // By the form itself, the browser hears it too, of a post that is far too large as well.
  await speak(context, "zh");
  await page.goto(`${own}/talk`);
  await page.locator('input[type="file"]').setInputFiles([
    file("1.csv", Buffer.alloc(9_000_000, "1")), file("2.csv", Buffer.alloc(9_000_000, "2")),
    file("3.csv", Buffer.alloc(9_000_000, "3")), file("4.csv", Buffer.alloc(9_000_000, "4")),
  ]);
  await page.locator("#add button").click();
  await expect(page.locator("h1")).toContainText("内容太大");
  await expect(page.locator("main")).toContainText("30 MB");

  const none = await context.request.post(`${own}/evidence`, { multipart: { element: "" } });
  expect(none.status()).toBe(422);
  expect(await none.text()).toContain("没有选择文件");
  const json = await context.request.post(`${own}/evidence`, { data: { file: "x" } });
  expect(json.status()).toBe(400);
  const note = (text: string) => context.request.post(`${own}/talk`, { form: { intent: "comment", element: "", text } });
  expect((await note("  \n ")).status()).toBe(422);
  expect((await note("字".repeat(2001))).status()).toBe(422);
  const foreign = await context.request.post(`${own}/evidence`, {
    multipart: { element: "", file: file("a.jpg", PHOTO) },
    headers: { origin: "https://elsewhere.example" },
  });
  expect(foreign.status()).toBe(403);
  await page.goto(`${own}/talk`);
  await expect(page.locator(".talk-files")).toContainText("还没有佐证材料");
  await expect(page.locator(".talk-notes")).toContainText("还没有附言");
  await context.close();
});

test("files are given out to whoever may see the return, as what they are and no more", async ({ browser, request }) => {
  const reporter = await person(browser, "reporter-440785");
  const october = "/returns/440785/pilot-2020/2020-09";
  const sent = await post(reporter.context, `${october}/evidence`, file("照片;\"x\".png.jpg", PHOTO, "text/html"));
  expect(sent.status()).toBe(303);
  await reporter.page.goto(`${october}/talk`);
  const address = (await reporter.page.locator(".talk-table a").first().getAttribute("href"))!;
  expect(address).toMatch(/\/evidence\/\d+$/);

  const given = await reporter.context.request.get(address);
  expect(given.status()).toBe(200);
  const head = given.headers();
  expect(head["content-type"]).toBe("image/jpeg");
  expect(head["content-disposition"]).toMatch(/^attachment; filename\*=UTF-8''%E7%85%A7/);
  expect(head["x-content-type-options"]).toBe("nosniff");
  expect(head["content-security-policy"]).toContain("sandbox");
  expect(head["cache-control"]).toBe("no-store");
  expect((await given.body()).equals(PHOTO)).toBe(true);
  const seen = await reporter.context.request.get(`${address}?view=1`);
  expect(seen.headers()["content-disposition"]).toMatch(/^inline/);
  const said = complaints(reporter.page);
  await reporter.page.goto(`${address}?view=1`);
  await expect(reporter.page.locator("img")).toBeVisible();
  expect(said).toEqual([]);

  const neighbour = await person(browser, "reporter-440781");
  for (const [where, status] of [
    [address, 403],
    [`${october}/talk`, 403],
    [`${october.replace("440785", "440781")}/evidence/${address.split("/").pop()}`, 404],
    [`${october.replace("440785", "440781")}/evidence/abc`, 404],
    ["/returns/999999/pilot-2020/2020-09/evidence/1", 404],
    ["/returns/440781/pilot-2020/2031-01/talk", 409],
  ] as const) {
    const answer = await neighbour.context.request.get(where);
    expect(answer.status(), where).toBe(status);
  }
  expect((await post(neighbour.context, `${october}/evidence`, file("a.jpg", PHOTO))).status()).toBe(403);
  const nobody = await request.get(address, { maxRedirects: 0 });
  expect(nobody.status()).toBe(303);
  await neighbour.context.close();
  await reporter.context.close();
});

test("who added a file may remove it with a reason, which stays on record", async ({ browser }) => {
  const reporter = await person(browser, "reporter-440785", { javaScriptEnabled: false });
  // December is not over: what lies beside it may be taken away.
  const december = "/returns/440785/pilot-2020/2020-12";
  const sent = await post(reporter.context, `${december}/evidence`, file("传错.jpg", PHOTO));
  expect(sent.status()).toBe(303);
  await reporter.page.goto(`${december}/talk`);
  const row = reporter.page.locator(".talk-table tbody tr");
  const address = (await row.locator("a").first().getAttribute("href"))!;
  await row.locator("summary").click();
  await row.locator('input[name="reason"]').fill("不是本月的照片");
  await row.getByRole("button", { name: "移除" }).click();
  await expect(reporter.page.locator(".notice")).toContainText("已移除，并留有记录");
  await expect(row.locator("s")).toHaveText("传错.jpg");
  await expect(row).toContainText("不是本月的照片");
  await expect(row.locator("a, summary")).toHaveCount(0);
  const gone = await reporter.context.request.get(address);
  expect(gone.status()).toBe(410);
  expect(await gone.text()).toContain("已被移除");
  await reporter.context.close();
});
