import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/**
 * The browser for tests: CHROME_PATH, else the system's Chromium or Chrome, else Playwright's own if it is
 * installed. Undefined when there is none; a test that needs one then fails instead of being skipped.
 */
export function findBrowser(): string | undefined {
  const candidates = [
    process.env.CHROME_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    chromium.executablePath(),
  ];
  return candidates.find((candidate) => candidate && existsSync(candidate));
}
