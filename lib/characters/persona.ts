import type { Character } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";

const SECTIONS = [
  "description",
  "gender",
  "species",
  "age",
  "height",
  "job",
  "source_work",
  "worldview",
  "personality",
  "appearance",
  "features",
  "habits",
  "likes",
  "dislikes",
  "thoughts",
  "speech_style",
  "guidelines",
] as const;
type Section = (typeof SECTIONS)[number];

export type PersonaFields = Pick<Character, "name" | Section>;

interface PersonaWords {
  opening: (name: string) => string;
  separator: string;
  labels: Record<Section, string>;
}

const WORDS: Record<Locale, PersonaWords> = {
  ko: {
    opening: (name) => `당신의 배역: ${name}`,
    separator: ", ",
    labels: {
      description: "소개",
      gender: "성별",
      species: "종족",
      age: "나이",
      height: "키",
      job: "하는 일",
      source_work: "출전",
      worldview: "세계",
      personality: "성격",
      appearance: "겉모습",
      features: "특징",
      habits: "버릇",
      likes: "좋아하는 것",
      dislikes: "싫어하는 것",
      thoughts: "속마음",
      speech_style: "말투",
      guidelines: "연기 지침",
    },
  },
  en: {
    opening: (name) => `Your part: ${name}`,
    separator: ", ",
    labels: {
      description: "Who you are",
      gender: "Gender",
      species: "Species",
      age: "Age",
      height: "Height",
      job: "Occupation",
      source_work: "From",
      worldview: "World",
      personality: "Personality",
      appearance: "Appearance",
      features: "Distinctive",
      habits: "Habits",
      likes: "Likes",
      dislikes: "Dislikes",
      thoughts: "Private thoughts",
      speech_style: "Manner of speech",
      guidelines: "How to play the part",
    },
  },
  ja: {
    opening: (name) => `あなたの役：${name}`,
    separator: "、",
    labels: {
      description: "人物",
      gender: "性別",
      species: "種族",
      age: "年齢",
      height: "背丈",
      job: "生業",
      source_work: "出典",
      worldview: "世界",
      personality: "性格",
      appearance: "見た目",
      features: "特徴",
      habits: "癖",
      likes: "好きなもの",
      dislikes: "嫌いなもの",
      thoughts: "胸の内",
      speech_style: "話し方",
      guidelines: "演じ方",
    },
  },
  zh: {
    opening: (name) => `你的角色：${name}`,
    separator: "、",
    labels: {
      description: "简介",
      gender: "性别",
      species: "种族",
      age: "年龄",
      height: "身高",
      job: "身份",
      source_work: "出处",
      worldview: "世界",
      personality: "性格",
      appearance: "外貌",
      features: "特征",
      habits: "习惯",
      likes: "喜欢",
      dislikes: "讨厌",
      thoughts: "内心",
      speech_style: "说话方式",
      guidelines: "表演要点",
    },
  },
};

/** A character's fields as a text for a prompt, one labelled line each; empty fields are left out. */
export function buildPersona(fields: PersonaFields, locale: Locale): string {
  const { opening, separator, labels } = WORDS[locale];
  const colon = locale === "ja" || locale === "zh" ? "：" : ": ";
  const lines = SECTIONS.flatMap((section) => {
    const value = fields[section];
    const text = (typeof value === "string" ? value : value.join(separator)).trim();
    return text === "" ? [] : [`${labels[section]}${colon}${text}`];
  });
  return [opening(fields.name), ...lines].join("\n");
}
