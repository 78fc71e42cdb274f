// How long the evaluator's pages take to a complete first paint, in Chromium with a cold cache.
// Usage: node first-paint.mjs ADDRESS MONTH
//
// Each page is opened five times, each time in a browser context of its own; the median counts.
// server: from the request to the first byte; since a page goes out in one piece, that is the
// server's work. first: first contentful paint. complete: the last row of the first page of the
// table is there and has been painted.
import { chromium } from "@playwright/test";

const [address, month] = process.argv.slice(2);
const TIMES = 5;
const LIMIT = 1_000;
const ACCOUNT = "evaluator-000000";
const PASSWORD = "xinheng-2020";

const PAGES = [
  ["league table, process", `/compare/smd-regular-medication/000000/${month}?rank=counties`, "table.league"],
  ["league table, census", `/compare/counselling-room-coverage/000000/${month}?rank=counties`, "table.league"],
  ["league table, by value", `/compare/smd-standard-mgmt/000000/${month}?rank=counties&sort=value`, "table.league"],
  ["heat map", `/heat/000000/${month}?rank=counties`, "table.heat"],
  ["heat map, most not met", `/heat/000000/${month}?rank=counties&sort=not_met`, "table.heat"],
  ["reporting board", `/board/000000/${month}`, "table.board"],
  ["reporting board, overdue", `/board/000000/${month}?state=overdue`, "table.board"],
];

/** Runs in the page before anything else: notices when the whole table has been painted. */
function watch(selector) {
  const look = () => {
    const table = document.querySelector(selector);
    // Parsing is over when the document is: before that the last row may not be there yet.
    if (table && document.readyState !== "loading" && table.querySelector("tbody tr")) {
      // The frame after the next one begins when this one is on the screen.
      requestAnimationFrame(() => requestAnimationFrame(() => (window.complete = performance.now())));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

async function signedIn(browser) {
  const context = await browser.newContext({ locale: "zh-CN", serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(`${address}/sign-in`);
  await page.locator('input[name="account"]').fill(ACCOUNT);
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.locator('form[action="/sign-in"] button').click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

async function opened(browser, cookies, [, path, selector]) {
  const context = await browser.newContext({
    locale: "zh-CN",
    viewport: { width: 1440, height: 900 },
    serviceWorkers: "block",
  });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(watch, selector);
  await page.goto(address + path, { waitUntil: "commit" });
  await page.waitForFunction(() => window.complete !== undefined, undefined, { timeout: 60_000 });
  await page.waitForLoadState("load");
  const told = await page.evaluate((selector) => {
    const [navigation] = performance.getEntriesByType("navigation");
    const [first] = performance.getEntriesByName("first-contentful-paint");
    return {
      status: navigation.responseStatus,
      server: navigation.responseStart - navigation.requestStart,
      first: first?.startTime ?? NaN,
      complete: window.complete,
      wire: navigation.encodedBodySize,
      size: navigation.decodedBodySize,
      rows: document.querySelectorAll(`${selector} tbody tr`).length,
    };
  }, selector);
  await context.close();
  if (told.status !== 200) throw new Error(`${path}: ${told.status}`);
  return told;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
let slow = 0;
try {
  const cookies = await signedIn(browser);
  const columns = ["page", "server ms", "first ms", "complete ms", "server %", "rows", "kB wire", "kB page", ""];
  const lines = [columns];
  for (const page of PAGES) {
    const times = [];
    for (let time = 0; time < TIMES; time += 1) times.push(await opened(browser, cookies, page));
    const of = (name) => median(times.map((one) => one[name]));
    const [server, first, complete] = [of("server"), of("first"), of("complete")];
    const isQuick = complete <= LIMIT;
    if (!isQuick) slow += 1;
    lines.push([
      page[0],
      server.toFixed(0),
      first.toFixed(0),
      complete.toFixed(0),
      `${((100 * server) / complete).toFixed(0)}%`,
      String(of("rows")),
      (of("wire") / 1000).toFixed(0),
      (of("size") / 1000).toFixed(0),
      isQuick ? "within 1 s" : "OVER 1 s",
    ]);
  }
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  for (const line of lines) {
    console.log(line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join("  "));
  }
  console.log(`median of ${TIMES}, cold cache; limit ${LIMIT} ms`);
} finally {
  await browser.close();
}
process.exit(slow === 0 ? 0 : 1);
