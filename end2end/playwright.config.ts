// One Chromium, one demo server on a database of its own in a temporary folder, no second try:
// a test that fails now and then is a fault to find.
import { defineConfig } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const port = Number(process.env.XINHENG_E2E_PORT ?? 3177);
const address = `http://127.0.0.1:${port}`;
const binary = process.env.XINHENG_BIN ?? resolve("..", "target", "debug", "xinheng");

// The workers read this file too: the folder is made once, by the first to read it.
process.env.XINHENG_E2E_HOME ??= mkdtempSync(join(tmpdir(), "xinheng-e2e-"));
const home = process.env.XINHENG_E2E_HOME;

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  globalTeardown: "./teardown.ts",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `"${binary}" demo`,
    url: `${address}/health`,
    reuseExistingServer: false,
    timeout: 180_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    env: {
      DATABASE_URL: `sqlite:${join(home, "demo.db")}`,
      XINHENG_DATA: home,
      XINHENG_ADDRESS: `127.0.0.1:${port}`,
    },
  },
});
