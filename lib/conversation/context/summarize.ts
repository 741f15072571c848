import type { Locale } from "@/lib/i18n/locales";
import type { PromptLine } from "@/lib/llm/engine";
import type { SpokenLine } from "../prompt/spoken-lines";

interface SummaryWords {
  system: (name: string, characters: number) => string;
  before: string;
  since: string;
}

const SUMMARY_WORDS: Record<Locale, SummaryWords> = {
  ko: {
    system: (name, characters) =>
      `당신은 ${name}(이)가 나오는 역할극의 기억을 맡은 기록자입니다. 지금까지의 요약과 그 뒤의 대화를 합쳐 새 요약을 한국어로 씁니다. 이름, 장소, 약속, 관계, 물건, 숫자, 서로 알게 된 사실, 아직 풀리지 않은 일을 빠뜨리지 않습니다. 앞 요약의 사실은 여전히 뜻이 있으면 남깁니다. 있었던 일만 삼인칭으로, ${characters}자 안에서 씁니다. 요약문만 씁니다.`,
    before: "지금까지의 요약",
    since: "그 뒤의 대화",
  },
  en: {
    system: (name, characters) =>
      `You keep the memory of a role play with ${name}. Merge the summary so far and the conversation since into one new summary, in English. Leave out no name, place, promise, relationship, object, number, fact they learnt of each other, or open question. Keep what the earlier summary says as long as it matters. Only what happened, in the third person, within ${characters} characters. Write the summary alone.`,
    before: "Summary so far",
    since: "The conversation since",
  },
  ja: {
    system: (name, characters) =>
      `あなたは${name}が登場するロールプレイの記憶を預かる書記です。これまでの要約とその後の会話を合わせ、新しい要約を日本語で書きます。名前、場所、約束、関係、物、数、互いに知った事実、まだ解けていないことを落としません。前の要約の事実は、意味があるかぎり残します。起きたことだけを三人称で、${characters}字以内で書きます。要約だけを書きます。`,
    before: "これまでの要約",
    since: "その後の会話",
  },
  zh: {
    system: (name, characters) =>
      `你负责保存一场有${name}出场的角色扮演的记忆。把到目前为止的摘要和之后的对话合并成一份新的中文摘要。不要遗漏名字、地点、约定、关系、物品、数字、彼此得知的事实和未解决的事。前一份摘要中仍有意义的事实要保留。只写发生过的事，用第三人称，不超过${characters}个字。只写摘要本身。`,
    before: "到目前为止的摘要",
    since: "之后的对话",
  },
};

/** What a model is asked so that a summary and the lines after it become one summary. */
export function summaryPrompt(
  before: string,
  lines: readonly SpokenLine[],
  play: { characterName: string; language: Locale },
  characters: number,
): PromptLine[] {
  const words = SUMMARY_WORDS[play.language];
  const told = lines.map(({ speaker, content }) => `${speaker}: ${content}`).join("\n");
  const earlier = before === "" ? "" : `${words.before}:\n${before}\n\n`;
  return [
    { role: "system", content: words.system(play.characterName, characters) },
    { role: "user", content: `${earlier}${words.since}:\n${told}` },
  ];
}
