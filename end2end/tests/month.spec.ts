// The county official's month: three minutes, each figure once, nothing lost.
import { chromium, expect, test, type BrowserContext, type Page } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hydrated, person, PASSWORD, signIn, speak } from "../people";

const MONTH = "2020-11";
const form = (unit: string, month = MONTH) => `/returns/${unit}/pilot-2020/${month}`;
const field = (page: Page, element: string) => page.locator(`#f-${element}`);
const saved = (page: Page) => expect(page.locator('[data-keeping="saved"]')).toBeVisible();

/** Answers whatever is asked about: it is so. */
async function answerAll(page: Page) {
  for (const question of await page.locator(".question").all()) {
    await question.getByLabel(/真实变化|Real change/).check();
    await question.locator(".question-note input").fill("已核实");
  }
}

/** Counts clicks and keys, digits aside, from here on. */
async function counting(page: Page) {
  await page.addInitScript(() => {
    const count = (kind: string, counts: (event: Event) => boolean) =>
      document.addEventListener(
        kind,
        (event) => {
          if (!event.isTrusted || !counts(event)) return;
          sessionStorage.setItem("acts", String(Number(sessionStorage.getItem("acts") ?? 0) + 1));
        },
        { capture: true },
      );
    count("pointerdown", () => true);
    count("keydown", (event) => !/^\d$/.test((event as KeyboardEvent).key));
  });
  await page.reload();
  await page.evaluate(() => sessionStorage.setItem("acts", "0"));
  return () => page.evaluate(() => Number(sessionStorage.getItem("acts")));
}

test("from what is owed to the receipt with three figures changed: at most 12 clicks or keys", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-420107");
  await page.goto("/returns");
  const acts = await counting(page);
  await page.locator(`a[href="${form("420107")}"]`).first().click();
  await hydrated(page);
  // Clicking into a field chooses what stands in it, so that digits replace it.
  const change = async (element: string, by: number) => {
    const figure = Number(await field(page, element).inputValue()) + by;
    await field(page, element).click({ clickCount: 1 });
    await page.keyboard.type(String(figure));
    await expect(field(page, element)).toHaveValue(String(figure));
  };
  await change("smd_managed", 3);
  await change("smd_standard_managed", 2);
  await change("smd_face_to_face", 4);
  for (const nothing of await page.locator('input[name^="zero:"]').all()) await nothing.click();
  await page.locator("#check").click();
  await expect(page).toHaveURL(/\/check$/);
  await expect(page.locator("tr.unconfirmed").first()).toBeVisible();
  await page.locator('input[name="confirm:*"]').click();
  await page.locator('button[value="submit"]').click();
  await expect(page).toHaveURL(/\/receipt\/\d+/);
  const used = await acts();
  console.log(`clicks and keys from what is owed to the receipt, three figures changed: ${used}`);
  expect(used).toBeLessThanOrEqual(12);
  await expect(page.locator("#receipt")).toContainText("420107-202011-");
  await expect(page.locator("#receipt code")).toHaveText(/^[0-9a-f]{64}$/);
  await context.close();
});

