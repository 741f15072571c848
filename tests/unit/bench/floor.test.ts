import { describe, expect, it } from "vitest";
import { firstByteMs, firstClause, floorMs } from "../../bench/floor";
import { tokenize } from "../../engines/ollama";

describe("firstClause", () => {
  it.each([
    ["어서 와, 기다리고 있었어.", "어서 와,"],
    ["안녕하세요! 반가워요.", "안녕하세요!"],
    ["*고개를 들며* 드디어 왔구나! 나는", "드디어 왔구나!"],
    ["(작게 웃으며) 너는 참 한결같구나. 그", "너는 참 한결같구나."],
    ["음, 그건 좀 어려워. 하지만", "음, 그건 좀 어려워."],
    ["「괜찮아.」 그 말을", "「괜찮아.」"],
    ["아무 표시도 없는 말", "아무 표시도 없는 말"],
    ["첫째 줄\n둘째 줄", "첫째 줄"],
    ["어서 와,".normalize("NFD"), "어서 와,".normalize("NFD")],
    ["네, 네.".normalize("NFD"), "네, 네.".normalize("NFD")],
    ["Come in, I was", "Come in,"],
    ["Oh, do not be so serious... I", "Oh, do not be so serious."],
    ["“Never!” she said.", "“Never!”"],
    ["*bows* (smiling) Welcome: sit down.", "Welcome:"],
    ["やっと来たね、待っていたよ。", "やっと来たね、"],
    ["（小さく笑って）あなたは本当に変わらないのね。初め", "あなたは本当に変わらないのね。"],
    ["你终于来了，我等了", "你终于来了，"],
    ["好，你先坐下……", "好，你先坐下…"],
  ])("%j → %j", (text, clause) => {
    const found = firstClause(text);
    expect(found?.text).toBe(clause);
    expect(text.slice(found?.start, found?.end)).toBe(clause);
  });

  it.each(["", "*웃는다*", "...", "😊"])("nothing is said in %j", (text) => {
    expect(firstClause(text)).toBeNull();
  });
});

describe("floorMs", () => {
  const voice = { firstMs: 150, perSecond: 0.35, chunkSeconds: 0.64, speed: 1 };
  const tokensOf = (text: string) =>
    tokenize(text).map((token, index) => ({ text: token, at: 1250 + index * 25 }));

  it("is the clause's last token, then the voice's first byte for exactly that clause", () => {
    const tokens = tokensOf("드디어 왔구나, 기다렸어.");
    const comma = tokens.find((token) => token.text.includes(","));
    const arrival = (comma?.at ?? 0) - 1000;
    const floor = (mode: 0 | 2) => floorMs({ ollamaRequest: { tokens }, clickAt: 1000, voice, mode });
    expect(floor(0)).toBeCloseTo(arrival + 150 + 0.35 * 900);
    expect(floor(2)).toBeCloseTo(arrival + 150 + 0.35 * 640);
  });

  it("waits only for the clause, whatever follows", () => {
    const short = {
      ollamaRequest: { tokens: tokensOf("어서 와, 응.") },
      clickAt: 1000,
      voice,
      mode: 0 as const,
    };
    const long = { ...short, ollamaRequest: { tokens: tokensOf("어서 와, 기다리고 있었어. 정말로.") } };
    expect(floorMs(short)).toBe(floorMs(long));
  });

  it("takes the whole text where there is no mark, and nothing where nothing is said", () => {
    const tokens = tokensOf("드디어 왔구나");
    const ollamaRequest = { tokens };
    expect(floorMs({ ollamaRequest, clickAt: 1000, voice, mode: 0 })).toBeCloseTo(
      (tokens.at(-1)?.at ?? 0) - 1000 + 150 + 315,
    );
    expect(floorMs({ ollamaRequest: { tokens: [] }, clickAt: 0, voice, mode: 0 })).toBeNull();
  });

  it("a faster simulator lowers the voice's part", () => {
    expect(firstByteMs("드디어 왔구나,", { ...voice, speed: 10 }, 0)).toBeCloseTo(46.5);
  });
});
