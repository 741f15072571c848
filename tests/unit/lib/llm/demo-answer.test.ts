import { describe, expect, it } from "vitest";
import { demoRepertoire } from "@/lib/characters/demo";
import { listPresetFiles } from "@/lib/characters/registry";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import type { PromptLine } from "@/lib/llm/engine";
import { composeAnswer } from "@/lib/llm/engines/demo/answer";
import { genericRepertoire, listGenericLines } from "@/lib/llm/engines/demo/generic";
import type { DemoRepertoire } from "@/lib/llm/engines/demo/repertoire";

const NAMES: Record<Locale, string> = { ko: "미라", en: "Mara", ja: "ミラ", zh: "米拉" };
const LINES: Record<Locale, string[]> = {
  ko: [
    "안녕하세요!",
    "왜요?",
    "고마워요",
    "어제 시험을 망쳤어요.",
    "피자 좋아하세요?",
    "https://a.b/c 봤어?",
    "*웃는다*",
  ],
  en: ["Hello!", "Why?", "Thanks", "I failed my exam.", "Do you like pizza?", "https://a.b/c", "*laughs*"],
  ja: [
    "こんにちは",
    "どうして？",
    "ありがとう",
    "しけんにおちた。",
    "ピザはすき？",
    "https://a.b/c",
    "*笑う*",
  ],
  zh: ["你好", "为什么？", "谢谢", "昨天没考好。", "你喜欢披萨吗？", "https://a.b/c", "*笑*"],
};
const NO_MODEL: Record<Locale, RegExp> = {
  ko: /언어 모델/u,
  en: /language model/iu,
  ja: /言語モデル/u,
  zh: /语言模型/u,
};

/** Everyone who can play in this language. */
function casts(locale: Locale): [string, DemoRepertoire][] {
  const presets = listPresetFiles().map(({ id }) => [id, demoRepertoire(id, locale)] as const);
  return [
    ["someone", genericRepertoire(NAMES[locale], locale)],
    ...presets.flatMap(([id, own]) => (own ? [[id, own] as [string, DemoRepertoire]] : [])),
  ];
}

/** The character's answers to the user's lines, one after another; null stands for "go on". */
function play(repertoire: DemoRepertoire, language: Locale, heard: (string | null)[]): string[] {
  const lines: PromptLine[] = [];
  return heard.map((content) => {
    if (content !== null) lines.push({ role: "user", content });
    const answer = composeAnswer({ lines, language, repertoire });
    lines.push({ role: "assistant", content: answer });
    return answer;
  });
}

const generic = (language: Locale) => genericRepertoire(NAMES[language], language);
const answer = (language: Locale, heard: string) => play(generic(language), language, [heard])[0] ?? "";

describe.each(LOCALES)("everyone in %s", (locale) => {
  it.each(casts(locale))("%s says two to six sentences, whatever is said to them", (_id, repertoire) => {
    const heard = [...LINES[locale], null, ...LINES[locale], null];
    for (const text of play(repertoire, locale, heard)) {
      const sentences = text.replace(/[“「][^”」]*[”」]/gu, "").match(/[.!?…。！？]+/gu) ?? [];
      expect(sentences.length, text).toBeGreaterThanOrEqual(2);
      expect(sentences.length, text).toBeLessThanOrEqual(6);
      expect(text, text).not.toMatch(/[{}|]|undefined|null|\s{2}|^\s|\s$/u);
    }
  });

  it.each(casts(locale))("%s never says the same thing twice in a row", (_id, repertoire) => {
    for (const line of [...LINES[locale], null]) {
      const said = play(repertoire, locale, Array(16).fill(line));
      for (const [at, text] of said.entries()) expect(text).not.toBe(said[at - 1]);
      expect(new Set(said).size).toBeGreaterThan(8);
    }
  });

  it.each(casts(locale))("%s says now and then that the lines are prepared", (_id, repertoire) => {
    const said = play(repertoire, locale, Array(12).fill(LINES[locale][3]));
    const reminded = said.flatMap((text, at) =>
      repertoire.reminders.some((line) => text.includes(line)) ? [at + 1] : [],
    );
    expect(reminded).toEqual([6, 12]);
  });

  it.each(casts(locale))("%s opens with something to be heard soon", (_id, repertoire) => {
    for (const opener of repertoire.openers) {
      expect(opener.length, opener).toBeLessThanOrEqual(locale === "en" ? 32 : 16);
    }
  });
});

