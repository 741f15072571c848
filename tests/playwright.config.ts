import path from "node:path";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "../scripts/test/browser.mjs";

const root = path.resolve(import.meta.dirname, "..");
const executablePath = await findBrowser();
if (!executablePath) throw new Error("No Chromium was found; `npm test` installs one, or set CHROME_PATH.");

/** The browser's own rule for sound without a gesture stays in force: it is part of what is tested. */
const launchFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-proxy-server",
  // A microphone that beeps.
  "--use-fake-device-for-media-stream",
  // A plain-http name on the network, where browsers withhold what needs a secure context.
  "--host-resolver-rules=MAP lan.test 127.0.0.1",
];

const TIMED = /\/(sound-|room-stop|smoke)[^/]*\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  outputDir: path.join(root, "test-results"),
  workers: 2,
  fullyParallel: false,
  projects: [
    // Sound is timed here: another page on the same two cores would be measured along with it.
    { name: "timed", testMatch: TIMED, workers: 1 },
    { name: "pages", testIgnore: TIMED },
  ],
  // Named in the summary when it was needed: docs/decisions/029.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  globalTimeout: 14 * 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: "ko-KR",
    // A trace of everything doubles the time of a test; `PLAYWRIGHT_TRACE=1` asks for it.
    trace: process.env.PLAYWRIGHT_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args: launchFlags },
  },
});
