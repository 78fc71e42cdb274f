// One return, from the county's figures to the leader's page, by the people who do it.
import { expect, test, type Page } from "@playwright/test";
import { hydrated, person, speak } from "../people";

const MONTH = "2020-11";

/** Fills every due field with what was last reported; `own` says which fields get another figure. */
async function fill(page: Page, own: Record<string, string>) {
  const fields = page.locator("fieldset .field");
  await expect(fields.first()).toBeVisible();
  for (const field of await fields.all()) {
    const input = field.locator('.field-entry [name^="text:"]');
    const element = (await input.getAttribute("name"))!.replace("text:", "");
    if (own[element] !== undefined) {
      await input.fill(own[element]);
      continue;
    }
    if ((await input.inputValue()) === "") await input.fill("0");
  }
}

/** From the form to the receipt: everything carried over is confirmed, every question answered. */
async function submit(page: Page, reason = "") {
  await page.locator("#check").click();
  await expect(page).toHaveURL(/\/check/);
  for (const question of await page.locator(".question").all()) {
    await question.getByLabel(/真实变化|Real change/).check();
    await question.locator(".question-note input").fill("已核实");
  }
  const confirm = page.locator('input[name="confirm:*"]');
  if (await confirm.count()) await confirm.check();
  if (reason) await page.locator('textarea[name="reason"]').fill(reason);
  await page.locator('button[value="submit"]').click();
}

async function tile(page: Page, unit: string, indicator: string) {
  await page.goto(`/summary/${unit}/${MONTH}`);
  return page.locator(`[data-indicator="${indicator}"]`);
}

test("a county's figure travels to the leader's page and turns it from red to green", async ({ browser }) => {
  const reporter = await person(browser, "reporter-440703");
  const reviewer = await person(browser, "reviewer-440700");
  const leader = await person(browser, "leader-440703");
  const evaluator = await person(browser, "evaluator-440700");
  const form = `/returns/440703/pilot-2020/${MONTH}`;

  await expect(await tile(leader.page, "440703", "counselling-room-coverage")).toContainText("未报");

  // The desk leads to the form.
  await reporter.page.goto("/");
  await expect(reporter.page).toHaveURL(/\/returns$/);
  await reporter.page.locator(`a[href="${form}"]`).click();
  await hydrated(reporter.page);
  await expect(reporter.page.locator("h1")).toContainText("2020年11月");

  // What cannot be is said beside its field, and nothing is lost.
  await fill(reporter.page, { villages_with_room: "六十五", smd_registered: "-3" });
  await reporter.page.locator("#check").click();
  await expect(reporter.page.locator("#faults")).toContainText("“六十五”不是数字");
  await expect(reporter.page.locator("#faults")).toContainText("不能是负数");
  await expect(reporter.page.locator("#f-villages_with_room")).toHaveValue("六十五");
  await hydrated(reporter.page);

  // While one types, the rate and the distance are there.
  const last = await reporter.page
    .locator(".field", { has: reporter.page.locator("#f-smd_registered") })
    .locator(".field-last")
    .innerText();
  await reporter.page.locator("#f-smd_registered").fill(last.match(/上次 (\d+)/)![1]);
  await reporter.page.locator("#f-villages_with_room").fill("65");
  const live = reporter.page.locator(".live li", { hasText: "65 / 133" });
  await expect(live).toContainText("还差 2 个村");
  await submit(reporter.page);
  await expect(reporter.page.locator(".notice")).toContainText("已报送");

  // The reviewer accepts; the leader sees red.
  await reviewer.page.goto("/returns");
  await reviewer.page.locator(`a[href="${form}"]`).click();
  await reviewer.page.getByRole("button", { name: "接收" }).click();
  await expect(reviewer.page.locator(".notice")).toContainText("已接收");
  const red = await tile(leader.page, "440703", "counselling-room-coverage");
  await expect(red.locator(".status-not-met")).toContainText("未达标（未到期）");
  await expect(red).toContainText("48.87%");
  await expect(red).toContainText("65 / 133");
  await expect(red).toContainText("还差 2 个村");
  await evaluator.page.goto(`/compare/counselling-room-coverage/440700/${MONTH}`);
  await expect(evaluator.page.locator('[data-unit="440703"]')).toContainText("48.87%");

  // A correction needs a reason, is reviewed again, and turns the page green.
  await reporter.page.goto(form);
  await hydrated(reporter.page);
  await reporter.page.locator("#f-villages_with_room").fill("69");
  await submit(reporter.page);
  await expect(reporter.page.locator("h1")).toContainText("更正须写明理由");
  await reporter.page.goto(form);
  await expect(reporter.page.locator("#f-villages_with_room")).toHaveValue("69");
  await hydrated(reporter.page);
  await submit(reporter.page, "四个社区的咨询室漏报");
  await expect(reporter.page.locator(".notice")).toContainText("已报送");
  await expect(await tile(leader.page, "440703", "counselling-room-coverage")).toContainText("48.87%");
  await reviewer.page.goto(form);
  // The reviewer sees the one figure that differs from what was accepted.
  await expect(reviewer.page.locator("tr.changed")).toHaveCount(1);
  await expect(reviewer.page.locator("tr.changed")).toContainText("65（2020-11）");
  await expect(reviewer.page.locator("tr.changed")).toContainText("+4");
  await reviewer.page.getByRole("button", { name: "接收" }).click();
  const green = await tile(leader.page, "440703", "counselling-room-coverage");
  await expect(green.locator(".status-met")).toContainText("达标");
  await expect(green).toContainText("51.88%");
  await evaluator.page.goto(`/compare/counselling-room-coverage/440700/${MONTH}`);
  await expect(evaluator.page.locator('[data-unit="440703"]')).toContainText("51.88%");
  await expect(evaluator.page.locator('[data-unit="440703"] .status-met')).toBeVisible();
  for (const each of [reporter, reviewer, leader, evaluator]) await each.context.close();
});

