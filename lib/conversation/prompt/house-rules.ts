import type { PromptRules } from "@/lib/contract/memory";
import type { Locale } from "@/lib/i18n/locales";

/** The words of a prompt around what the play brings. */
export interface PromptWords {
  is: (name: string) => string;
  stays: (name: string) => string;
  neverSpeaksForUser: string;
  form: string;
  noEmoji: string;
  user: (name: string) => string;
  opponent: string;
  situation: string;
  background: string;
  lore: string;
  examples: string;
  pins: string;
  summary: string;
  director: string;
  goOn: string;
  finish: string;
}

export const PROMPT_WORDS: Record<Locale, PromptWords> = {
  ko: {
    is: (name) => `당신은 ${name}입니다.`,
    stays: (name) => `끝까지 ${name}(으)로서만 말합니다.`,
    neverSpeaksForUser: "상대의 말이나 행동을 대신 쓰지 않습니다.",
    form: "한국어로, 두 문장에서 여섯 문장 사이로, 소리 내어 말하듯 답합니다. 첫마디는 짧게 시작합니다. 몸짓이나 표정은 *별표* 사이에 짧게 적습니다. 제목, 목록, 이름표는 쓰지 않습니다.",
    noEmoji: "이모지는 쓰지 않습니다.",
    user: (name) => (name ? `당신과 이야기하는 사람은 ${name}입니다.` : "당신과 이야기하는 사람"),
    opponent: "역할",
    situation: "상황",
    background: "배경",
    lore: "알고 있는 사실",
    examples: "말하는 본보기",
    pins: "반드시 기억할 것",
    summary: "지금까지의 이야기",
    director: "연출 지시",
    goOn: "(장면을 이어서, 다음 대사를 말한다.)",
    finish: "(앞의 대사가 끊겼다. 끊긴 그 자리에서, 한 말을 되풀이하지 않고 바로 이어서 끝맺는다.)",
  },
  en: {
    is: (name) => `You are ${name}.`,
    stays: (name) => `Speak only as ${name}, to the end.`,
    neverSpeaksForUser: "Never write the other person's words or actions.",
    form: "Answer in English, in two to six sentences, as if speaking aloud, beginning with a short phrase. Put gestures or looks briefly between *asterisks*. No headings, lists or name tags.",
    noEmoji: "No emoji.",
    user: (name) =>
      name ? `The person you are talking with is ${name}.` : "The person you are talking with",
    opponent: "Role",
    situation: "Situation",
    background: "Background",
    lore: "What you know",
    examples: "How you talk, by example",
    pins: "Always remember",
    summary: "The story so far",
    director: "Director's note",
    goOn: "(Carry the scene on with your next line.)",
    finish:
      "(Your line was cut short. Go on from the very word where it broke off and finish it, repeating nothing.)",
  },
  ja: {
    is: (name) => `あなたは${name}です。`,
    stays: (name) => `最後まで${name}としてだけ話します。`,
    neverSpeaksForUser: "相手の言葉や行動を代わりに書きません。",
    form: "日本語で、二文から六文で、声に出すように答えます。最初のひとことは短く。しぐさや表情は*アスタリスク*のあいだに短く書きます。見出し、箇条書き、名札は使いません。",
    noEmoji: "絵文字は使いません。",
    user: (name) => (name ? `あなたの話し相手は${name}です。` : "あなたの話し相手"),
    opponent: "役",
    situation: "状況",
    background: "背景",
    lore: "知っていること",
    examples: "話し方の見本",
    pins: "必ず覚えておくこと",
    summary: "これまでの物語",
    director: "演出の指示",
    goOn: "（場面を続けて、次の台詞を言う。）",
    finish: "（台詞が途中で切れた。言ったことを繰り返さず、切れたところからそのまま続けて言い終える。）",
  },
  zh: {
    is: (name) => `你是${name}。`,
    stays: (name) => `自始至终只以${name}的身份说话。`,
    neverSpeaksForUser: "不代写对方的话语或动作。",
    form: "用中文回答，两到六句，像开口说话一样，第一句要短。动作或神情简短地写在*星号*之间。不用标题、列表或姓名标签。",
    noEmoji: "不用表情符号。",
    user: (name) => (name ? `与你交谈的人是${name}。` : "与你交谈的人"),
    opponent: "角色",
    situation: "情境",
    background: "背景",
    lore: "你所知道的事",
    examples: "说话的范例",
    pins: "必须记住",
    summary: "到目前为止的故事",
    director: "导演提示",
    goOn: "（接着这一幕，说出下一句台词。）",
    finish: "（上一句台词被打断了。不要重复已说的话，从断开的地方直接接着说完。）",
  },
};

/** The rules of role-play that hold in a play, as one paragraph. */
export function houseRules(name: string, language: Locale, rules: PromptRules): string {
  const words = PROMPT_WORDS[language];
  const sentences = [
    words.is(name),
    rules.stays_in_character && words.stays(name),
    rules.never_speaks_for_user && words.neverSpeaksForUser,
    words.form,
    rules.no_emoji && words.noEmoji,
    rules.more.trim(),
  ];
  return sentences.filter(Boolean).join(language === "ja" || language === "zh" ? "" : " ");
}
