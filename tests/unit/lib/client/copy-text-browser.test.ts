import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findBrowser } from "../../../support/browser";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const TEXT = "늦었군, 왓슨.\n<b>앉게.</b>";

/** The button copies, from inside a dialog too, and the field beside it takes what was copied. */
const PAGE_SCRIPT = `
import { copyText } from "@/lib/client/copy-text";
const button = document.querySelector("button");
button.addEventListener("click", async () => {
  const done = await copyText(${JSON.stringify(TEXT)});
  document.title = [done, "clipboard" in navigator, document.activeElement === button].join(" ");
});
`;

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: PAGE_SCRIPT, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    alias: { "client-only": path.join(ROOT, "tests/empty-module.ts") },
    tsconfig: path.join(ROOT, "tsconfig.json"),
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  server = createServer((_request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(
      `<!doctype html><dialog open><button>copy</button><textarea></textarea></dialog><script type="module">${script}</script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath: findBrowser() ?? "",
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP lan.test 127.0.0.1"],
  });
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

it("copies on a plain-http LAN page, where there is no clipboard, and gives the focus back", async () => {
  const page = await browser.newPage();
  const { port } = server.address() as AddressInfo;
  await page.goto(`http://lan.test:${port}`);
  await page.evaluate(() => {
    const dialog = document.querySelector("dialog");
    dialog?.close();
    dialog?.showModal();
  });
  await page.getByRole("button").click();
  await page.waitForFunction(() => document.title !== "");
  expect(await page.title()).toBe("true false true");
  await page.getByRole("textbox").focus();
  await page.keyboard.press("ControlOrMeta+v");
  expect(await page.getByRole("textbox").inputValue()).toBe(TEXT);
});
