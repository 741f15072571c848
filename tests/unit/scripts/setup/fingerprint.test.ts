import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fingerprint } from "@/scripts/setup/fingerprint.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fingerprint-"));
  mkdirSync(path.join(folder, "app/deep"), { recursive: true });
  writeFileSync(path.join(folder, "app/page.tsx"), "page");
  writeFileSync(path.join(folder, "app/deep/part.tsx"), "part");
  writeFileSync(path.join(folder, "package.json"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true }));

const take = () => fingerprint(folder, ["app", "package.json", "proxy.ts"]);

it("is the same for the same content", () => {
  expect(take()).toBe(take());
});

it.each([
  ["content changes", () => writeFileSync(path.join(folder, "app/deep/part.tsx"), "parT")],
  ["a file appears", () => writeFileSync(path.join(folder, "app/deep/new.tsx"), "")],
  ["a file that was not there appears", () => writeFileSync(path.join(folder, "proxy.ts"), "")],
  ["a file goes", () => rmSync(path.join(folder, "app/page.tsx"))],
])("is another when %s", (_name, change) => {
  const before = take();
  change();
  expect(take()).not.toBe(before);
});