test("with scripts off, and in English, the same works: draft, submit, send back, submit, accept", async ({ browser }) => {
  const off = { javaScriptEnabled: false };
  const reporter = await person(browser, "reporter-440704", off);
  const reviewer = await person(browser, "reviewer-440700", off);
  await speak(reporter.context, "en");
  await speak(reviewer.context, "en");
  const form = `/returns/440704/pilot-2020/${MONTH}`;

  await reporter.page.goto(form);
  await fill(reporter.page, { villages_with_room: "999999" });
  await reporter.page.getByRole("button", { name: "Save draft" }).click();
  await expect(reporter.page.locator(".notice")).toContainText("The draft has been saved");
  await expect(reporter.page.locator("#f-villages_with_room")).toHaveValue("999999");
  await reporter.page.locator("#check").click();
  await expect(reporter.page.locator("#faults")).toContainText("999,999");
  await reporter.page.locator("#f-villages_with_room").fill("12");
  await submit(reporter.page);
  await expect(reporter.page.locator(".notice")).toContainText("Submitted");

  await reviewer.page.goto(form);
  await reviewer.page.locator('textarea[name="reason"]').fill("Twelve rooms, and twenty in October: please check.");
  await reviewer.page.getByRole("button", { name: "Send back" }).click();
  await expect(reviewer.page.locator(".notice")).toContainText("Sent back");

  await reporter.page.goto("/returns");
  await expect(reporter.page.locator("tr", { hasText: "November 2020" }).first()).toContainText("please check");
  await reporter.page.goto(form);
  await expect(reporter.page.locator(".callout").first()).toContainText("Twelve rooms");
  await reporter.page.locator("#f-villages_with_room").fill("21");
  await submit(reporter.page);
  await reviewer.page.goto(form);
  await reviewer.page.getByRole("button", { name: "Accept" }).click();
  await expect(reviewer.page.locator(".notice")).toContainText("Accepted");
  await expect(await tile(reviewer.page, "440704", "counselling-room-coverage")).toContainText("21 / ");
  await reporter.context.close();
  await reviewer.context.close();
});

