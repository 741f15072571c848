import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import manifest from "@/app/manifest";
import { ROOT } from "../../support/settings";

const pictures = (manifest().icons ?? []).filter(({ type }) => type === "image/png");

it("offers a system every size it installs from, one of them to be cut to its own shape", () => {
  expect(pictures.map(({ sizes, purpose }) => [sizes, purpose ?? "any"])).toEqual([
    ["192x192", "any"],
    ["512x512", "any"],
    ["512x512", "maskable"],
  ]);
});

it.each(pictures)("$src is as large as it says", ({ src, sizes }) => {
  const png = readFileSync(path.join(ROOT, "public", src));
  expect(png.toString("latin1", 1, 4)).toBe("PNG");
  expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
});