describe("asked what it is", () => {
  const QUESTIONS: [Locale, string][] = [
    ["ko", "너 AI야?"],
    ["ko", "혹시 인공 지능이세요?"],
    ["ko", "넌 사람이야?"],
    ["ko", "무슨 모델이야?"],
    ["en", "Are you an AI?"],
    ["en", "Are you a human, or ChatGPT?"],
    ["en", "Which language model is this?"],
    ["ja", "あなたはＡＩですか？"],
    ["ja", "人間なの？"],
    ["zh", "你是机器人吗？"],
    ["zh", "你用的是什么大模型？"],
  ];

  it.each(QUESTIONS)("in %s, %j is answered honestly, however often it is asked", (locale, question) => {
    for (const [id, repertoire] of casts(locale)) {
      for (const text of play(repertoire, locale, Array(5).fill(question))) {
        expect(text, id).toMatch(NO_MODEL[locale]);
      }
    }
  });

  it.each<[Locale, string]>([
    ["ko", "홍길동은 어떤 사람이야?"],
    ["en", "He said he would aid the fair maid."],
    ["en", "Again, in the rain."],
    ["zh", "他是好人吗？"],
  ])("in %s, %j is no such question", (locale, line) => {
    expect(answer(locale, line)).not.toMatch(NO_MODEL[locale]);
  });
});

describe("what a line is about", () => {
  it.each<[Locale, string, keyof DemoRepertoire["intents"]]>([
    ["ko", "안녕하세요", "greeting"],
    ["ko", "그럼 안녕히 계세요", "farewell"],
    ["ko", "이만가볼게", "farewell"],
    ["ko", "보고싶었어", "love"],
    ["ko", "요즘 너무 힘들어요", "comfort"],
    ["ko", "안녕, 여기는 어디야?", "where"],
    ["en", "Hello, who are you?", "identity"],
    ["en", "Good-bye... I must go", "farewell"],
    ["en", "That is scary", "fear"],
    ["ja", "あなたは誰ですか？", "identity"],
    ["ja", "どうもありがとうございます", "thanks"],
    ["zh", "你为什么这么说？", "why"],
    ["zh", "我很害怕", "fear"],
  ])("in %s, %j", (locale, line, intent) => {
    const said = answer(locale, line);
    expect(generic(locale).intents[intent].some((own) => said.includes(own))).toBe(true);
  });

  it.each<[Locale, string, keyof DemoRepertoire["intents"]]>([
    ["en", "What was his plan this week?", "greeting"],
    ["en", "Lovely clothes", "love"],
    ["ko", "김치 좋아해?", "love"],
    ["zh", "这只猫真可爱", "love"],
    ["zh", "恐怕不行", "fear"],
  ])("in %s, %j is not about %s", (locale, line, intent) => {
    const said = answer(locale, line);
    expect(generic(locale).intents[intent].some((own) => said.includes(own))).toBe(false);
  });

  it("prefers the character's own matters", () => {
    const own = demoRepertoire("hong-gildong", "ko");
    if (!own) throw new Error("no repertoire");
    const said = play(own, "ko", ["그 도술은 어디서 배웠소?"])[0] ?? "";
    const magic = own.themes.find((theme) => theme.keys.includes("도술"));
    expect(magic?.lines.some((line) => said.includes(line))).toBe(true);
  });
});

describe("saying the user's words back", () => {
  it.each<[Locale, string, string]>([
    ["ko", "감자전 좋아하세요?", "“감자전 좋아하세요?”"],
    ["en", "Do you like pizza?", "“Do you like pizza?”"],
    ["ja", "ねこはすきですか？", "「ねこはすきですか？」"],
    ["zh", "你喜欢披萨吗？", "“你喜欢披萨吗？”"],
  ])("in %s quotes a question it has no answer to", (locale, line, quote) => {
    const said = answer(locale, line);
    expect(said).toContain(quote);
    expect(said).not.toMatch(/[?？][.。]?[”」][.。]/u);
  });

  it.each<[Locale, string]>([
    ["ko", "https://example.com 이거 봤어?"],
    ["ko", "<b>굵게</b> 보여요?"],
    ["en", "ab%00c?"],
    ["ja", "猫ですか？"],
    ["zh", "这个句子实在太长了长得根本没有办法重复对吧？"],
  ])("in %s does not say %j back", (locale, line) => {
    expect(answer(locale, line)).not.toMatch(/[“「][^”」]*[”」]/u);
  });
});

it("goes on from its own line without answering itself", () => {
  for (const locale of LOCALES) {
    const lines: PromptLine[] = [
      { role: "user", content: LINES[locale][3] ?? "" },
      { role: "assistant", content: "…" },
    ];
    const text = composeAnswer({ lines, language: locale, repertoire: generic(locale) });
    expect(
      generic(locale).openers.some((opener) => text.includes(opener)),
      text,
    ).toBe(false);
    expect(
      generic(locale).musings.some((line) => text.includes(line)),
      text,
    ).toBe(true);
  }
});

it("the generic Japanese lines have a reading for every kanji", () => {
  for (const line of listGenericLines("ja")) {
    expect(line.replace(/\{[\p{sc=Han}々]+\|[\p{sc=Hiragana}\p{sc=Katakana}ー]+\}/gu, "")).not.toMatch(
      /\p{sc=Han}/u,
    );
  }
});
