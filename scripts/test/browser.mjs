import { accessSync, constants, readFileSync } from "node:fs";
import { run } from "../setup/run.mjs";

const KNOWN_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * A Chromium on this machine: the one CHROME_PATH names, Playwright's own, or the system's. Needs node_modules.
 * @returns {Promise<string | null>} its path
 */
export async function findBrowser() {
  const { chromium } = await import("@playwright/test");
  const places = [process.env.CHROME_PATH, chromium.executablePath(), ...KNOWN_PLACES];
  return places.find((place) => place && canRun(place)) ?? null;
}

/**
 * The browser found, or installed: Debian's as root (with its fonts for Korean), else Playwright's own.
 * @returns {Promise<string | null>} null when nothing worked; the programs have said why
 */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  console.log("No Chromium was found; installing one.");
  if (process.getuid?.() === 0 && isDebian()) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const packages = ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk"];
    await run("apt-get", ["update", "-q"], { env, quiet: true });
    const { ok, output } = await run("apt-get", packages, { env, quiet: true });
    if (!ok) console.error(output);
  }
  if (!(await findBrowser())) {
    await run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]);
  }
  return findBrowser();
}

function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu's chromium package is only a pointer to a snap, hence Debian itself. */
function isDebian() {
  try {
    return /^ID="?debian"?$/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