test("a whole month: filled, sent back with a remark, corrected, accepted, corrected again, each with its receipt", async ({ browser }) => {
  const reporter = await person(browser, "reporter-420114");
  const reviewer = await person(browser, "reviewer-420100");
  const page = reporter.page;
  await page.goto(form("420114"));
  await hydrated(page);
  const before = Number(await field(page, "villages_with_room").inputValue());
  await expect(page.locator('[data-element="villages_with_room"]')).toContainText("沿用，未确认");
  await field(page, "villages_with_room").fill(String(before + 1));
  await expect(page.locator('[data-element="villages_with_room"]')).toContainText("+1");
  await expect(page.locator(".burden")).toContainText("手填 1");
  for (const act of await page.locator('input[name^="zero:"]').all()) await act.check();
  await page.locator('input[name="confirm:12"]').check();
  await saved(page);
  await answerAll(page);
  await page.locator("#check").click();
  await page.locator('button[value="submit"]').click();
  await expect(page).toHaveURL(/\/receipt\/1/);
  const first = await page.locator("#receipt code").innerText();

  await reviewer.page.goto(form("420114"));
  const remark = reviewer.page.locator('[name="remark:villages_with_room"]');
  await reviewer.page.locator("details.remark", { has: remark }).locator("summary").click();
  await remark.fill("请附新建咨询室的名单");
  await reviewer.page.locator('textarea[name="reason"]').fill("请核对咨询室数");
  await reviewer.page.locator('button[value="send_back"]').click();
  await expect(reviewer.page.locator(".notice")).toContainText("已退回");

  await page.goto("/returns");
  await expect(page.locator("main")).toContainText("请核对咨询室数");
  await page.goto(form("420114"));
  await hydrated(page);
  await expect(page.locator("main")).toContainText("请核对咨询室数");
  await expect(page.locator('[data-element="villages_with_room"]')).toContainText("请附新建咨询室的名单");
  await field(page, "villages_with_room").fill(String(before + 2));
  await saved(page);
  await answerAll(page);
  await page.locator("#check").click();
  await page.locator('button[value="submit"]').click();
  await expect(page).toHaveURL(/\/receipt\/2/);
  expect(await page.locator("#receipt code").innerText()).not.toBe(first);
  await reviewer.page.goto(form("420114"));
  await reviewer.page.locator('button[value="accept"]').click();
  await expect(reviewer.page.locator(".notice")).toContainText("已接收");
  await page.reload();
  await expect(page.locator("#receipt")).toContainText("正在生效");

  // A correction after acceptance: a new version, with its reason.
  await page.goto(form("420114"));
  await hydrated(page);
  await field(page, "villages_with_room").fill(String(before + 3));
  await saved(page);
  await answerAll(page);
  await page.locator("#check").click();
  await page.locator('textarea[name="reason"]').fill("漏报一个社区");
  await page.locator('button[value="submit"]').click();
  await expect(page).toHaveURL(/\/receipt\/3/);
  await reviewer.page.goto(form("420114"));
  await reviewer.page.locator('button[value="accept"]').click();
  await page.goto(`/summary/420114/${MONTH}`);
  await expect(page.locator('[data-indicator="counselling-room-coverage"]')).toContainText(`${before + 3} / `);
  await reporter.context.close();
  await reviewer.context.close();
});

test("the network goes, the browser closes, it opens again, the network returns: every digit is there", async ({ baseURL }) => {
  const profile = mkdtempSync(join(tmpdir(), "xinheng-profile-"));
  const open = () =>
    chromium.launchPersistentContext(profile, {
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
      baseURL,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
    });
  const typed = { smd_new: "7", smd_deaths: "3", smd_moved_in: "5", smd_moved_out: "1", popularisation_events: "12" };
  let context: BrowserContext = await open();
  let page = await context.newPage();
  await signIn(page, "reporter-420117");
  await page.goto(form("420117"));
  await hydrated(page);
  // The first figure goes to the server while there is a network.
  await field(page, "smd_new").fill(typed.smd_new);
  await saved(page);
  await page.waitForFunction(async (path) => !!(await (await caches.open("xinheng-pages")).match(path)), form("420117"));
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  await context.setOffline(true);
  for (const element of ["smd_deaths", "smd_moved_in", "smd_moved_out"] as const) {
    await field(page, element).fill(typed[element]);
  }
  await expect(page.locator('[data-keeping="offline"]')).toBeVisible();
  await context.close();

  context = await open();
  await context.setOffline(true);
  page = await context.newPage();
  await page.goto(form("420117"));
  await hydrated(page);
  for (const element of ["smd_new", "smd_deaths", "smd_moved_in", "smd_moved_out"] as const) {
    await expect(field(page, element), element).toHaveValue(typed[element]);
  }
  await field(page, "popularisation_events").fill(typed.popularisation_events);
  await expect(page.locator('[data-keeping="offline"]')).toBeVisible();
  await context.setOffline(false);
  await saved(page);
  await page.goto(form("420117"));
  await hydrated(page);
  for (const [element, digits] of Object.entries(typed)) {
    await expect(field(page, element), element).toHaveValue(digits);
  }
  await context.close();
  rmSync(profile, { recursive: true, force: true });
});

