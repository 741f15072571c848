import type { ToldLine } from "@/db/queries/messages";
import type { Scenario } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import type { PromptLine } from "@/lib/llm/engine";

export interface PromptInput {
  persona: string;
  characterName: string;
  scenario: Scenario | null;
  language: Locale;
  /** The told branch, oldest first. */
  lines: Pick<ToldLine, "role" | "content" | "heardUntil">[];
  directorNote: string | undefined;
  /** Tokens the prompt may take. */
  budget: number;
  /** True where an engine with a model of its own must be told to go on after its own line. */
  needsCue: boolean;
  /** The last line was cut short and goes on in the middle of itself. */
  isContinued?: boolean;
}

interface HouseRules {
  rules: (name: string) => string;
  opponent: string;
  situation: string;
  background: string;
  director: string;
  goOn: string;
  finish: string;
}

const HOUSE_RULES: Record<Locale, HouseRules> = {
  ko: {
    rules: (name) =>
      `당신은 ${name}입니다. 끝까지 ${name}(으)로서만 말하고, 상대의 말이나 행동을 대신 쓰지 않습니다. 한국어로, 두 문장에서 여섯 문장 사이로, 소리 내어 말하듯 답합니다. 첫마디는 짧게 시작합니다. 몸짓이나 표정은 *별표* 사이에 짧게 적습니다. 이모지, 제목, 목록, 이름표는 쓰지 않습니다.`,
    opponent: "역할",
    situation: "상황",
    background: "배경",
    director: "연출 지시",
    goOn: "(장면을 이어서, 다음 대사를 말한다.)",
    finish: "(앞의 대사가 끊겼다. 끊긴 그 자리에서, 한 말을 되풀이하지 않고 바로 이어서 끝맺는다.)",
  },
  en: {
    rules: (name) =>
      `You are ${name}. Speak only as ${name}, to the end, and never write the other person's words or actions. Answer in English, in two to six sentences, as if speaking aloud, beginning with a short phrase. Put gestures or looks briefly between *asterisks*. No emoji, headings, lists or name tags.`,
    opponent: "Role",
    situation: "Situation",
    background: "Background",
    director: "Director's note",
    goOn: "(Carry the scene on with your next line.)",
    finish:
      "(Your line was cut short. Go on from the very word where it broke off and finish it, repeating nothing.)",
  },
  ja: {
    rules: (name) =>
      `あなたは${name}です。最後まで${name}としてだけ話し、相手の言葉や行動を代わりに書きません。日本語で、二文から六文で、声に出すように答えます。最初のひとことは短く。しぐさや表情は*アスタリスク*のあいだに短く書きます。絵文字、見出し、箇条書き、名札は使いません。`,
    opponent: "役",
    situation: "状況",
    background: "背景",
    director: "演出の指示",
    goOn: "（場面を続けて、次の台詞を言う。）",
    finish: "（台詞が途中で切れた。言ったことを繰り返さず、切れたところからそのまま続けて言い終える。）",
  },
  zh: {
    rules: (name) =>
      `你是${name}。自始至终只以${name}的身份说话，不代写对方的话语或动作。用中文回答，两到六句，像开口说话一样，第一句要短。动作或神情简短地写在*星号*之间。不用表情符号、标题、列表或姓名标签。`,
    opponent: "角色",
    situation: "情境",
    background: "背景",
    director: "导演提示",
    goOn: "（接着这一幕，说出下一句台词。）",
    finish: "（上一句台词被打断了。不要重复已说的话，从断开的地方直接接着说完。）",
  },
};

/**
 * What the model is sent. The stable text comes first and does not change from turn to turn (engines cache the
 * prefix); then as many of the newest lines as fit; of a line that was cut, only what was heard.
 */
export function buildPrompt(input: PromptInput): PromptLine[] {
  const words = HOUSE_RULES[input.language];
  const { opponent, situation, background } = input.scenario ?? {};
  const system = [
    words.rules(input.characterName),
    input.persona,
    opponent && `${words.opponent}: ${opponent}`,
    situation && `${words.situation}: ${situation}`,
    background && `${words.background}: ${background}`,
  ]
    .filter(Boolean)
    .join("\n\n");
  const note = input.directorNote && `(${words.director}: ${input.directorNote})`;

  const spoken = input.lines
    .filter((line) => line.role !== "system")
    .map((line): PromptLine => ({ role: line.role, content: heard(line) }))
    .filter((line) => line.content !== "");
  let left = input.budget - estimateTokens(system) - estimateTokens(note ?? "");
  const kept: PromptLine[] = [];
  for (const line of spoken.reverse()) {
    left -= estimateTokens(line.content) + 4;
    if (left < 0 && kept.length > 0) break;
    kept.unshift(line);
  }
  const goOn = input.isContinued ? words.finish : words.goOn;
  const cue = input.needsCue && kept.at(-1)?.role !== "user" ? goOn : null;
  const after = [note, cue].filter(Boolean).join("\n");
  return [
    { role: "system", content: system },
    ...kept,
    ...(after ? [{ role: cue ? ("user" as const) : ("system" as const), content: after }] : []),
  ];
}

function heard(line: PromptInput["lines"][number]): string {
  if (line.heardUntil === null) return line.content;
  const part = line.content.slice(0, line.heardUntil).trimEnd();
  return part === "" ? "…" : `${part} —`;
}

/** A cautious guess: about a token for each CJK character, one for every three others. */
export function estimateTokens(text: string): number {
  const cjk = text.match(/[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return Math.ceil(cjk * 0.9 + (text.length - cjk) / 3);
}
