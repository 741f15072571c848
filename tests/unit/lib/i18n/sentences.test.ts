import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import en from "@/lib/i18n/messages/en.errors.json";
import ja from "@/lib/i18n/messages/ja.errors.json";
import ko from "@/lib/i18n/messages/ko.errors.json";
import zh from "@/lib/i18n/messages/zh.errors.json";

const all: Record<string, Record<string, string>> = { ko, en, ja, zh };
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).toSorted();

const root = path.resolve(import.meta.dirname, "../../../..");
const sources = ["app", "components", "db", "lib", "scripts", "proxy.ts"].flatMap((place) =>
  place.endsWith(".ts")
    ? readFileSync(path.join(root, place), "utf8")
    : readdirSync(path.join(root, place), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(tsx?|mjs)$/.test(file))
        .map((file) => readFileSync(path.join(root, place, file), "utf8")),
);
const code = sources.join("\n");
const prefixes = [...code.matchAll(/`([a-z]+_)\$\{/g)].map((match) => match[1] ?? "");

describe.each(LOCALES)("the server's sentences in %s", (locale) => {
  it("are all there, none empty, with the same values", () => {
    const told = all[locale] ?? {};
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(ko).toSorted());
    for (const [key, text] of Object.entries(told)) {
      expect([key, text.trim() !== "", placeholders(text)]).toEqual([
        key,
        true,
        placeholders(ko[key as keyof typeof ko]),
      ]);
    }
  });
});

it("no sentence of the server's is unused", () => {
  const isUsed = (key: string) =>
    new RegExp(`\\b${key}\\b`).test(code) ||
    prefixes.some(
      (prefix) => key.startsWith(prefix) && new RegExp(`\\b${key.slice(prefix.length)}\\b`).test(code),
    );
  expect(Object.keys(ko).filter((key) => !isUsed(key))).toEqual([]);
});
