import { cpus } from "node:os";
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
  // A plain-http name on the network, where browsers withhold what needs a secure context.
  "--host-resolver-rules=MAP lan.test 127.0.0.1",
];

export default defineConfig({
  testDir: "e2e",
  outputDir: path.join(root, "test-results"),
  // Speech is timed: more pages than cores would measure each other.
  workers: cpus().length >= 4 ? 2 : 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  globalTimeout: 9 * 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: "ko-KR",
    trace: "retain-on-failure",
    launchOptions: { executablePath, args: launchFlags },
  },
});