test("the session ends in the middle of typing: nothing is lost after signing in again", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-430102");
  await page.goto(form("430102"));
  await hydrated(page);
  await context.clearCookies({ name: "xinheng" });
  await field(page, "smd_new").fill("21");
  await expect(page.locator('[data-keeping="signed-out"]')).toBeVisible();
  await page.getByRole("link", { name: "重新登录" }).click();
  await page.locator('input[name="account"]').fill("reporter-430102");
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.locator('form[action="/sign-in"] button').click();
  await hydrated(page);
  await expect(field(page, "smd_new")).toHaveValue("21");
  await saved(page);
  await context.close();

  // With scripts off the form itself carries what was typed through signing in.
  const quiet = await person(browser, "reporter-430102", { javaScriptEnabled: false });
  await quiet.page.goto(form("430102"));
  await quiet.page.locator("#f-smd_deaths").fill("4");
  await quiet.context.clearCookies({ name: "xinheng" });
  await quiet.page.locator('button[value="save"]').click();
  await expect(quiet.page.locator("h1")).toHaveText("登录已过期");
  await quiet.page.locator('input[name="sign-in-account"]').fill("reporter-430102");
  await quiet.page.locator('input[name="sign-in-password"]').fill("wrong");
  await quiet.page.locator("main button").click();
  await expect(quiet.page.locator(".fault")).toContainText("账号或密码不对");
  await quiet.page.locator('input[name="sign-in-account"]').fill("reporter-430102");
  await quiet.page.locator('input[name="sign-in-password"]').fill(PASSWORD);
  await quiet.page.locator("main button").click();
  await expect(quiet.page.locator(".notice")).toContainText("草稿已保存");
  await expect(quiet.page.locator("#f-smd_deaths")).toHaveValue("4");
  await expect(quiet.page.locator("#f-smd_new")).toHaveValue("21");
  await quiet.context.close();
});

test("two people in one form: different cells come together, one cell is asked about", async ({ browser }) => {
  const one = await person(browser, "reporter-430121");
  const other = await person(browser, "reporter-430121");
  for (const each of [one, other]) {
    await each.page.goto(form("430121"));
    await hydrated(each.page);
  }
  await field(one.page, "smd_new").fill("11");
  await field(one.page, "smd_deaths").fill("2");
  await saved(one.page);
  await field(other.page, "smd_new").fill("14");
  await field(other.page, "smd_moved_in").fill("6");
  const clash = other.page.locator(".clash");
  await expect(clash).toContainText("您填的 14");
  await expect(clash).toContainText("对方填的 11");
  await expect(clash).toContainText("打开时 空");
  await expect(field(other.page, "smd_new")).toHaveValue("11");
  await clash.getByRole("button", { name: "用我填的" }).click();
  await saved(other.page);
  await one.page.reload();
  await hydrated(one.page);
  await expect(field(one.page, "smd_new")).toHaveValue("14");
  await expect(field(one.page, "smd_deaths")).toHaveValue("2");
  await expect(field(one.page, "smd_moved_in")).toHaveValue("6");
  await one.context.close();
  await other.context.close();
});

test("a stale form without scripts: both values and the base are shown, and one chooses", async ({ browser }) => {
  const off = { javaScriptEnabled: false };
  const one = await person(browser, "reporter-430121", off);
  const other = await person(browser, "reporter-430121", off);
  await speak(other.context, "en");
  for (const each of [one, other]) await each.page.goto(form("430121"));
  await one.page.locator("#f-smd_moved_out").fill("3");
  await one.page.locator('button[value="save"]').click();
  await other.page.locator("#f-smd_moved_out").fill("8");
  await other.page.locator("#f-popularisation_events").fill("2");
  await other.page.locator('button[value="save"]').click();
  await expect(other.page.locator("h1")).toHaveText("Somebody else has changed these too");
  await other.page.getByLabel(/Yours: 8/).check();
  await other.page.locator("main button").click();
  await expect(other.page.locator("#f-smd_moved_out")).toHaveValue("8");
  await expect(other.page.locator("#f-popularisation_events")).toHaveValue("2");
  await one.context.close();
  await other.context.close();
});

test("two tabs of one person do not undo each other", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-430182");
  const second = await context.newPage();
  for (const each of [page, second]) {
    await each.goto(form("430182"));
    await hydrated(each);
  }
  await field(page, "smd_new").fill("5");
  await saved(page);
  await field(second, "smd_deaths").fill("6");
  await saved(second);
  await page.locator('button[value="save"]').click();
  await second.locator('button[value="save"]').click();
  await second.goto(form("430182"));
  await expect(field(second, "smd_new")).toHaveValue("5");
  await expect(field(second, "smd_deaths")).toHaveValue("6");
  await context.close();
});