test("another county's reporter gets 403, an unknown unit 404, nobody the sign-in page", async ({ browser, request }) => {
  const { page, context } = await person(browser, "reporter-440703");
  for (const [address, status] of [
    ["/returns/440704/pilot-2020/2020-10", 403],
    ["/summary/440704/2020-10", 403],
    ["/compare/counselling-room-coverage/440700/2020-10", 403],
    ["/summary/440700/2020-10", 200],
    ["/summary/999999/2020-10", 404],
    ["/summary/440703/2020-13", 404],
    ["/returns/440703/pilot-2020/2031-01", 409],
    ["/nowhere", 404],
  ] as const) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(status);
    await expect(page.locator("main h1")).toHaveCount(1);
  }
  const posted = await context.request.post("/returns/440704/pilot-2020/2020-11", {
    form: { revision: "0", intent: "save", "text:villages_with_room": "1" },
  });
  expect(posted.status()).toBe(403);
  await context.close();
  const answer = await request.get("/summary/440703/2020-10", { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(answer.headers()["location"]).toBe("/sign-in?back=%2Fsummary%2F440703%2F2020-10");
});

test("bad requests get a clear answer in the reader's language, and save nothing", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440784");
  const form = "/returns/440784/pilot-2020/2020-10";
  await page.goto(form);
  const before = await page.locator("main").innerText();
  const post = (data: string | Buffer, headers: Record<string, string> = {}) =>
    context.request.post(form, {
      data,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    });
  const gbk = await post(Buffer.from("revision=1&intent=save&reason:smd_new=\xbf\xda\xbe\xb6", "latin1"));
  expect(gbk.status()).toBe(400);
  expect(await gbk.text()).toContain("UTF-8");
  const huge = await post(`revision=1&intent=save&text:smd_new=${"9".repeat(100_000_000)}`);
  expect(huge.status()).toBe(413);
  expect(await huge.text()).toContain("内容太大");
  const json = await context.request.post(form, { data: { revision: 1 } });
  expect(json.status()).toBe(400);
  const other = await post("revision=1&intent=save", { origin: "https://elsewhere.example" });
  expect(other.status()).toBe(403);
  const stale = await post("revision=-7&intent=save&text:smd_new=1");
  expect(stale.status()).toBe(409);
  await page.goto(form);
  expect(await page.locator("main").innerText()).toBe(before);
  await context.close();
});

test("two submissions at once: one counts", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-440783");
  const form = `/returns/440783/pilot-2020/${MONTH}`;
  await page.goto(form);
  const submitted = page
    .locator(".history tr", { hasText: "reporter-440783" })
    .filter({ has: page.locator("td", { hasText: /^报送$/ }) });
  const before = await submitted.count();
  await fill(page, {});
  const data = await page.locator("form.return-form").evaluate((element) => {
    const fields = new FormData(element as HTMLFormElement);
    fields.set("intent", "submit");
    fields.set("confirm:*", "1");
    return new URLSearchParams(fields as unknown as Record<string, string>).toString();
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answers = await Promise.all(
    [1, 2, 3].map(() => context.request.post(form, { data, headers, maxRedirects: 0 })),
  );
  const statuses = answers.map((answer) => answer.status()).sort();
  expect(statuses.filter((status) => status === 303).length).toBeGreaterThanOrEqual(1);
  expect(statuses.every((status) => status === 303 || status === 409)).toBe(true);
  await page.goto(form);
  await expect(page.locator(".stage-submitted")).toBeVisible();
  await expect(submitted).toHaveCount(before + 1);
  await context.close();
});

test("the form can be filled and submitted by keyboard alone", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-110102");
  await page.goto(`/returns/110102/pilot-2020/${MONTH}`);
  await hydrated(page);
  const first = page.locator("fieldset .field-entry input").first();
  for (let steps = 0; steps < 80; steps += 1) {
    await page.keyboard.press("Tab");
    if (await first.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(first).toBeFocused();
  await page.keyboard.type("12");
  await page.keyboard.press("Enter");
  await expect(first).not.toBeFocused();
  await page.locator('button[value="save"]').focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/done=saved/);
  await expect(first).toHaveValue(/12/);
  await context.close();
});
