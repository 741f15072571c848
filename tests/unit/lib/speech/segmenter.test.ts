import { describe, expect, test } from "vitest";
import { toSpoken } from "@/lib/speech/normalize/spoken";
import { lettersOf, randomDeltas, seeded, segmentsOf, unitsBeforeFirst, unitsOf } from "./segmenter-fixture";

/** Text → what is given to the engine, segment by segment. */
const TABLE: Record<string, [text: string, spoken: string[]][]> = {
  ko: [
    ["안녕하세요! 만나서 반가워요.", ["안녕하세요!", "만나서 반가워요."]],
    ["안녕, 나는 춘향이야. 오늘은 무슨 일로 왔어?", ["안녕,", "나는 춘향이야.", "오늘은 무슨 일로 왔어?"]],
    ["네, 알겠습니다. 그럼 갈게요.", ["네, 알겠습니다.", "그럼 갈게요."]],
    ["*환하게 웃으며* 어서 와, 기다렸어!", ["어서 와,", "기다렸어!"]],
    ["(작게) 정말이야? [웃음] 그래… 【문을 닫는다】 믿을게.", ["정말이야?", "그래… 믿을게."]],
    ["**정말** 고마워요. 나는 *너*를 믿어.", ["정말 고마워요.", "나는 너를 믿어."]],
    [
      "왜 이제 왔어?! 한참 기다렸잖아!! 음...... 아니야.",
      ["왜 이제 왔어?", "한참 기다렸잖아!!", "음... 아니야."],
    ],
    ["좋아~ 그래, 가자. ㅋㅋ 재밌다 ㅠㅠ", ["좋아 그래,", "가자. ㅋㅋ 재밌다 ㅠㅠ"]],
    ["3.5초면 돼. 10:30에 1,000원을 3~5번.", ["3.5초면 돼.", "10:30에 1,000원을 3~5번."]],
    [
      "그는 말했다.그리고 떠났다.파일.txt는 남았다.",
      ["그는 말했다.", "그리고 떠났다.", "파일.txt는 남았다."],
    ],
    ["안녕하세요😊 반가워요 👨‍👩‍👧‍👦 1️⃣ 🇰🇷 ❤️.", ["안녕하세요 반가워요."]],
    [
      "어젯밤에는 비가 많이 내려서 길이 다 젖어 버렸다",
      ["어젯밤에는 비가 많이 내려서", "길이 다 젖어 버렸다"],
    ],
    ["첫 줄이야\n둘째 줄\n\n셋째", ["첫 줄이야", "둘째 줄", "셋째"]],
    ["응.\n\n그래.", ["응.", "그래."]],
  ],
  en: [
    ["Well, hello there. Come in.", ["Well,", "hello there.", "Come in."]],
    ["Hi, Mr. Han! Dr. Kim is here.", ["Hi, Mr. Han!", "Dr. Kim is here."]],
    ["Hello *waves* there, friend.", ["Hello there,", "friend."]],
    ["I did *not* do it, I swear.", ["I did not do it,", "I swear."]],
    ["J. R. R. Tolkien wrote it. I like it.", ["J. R. R. Tolkien wrote it.", "I like it."]],
    [
      "Fruit, e.g. apples, etc. are good. So am I. You too?",
      ["Fruit,", "e.g. apples, etc. are good.", "So am I. You too?"],
    ],
    ["At 5 p.m. He left the U.S. Army.", ["At 5 p.m.", "He left the U.S. Army."]],
    [
      "Use v1.2.3 of readme.txt! Mail me@example.com today.",
      ["Use v1.2.3 of readme.txt!", "Mail me@example.com today."],
    ],
    ["See https://example.com/a?b=c,d. Or www.x.org!", ["See.", "Or!"]],
    [
      "Read [the guide](https://example.com/a_(b)) now. ![cat](cat.png) Done.",
      ["Read the guide now.", "Done."],
    ],
    ["Type `npm install` first. Then:\n```sh\nrm -rf.\n```\nGood.", ["Type first.", "Then:", "Good."]],
    ["<think>Let me see. Hm!</think>Sure, no problem.", ["Sure,", "no problem."]],
    ["“Wait—what?” she said. ‘Don’t!’", ["Wait, what?", "she said.", "Don't!"]],
    ["It costs $5 (plus tax. A lot", ["It costs $5 plus tax.", "A lot"]],
  ],
  ja: [
    ["「こんにちは」と言った。また明日ね。", ["こんにちはと言った。", "また明日ね。"]],
    [
      "こんにちは、お元気ですか？『はい』……そうです。",
      ["こんにちは、", "お元気ですか？", "はい……そうです。"],
    ],
    ["（笑いながら）ええ、そうよ。", ["ええ、", "そうよ。"]],
    [
      "今日はとても良い天気ですね散歩に行きましょうよ",
      ["今日はとても良い天気ですね散歩に", "行きましょうよ"],
    ],
  ],
  zh: [
    ["*微笑*你好啊，我一直在等你。“你来了？”她说。", ["你好啊，", "我一直在等你。", "你来了？她说。"]],
    ["真的吗？！太好了！！我们走吧……", ["真的吗？", "太好了！！", "我们走吧……"]],
    ["版本是3.5，价格是1,000元；好吗？", ["版本是3.5，", "价格是1,000元；好吗？"]],
  ],
  lines: [
    ["1. 사과\n2. 배와 감\n- 포도\n# 제목입니다", ["사과", "배와 감", "포도. 제목입니다"]],
    ["| 이름 | 값 |\n|---|---|\n| 하나 | 둘 |\n\n끝났어요.", ["끝났어요."]],
    ["***\n> 인용이야.\n---\n끝이야.", ["인용이야.", "끝이야."]],
  ],
  nothing: [
    ["", []],
    ["…", []],
    ['😊👍🏽 ♪ ~ - * ( [ "', []],
    ["*웃는다* (조용히) <think>음, 뭐라고 하지", []],
    ["```\ncode without end", []],
  ],
};

