import { describe, expect, it } from "vitest";
import { fillMacros, type MacroContext } from "@/lib/characters/card/macros";

const context: MacroContext = {
  char: "심청",
  user: "선원",
  original: "기본",
  random: () => 0.5,
  pickSeed: "play",
};
const fill = (text: string, more: Partial<MacroContext> = {}) => fillMacros(text, { ...context, ...more });

describe("fillMacros", () => {
  it.each([
    ["{{char}}과 {{USER}}, <Bot>과 <user>", "심청과 선원, 심청과 선원"],
    ["{{random:하나,둘,셋}}", "둘"],
    ["{{Random::하나::둘,셋}}", "둘,셋"],
    ["{{random:가\\,나,다\\,라}}", "다,라"],
    ["{{roll:6}} {{roll:d20}} {{roll 2d6+1}}", "4 11 9"],
    ["말{{// 남에게 보이지 않는다}}한다{{comment: 숨김}}{{hidden_key:열쇠}}", "말한다"],
    ["{{reverse:가나다}}", "다나가"],
    ["앞 {{original}} 뒤", "앞 기본 뒤"],
    ["{{random:{{char}},{{char}}}}", "심청"],
    ["{{unknown}} {{char:x}} {{}} {char}", "{{unknown}} {{char:x}} {{}} {char}"],
  ])("%s", (text, filled) => expect(fill(text)).toBe(filled));

  it("picks the same each time in a play, and not always the same in another", () => {
    const text = "{{pick:가,나,다,라,마,바,사,아}}";
    expect(fill(text)).toBe(fill(text, { random: () => 0.9 }));
    const others = new Set(Array.from({ length: 40 }, (_, index) => fill(text, { pickSeed: `${index}` })));
    expect(others.size).toBeGreaterThan(4);
  });

  it("ends with macros that bring back themselves", () => {
    expect(fill("{{char}}", { char: "{{char}}" })).toBe("{{char}}");
    expect(fill("{{char}}", { char: "{{user}}", user: "{{char}}" }).length).toBeLessThan(20);
  });
});
