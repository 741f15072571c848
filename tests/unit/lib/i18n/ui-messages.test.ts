import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { UI_MESSAGES } from "@/lib/i18n/ui-messages";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).toSorted();

const all = new Map(LOCALES.map((locale) => [locale, flatten(UI_MESSAGES[locale])]));
const korean = all.get("ko") ?? new Map<string, string>();

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(path.join(folder, file), "utf8"));
}

/** Keys a source file names: `t("key")` of the translator's namespace, and templates up to their first `${`. */
function usedKeys(source: string): { exact: string[]; prefixes: string[]; choices: string[] } {
  const exact: string[] = [];
  const prefixes: string[] = [];
  const choices: string[] = [];
  for (const [, name, namespace = ""] of source.matchAll(
    /const (\w+) = (?:useTranslations\("(\w+)"\)|serverTranslator\()/g,
  )) {
    const dot = namespace ? `${namespace}.` : "";
    for (const call of source.matchAll(new RegExp(`\\b${name}\\(\\s*"([\\w.]+)"`, "g")))
      exact.push(dot + call[1]);
    for (const call of source.matchAll(new RegExp(`\\b${name}\\(\`([\\w.]*)\\$\\{`, "g")))
      prefixes.push(dot + call[1]);
    // A key held in a variable whose values the compiler knows (`t(mood)`): the namespace counts as used.
    if (new RegExp(`\\b${name}\\([a-z][\\w.]*\\)`).test(source)) choices.push(dot);
  }
  return { exact, prefixes, choices };
}

const used = ["app", "components"].flatMap(sources).map(usedKeys);

describe("ui messages", () => {
  it.each(LOCALES)("%s has the Korean file's keys and placeholders, nothing empty", (locale) => {
    const flat = all.get(locale) ?? new Map<string, string>();
    expect([...flat.keys()].toSorted()).toEqual([...korean.keys()].toSorted());
    for (const [key, text] of flat) {
      expect(text.trim(), key).not.toBe("");
      expect(new Set(placeholders(text).filter((name) => name !== "one" && name !== "other")), key).toEqual(
        new Set(placeholders(korean.get(key) ?? "")),
      );
    }
  });

  it("has every key the pages ask for", () => {
    const missing = used.flatMap(({ exact }) => exact).filter((key) => !korean.has(key));
    expect(missing).toEqual([]);
  });

  it("has no key that no page asks for", () => {
    const exact = new Set(used.flatMap((each) => each.exact));
    const prefixes = used.flatMap((each) => each.prefixes);
    const choices = new Set(used.flatMap((each) => each.choices));
    const unused = [...korean.keys()].filter(
      (key) =>
        !exact.has(key) &&
        !prefixes.some((prefix) => key.startsWith(prefix)) &&
        !choices.has(key.slice(0, key.indexOf(".") + 1)),
    );
    expect(unused).toEqual([]);
  });
});