test("a browser whose clock is a day wrong shows the server's deadline and saves as ever", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-510703");
  await page.clock.setSystemTime(new Date("2026-01-02T03:04:05Z"));
  await page.goto("/returns");
  const right = await (await person(browser, "reporter-510703")).page;
  await right.goto("/returns");
  const days = async (of: Page) => (await of.locator("main").innerText()).replace(/\d+ 小时|\d+ 分钟?/g, "");
  expect(await days(page)).toBe(await days(right));
  await page.goto(form("510703"));
  await hydrated(page);
  await field(page, "smd_new").fill("9");
  await saved(page);
  await expect(page.locator('[data-keeping="saved"]')).toContainText("2020-12-03");
  await context.close();
});

test("Enter and the arrows walk the form, and a block from a sheet is pasted into it", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-510725");
  await page.goto(form("510725"));
  await hydrated(page);
  await field(page, "smd_new").focus();
  await page.keyboard.press("Enter");
  await expect(field(page, "smd_deaths")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(field(page, "smd_moved_in")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+Enter");
  await expect(field(page, "smd_new")).toBeFocused();
  const paste = (text: string) =>
    page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text", text);
      document.activeElement!.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  await paste("1\r\n2\r\n3\r\n4\r\n");
  for (const [element, digits] of [["smd_new", "1"], ["smd_deaths", "2"], ["smd_moved_in", "3"], ["smd_moved_out", "4"]]) {
    await expect(field(page, element)).toHaveValue(digits);
  }
  await paste("本月死亡患者数\t人\t1,008\nsmd_new\t\t１２\n别的\t\t5");
  await expect(field(page, "smd_deaths")).toHaveValue("人");
  await paste("本月死亡患者数\t8\nsmd_new\t１２");
  await expect(field(page, "smd_deaths")).toHaveValue("8");
  await expect(field(page, "smd_new")).toHaveValue("１２");
  await saved(page);
  await context.close();
});

test("the draft can be kept as a file and restored from it", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-510726");
  await page.goto(form("510726"));
  await hydrated(page);
  await field(page, "smd_new").fill("31");
  await saved(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "存为文件" }).click();
  const file = await (await download).path();
  await field(page, "smd_new").fill("99");
  await saved(page);
  await page.locator('.keeping-line input[type="file"]').setInputFiles(file);
  await expect(field(page, "smd_new")).toHaveValue("31");
  await page.goto(form("510726", "2020-10"));
  await hydrated(page);
  const kept = page.locator('.keeping-line input[type="file"]');
  if (await kept.count()) {
    await kept.setInputFiles(file);
    await expect(page.locator("main")).toContainText("不是本报表的草稿");
  }
  await context.close();
});

test("what is typed before the page has come to life is kept", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-510703");
  await page.route("**/xinheng_bg.wasm", async (route) => {
    await new Promise((later) => setTimeout(later, 2500));
    await route.continue();
  });
  await page.goto(form("510703"), { waitUntil: "commit" });
  await field(page, "smd_deaths").fill("13");
  await page.locator('[name="empty:smd_moved_in"]').evaluate((select: HTMLSelectElement) => {
    (select.closest("details") as HTMLDetailsElement).open = true;
  });
  await page.locator('[name="empty:smd_moved_in"]').selectOption("not_yet");
  await hydrated(page);
  await expect(field(page, "smd_deaths")).toHaveValue("13");
  await expect(page.locator('[name="empty:smd_moved_in"]')).toHaveValue("not_yet");
  await saved(page);
  await page.reload();
  await expect(field(page, "smd_deaths")).toHaveValue("13");
  await expect(page.locator('[name="empty:smd_moved_in"]')).toHaveValue("not_yet");
  await context.close();
});

test("what was sent with the form does not come back over what was typed after it", async ({ browser }) => {
  const { page, context } = await person(browser, "reporter-510725");
  await page.goto(form("510725"));
  await hydrated(page);
  // Sent before it could save itself; then typed over, and sent, before the page came to life.
  await field(page, "popularisation_events").fill("三");
  await page.locator("#check").click();
  await expect(page.locator("#faults")).toContainText("“三”不是数字");
  await page.route("**/xinheng_bg.wasm", () => undefined);
  await page.reload({ waitUntil: "commit" });
  await field(page, "popularisation_events").fill("3");
  await page.locator('button[value="save"]').click();
  await page.unroute("**/xinheng_bg.wasm");
  await expect(page.locator(".notice")).toContainText("草稿已保存");
  await page.goto(form("510725"));
  await hydrated(page);
  await expect(field(page, "popularisation_events")).toHaveValue("3");
  await expect(page.locator(".clash")).toHaveCount(0);
  await expect(page.locator('[data-keeping="idle"]')).toBeVisible();
  await context.close();
});
