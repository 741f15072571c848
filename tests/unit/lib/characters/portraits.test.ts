import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const folder = path.resolve(import.meta.dirname, "../../../../public/portraits");
const portraits = readdirSync(folder)
  .filter((file) => file.endsWith(".svg"))
  .map((file) => [file, readFileSync(path.join(folder, file), "utf8")] as const);

const shadowOf = (svg: string) => /<feDropShadow [^>]*>/.exec(svg)?.[0];
const grainOf = (svg: string) => /<feTurbulence [^>]*><feColorMatrix [^>]*>/.exec(svg)?.[0];

/** Perceived lightness of `#rrggbb`, 0 to 255. */
function lightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

describe.each(portraits)("%s", (_file, svg) => {
  it("is one well-formed picture of the common size", () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 512 640">/);
    const open: string[] = [];
    for (const [, closing, name = "", selfClosing] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!selfClosing) open.push(name);
    }
    expect(open).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|<(text|script|style|image|foreignObject)\b/);
  });

  it("finds everything it refers to in itself, under ids of its own prefix", () => {
    const ids = [...svg.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1] ?? "");
    const used = [...svg.matchAll(/(?:url\(#|href="#)([^)"]+)/g)].map((match) => match[1] ?? "");
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids.map((id) => id.slice(0, 2))).size).toBe(1);
    expect(used.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => !used.includes(id))).toEqual([]);
    expect(svg).not.toMatch(/href="(?!#)|url\((?!#)/);
  });

  it("is lit and printed as the others are", () => {
    const [first] = portraits;
    expect(shadowOf(svg)).toBe(shadowOf(first?.[1] ?? ""));
    expect(grainOf(svg)).toBe(grainOf(first?.[1] ?? ""));
  });

  it("steps from its ground up to the disc, each paper lighter than the one before", () => {
    const ground = /<rect width="512" height="640" fill="(#[0-9a-f]{6})"\/>/.exec(svg)?.[1] ?? "";
    const discs = [...svg.matchAll(/<circle cx="(\d+)" cy="(\d+)" r="(\d+)" fill="(#[0-9a-f]{6})"/g)].slice(
      0,
      3,
    );
    const colours = [ground, ...discs.map((disc) => disc[4] ?? "")].map(lightness);
    expect(colours).toHaveLength(4);
    expect(colours).toEqual(colours.toSorted((one, other) => one - other));
    expect(new Set(discs.map((disc) => `${disc[1]} ${disc[2]}`)).size).toBe(1);
  });
});

it("no two portraits share a prefix or a ground", () => {
  const prefixes = portraits.map(([, svg]) => /<filter id="(..)/.exec(svg)?.[1]);
  const grounds = portraits.map(([, svg]) => /<rect width="512" height="640" fill="([^"]+)"/.exec(svg)?.[1]);
  expect(new Set(prefixes).size).toBe(portraits.length);
  expect(new Set(grounds).size).toBe(portraits.length);
});