const CASES = Object.entries(TABLE).flatMap(([name, rows]) => rows.map((row) => [name, ...row] as const));

describe("createSegmenter", () => {
  test.each(CASES)("%s: %j", (_name, text, spoken) => {
    expect(segmentsOf([text]).map((segment) => segment.spoken)).toEqual(spoken);
  });

  test.each(CASES)("%s: gives the same for every cutting of %j", (_name, text) => {
    for (const form of [text, text.normalize("NFD")]) {
      const whole = segmentsOf([form]);
      expect(segmentsOf(unitsOf(form))).toEqual(whole);
      for (let cut = 1; cut < form.length; cut += 1) {
        expect(segmentsOf([form.slice(0, cut), form.slice(cut)])).toEqual(whole);
      }
      const random = seeded(7);
      for (let round = 0; round < 20; round += 1) {
        expect(segmentsOf(randomDeltas(form, random))).toEqual(whole);
      }
    }
  });

  test.each(CASES)(
    "%s: a narrator's part is the same for every cutting of %j, and nothing else changes",
    (_n, text) => {
      const narrated = (deltas: string[]) => segmentsOf(deltas, { narrates: true });
      const whole = narrated([text]);
      expect(narrated(unitsOf(text))).toEqual(whole);
      const random = seeded(11);
      for (let round = 0; round < 5; round += 1) expect(narrated(randomDeltas(text, random))).toEqual(whole);
      const own = whole.filter((segment) => !segment.isNarrated).map((segment) => segment.spoken);
      expect(lettersOf(own.join(""))).toBe(lettersOf(toSpoken(text)));
      for (const [index, segment] of whole.entries()) {
        expect(segment.index).toBe(index);
        expect(segment.text).toBe(text.slice(segment.start, segment.end));
        expect(segment.start).toBeGreaterThanOrEqual(whole[index - 1]?.end ?? 0);
      }
    },
  );

  test.each(CASES)("%s: says all of %j once, at its place", (_name, text) => {
    for (const speakDirections of [false, true]) {
      const segments = segmentsOf([text], { speakDirections });
      const said = segments.map((segment) => segment.spoken).join("");
      expect(lettersOf(said)).toBe(lettersOf(toSpoken(text, { speakDirections })));
      for (const [index, segment] of segments.entries()) {
        expect(segment.index).toBe(index);
        expect(segment.text).toBe(text.slice(segment.start, segment.end));
        expect(segment.text).toBe(segment.text.trim());
        expect(segment.start).toBeGreaterThanOrEqual(segments[index - 1]?.end ?? 0);
        expect(segment.spoken).toBe(segment.spoken.normalize("NFC"));
      }
    }
  });

  test.each(CASES.filter(([name]) => name === "ko"))(
    "%s: speaks decomposed Hangul: %j",
    (_name, text, spoken) => {
      expect(segmentsOf([text.normalize("NFD")]).map((segment) => segment.spoken)).toEqual(spoken);
    },
  );

  test("names the boundary", () => {
    const text = "안녕하세요, 반가워요. 오늘은 날이 참 좋네요!\n\n어디 갈까요";
    expect(segmentsOf([text]).map((segment) => segment.boundary)).toEqual([
      "clause",
      "sentence",
      "paragraph",
      "paragraph",
    ]);
  });

  test("speaks directions when asked to", () => {
    const spoken = segmentsOf(["*손을 흔들며* 안녕! (웃음) 잘 가, `코드`도."], { speakDirections: true }).map(
      (segment) => segment.spoken,
    );
    expect(spoken.join(" ")).toBe("손을 흔들며 안녕! 웃음 잘 가, 도.");
  });

  test.each([
    ["안녕! 오늘도 와 줬구나. 기다리고 있었어.", 3],
    ["안녕, 오늘은 어때?", 3],
    ["안녕하세요! 만나서 반가워요.", 6],
    ["*문을 열고 조용히 들어온다* 어서 와, 기다렸어.", 22],
    ["*She looks up from her book.* Oh, hello! Come in.", 40],
    ["（振り返って）あら、来たのね。待っていたわ。", 14],
    ["*她抬起头来，微微一笑* 你来了。我一直在等你。", 18],
    ["어서 와... 기다렸어", 7],
    ["값은 3.5점이야! 좋지?", 10],
    ["이것은문장부호도띄어쓰기도없는아주길고긴글입니다그렇죠", 28],
  ])("gives out the first clause of %j after %i characters", (text, most) => {
    expect(unitsBeforeFirst(text)).toBeLessThanOrEqual(most);
  });

  test("does not let an opening sign swallow the rest", () => {
    for (const sign of ["*", "(", "[", "（", "【", "`", "["]) {
      const text = `${sign}닫히지 않는다 ${"그래도 모두 말한다. ".repeat(40)}`;
      const said = segmentsOf(unitsOf(text)).map((segment) => segment.spoken);
      expect(lettersOf(said.join(""))).toBe(lettersOf(text));
      expect(unitsBeforeFirst(text)).toBeLessThanOrEqual(310);
    }
  });

  test("lets segments grow, within their limits", () => {
    const korean = segmentsOf([
      "그날 우리는 강가를 걸었고, 바람은 시원했다. 아무도 말이 없었다. ".repeat(12),
    ]);
    expect(
      korean.slice(4, -1).every((segment) => segment.spoken.length <= 120 && segment.spoken.length >= 25),
    ).toBe(true);
    const english = segmentsOf(["the river went on and on past the old mill ".repeat(60)]);
    expect(Math.max(...english.map((segment) => segment.spoken.length))).toBeLessThanOrEqual(280);
    const japanese = segmentsOf(["川はどこまでも流れて行き誰も何も言わなかった".repeat(30)]);
    expect(Math.max(...japanese.map((segment) => segment.spoken.length))).toBeLessThanOrEqual(120);
  });

  test("never merges over a blank line", () => {
    const text = "하나야.\n\n둘.\n\n셋이다.\n\n넷.";
    expect(segmentsOf([text]).map((segment) => segment.spoken)).toEqual(["하나야.", "둘.", "셋이다.", "넷."]);
  });
});
