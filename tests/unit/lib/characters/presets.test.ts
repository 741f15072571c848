import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findPreset, listPresets } from "@/lib/characters";
import { listSpokenLines } from "@/lib/characters/readings";
import { listPresetFiles } from "@/lib/characters/registry";
import { castMember } from "@/lib/contract/character";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { stripRuby } from "@/lib/llm/engines/demo/ruby";

const IDS = [
  "hong-gildong",
  "chunhyang",
  "shim-cheong",
  "sherlock-holmes",
  "alice",
  "frankenstein-creature",
  "don-quixote",
  "scheherazade",
  "kaguya",
  "sun-wukong",
];
const PRESET_FOLDER = path.resolve(import.meta.dirname, "../../../../lib/characters/presets");

const SCRIPT: Record<Locale, RegExp> = {
  ko: /\p{Script=Hangul}/u,
  en: /^[^\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*[A-Za-z][^\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  zh: /\p{Script=Han}/u,
};
const FOREIGN: Record<Locale, RegExp> = {
  ko: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  en: /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ja: /\p{Script=Hangul}/u,
  zh: /[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u,
};

/** Every string in a value, with where it stands. */
function listStrings(value: unknown, at = ""): [string, string][] {
  if (typeof value === "string") return [[at, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => listStrings(child, `${at}/${key}`));
}

describe("preset files", () => {
  it("are the ten of the programme, each in the registry", () => {
    expect(
      listPresetFiles()
        .map((preset) => preset.id)
        .sort(),
    ).toEqual([...IDS].sort());
    expect(readdirSync(PRESET_FOLDER).sort()).toEqual(IDS.map((id) => `${id}.json`).sort());
  });

  it.each(listPresetFiles().map((preset) => [preset.id, preset] as const))(
    "%s speaks in its own voice and face",
    (id, preset) => {
      expect(preset.voice_id).toBe(id);
      expect(preset.image_url).toBe(`/portraits/${id}.svg`);
    },
  );

  it.each(LOCALES)("are written in %s throughout", (locale) => {
    for (const preset of listPresetFiles()) {
      for (const [at, text] of listStrings(preset.locales[locale])) {
        const where = `${preset.id}${at}: ${text}`;
        expect(FOREIGN[locale].test(text), where).toBe(false);
        if (!at.startsWith("/height")) expect(SCRIPT[locale].test(text), where).toBe(true);
        expect(text, where).not.toMatch(/\p{Extended_Pictographic}/u);
        expect(text, where).not.toMatch(/"/u);
      }
    }
  });

  it.each(LOCALES)("keep themes apart and spoken lines distinct in %s", (locale) => {
    for (const preset of listPresetFiles()) {
      const lines = listSpokenLines(preset.locales[locale]);
      expect(
        lines.filter((line, at) => lines.indexOf(line) !== at),
        preset.id,
      ).toEqual([]);
      const keys = preset.locales[locale].demo.themes.flatMap((theme) => theme.keys);
      expect(
        keys.filter((key, at) => keys.indexOf(key) !== at),
        preset.id,
      ).toEqual([]);
    }
  });

  it.each(LOCALES)("open with a short clause and one stage direction in %s", (locale) => {
    for (const preset of listPresetFiles()) {
      const { first_message, alternate_greetings } = preset.locales[locale];
      for (const greeting of [first_message, ...alternate_greetings].map(stripRuby)) {
        expect(greeting.match(/\*[^*]+\*/gu), `${preset.id}: ${greeting}`).toHaveLength(1);
        const clause = greeting.search(/[,.!?…，。！？、]/u);
        expect(clause, `${preset.id}: ${greeting}`).toBeGreaterThan(0);
        expect(clause, `${preset.id}: ${greeting}`).toBeLessThanOrEqual(locale === "en" ? 32 : 14);
      }
    }
  });
});

describe("listPresets", () => {
  it.each(LOCALES)("answers complete cast members in %s, free of reading markup", (locale) => {
    const presets = listPresets(locale);
    expect(presets).toHaveLength(IDS.length);
    for (const preset of presets) {
      expect(() => castMember.parse(preset)).not.toThrow();
      expect(preset).toMatchObject({ is_preset: true, visibility: "server", model_url: null });
      expect(preset).not.toHaveProperty("demo");
      expect(preset.persona).toContain(preset.name);
      expect(preset.persona).toContain(preset.guidelines);
      for (const [at, text] of listStrings(preset)) {
        if (["/image_url", "/model_url", "/narrator_voice_id"].includes(at)) continue;
        expect(text, `${preset.id}${at}`).not.toMatch(/[{}|]/u);
        expect(text.trim(), `${preset.id}${at}`).not.toBe("");
      }
    }
  });

  it("agrees between languages on everything but the words", () => {
    const [korean, english] = [listPresets("ko"), listPresets("en")];
    expect(english.map(({ id, stage, voice_id }) => ({ id, stage, voice_id }))).toEqual(
      korean.map(({ id, stage, voice_id }) => ({ id, stage, voice_id })),
    );
  });
});

describe("findPreset", () => {
  it("finds one by id, in the language asked for", () => {
    expect(findPreset("hong-gildong", "ko")?.name).toBe("홍길동");
    expect(findPreset("hong-gildong", "en")?.name).toBe("Hong Gildong");
  });

  it.each(["", "nobody", "constructor", "HONG-GILDONG"])("is null for %j", (id) => {
    expect(findPreset(id, "ko")).toBeNull();
  });
});

describe("portraits", () => {
  const folder = path.resolve(import.meta.dirname, "../../../../public/portraits");
  const portraits = IDS.map((id) => [id, path.join(folder, `${id}.svg`)] as const);

  it.each(portraits)("%s is drawn, small and without text", (_id, file) => {
    expect(existsSync(file)).toBe(true);
    const svg = readFileSync(file, "utf8");
    expect(Buffer.byteLength(svg)).toBeLessThan(12 * 1024);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 512 640">/);
    expect(svg).not.toMatch(/<(text|script|image|foreignObject)\b|href="(?!#)/);
  });

  it("carry ids of their own, so that they can be inlined together", () => {
    const ids = portraits.flatMap(([, file]) =>
      [...readFileSync(file, "utf8").matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]),
    );
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it("stand on the ground colour their preset names", () => {
    for (const preset of listPresetFiles()) {
      const svg = readFileSync(path.join(folder, `${preset.id}.svg`), "utf8");
      expect(svg, preset.id).toContain(`<rect width="512" height="640" fill="${preset.gel}"/>`);
      const disc = [...svg.matchAll(/<circle cx="(\d+)" cy="(\d+)" r="1[67]\d"/g)][0];
      expect(Number.parseFloat(preset.cx), preset.id).toBeCloseTo((Number(disc?.[1]) / 512) * 100, 0);
      expect(Number.parseFloat(preset.cy), preset.id).toBeCloseTo((Number(disc?.[2]) / 640) * 100, 0);
    }
  });
});
