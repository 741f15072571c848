/**
 * What stage directions say of a mood, and what voices' references are called: stems, in every language a play has.
 * Latin ones are whole words or their beginnings (`laugh` is in "laughs"); others may stand anywhere.
 */
const STEMS = {
  happy:
    "happ joy glad smil grins grinning laugh giggl chuckl cheer delight beam 기쁘 기쁨 기뻐 웃 미소 활짝 즐거 신나 행복 깔깔 방긋 빙그레 싱긋 笑 喜び 嬉し 楽し 微笑 高兴 高興 开心 喜悦 欢喜 快乐",
  sad: "sad cry cries crying sob weep tear griev sorrow mourn gloom melanchol 슬프 슬픔 슬퍼 눈물 울먹 울면 울며 흐느 서글 서럽 침울 泣 涙 悲し 哀し 寂し 切な 难过 伤心 哭 悲伤 流泪 哀伤 眼泪",
  angry:
    "angr anger annoy furi fury rage shout yell scowl glar snarl irritat 화나 화난 화내 화를 분노 성난 성내 노려 소리치 고함 버럭 짜증 호통 怒 苛立 睨 叫 生气 愤怒 发火 怒吼 恼",
  afraid:
    "afraid fear scare terrif trembl shiver frighten nervous anxious panic 무서 두려 겁에 겁을 겁이 겁먹 떨며 떨리 덜덜 불안 공포 벌벌 怖 恐れ 怯え 震え 不安 害怕 恐惧 发抖 颤抖 惊恐",
  surprised:
    "surpris shock startl gasp astonish amaz stunned 놀라 놀란 놀람 깜짝 휘둥그 화들짝 驚 びっくり 目を丸 惊讶 吃惊 惊呆 震惊",
  tender:
    "tender gentl soft warm lov affection caress 다정 부드럽 따뜻 상냥 사랑스 쓰다듬 살며시 優し 柔らか 愛おし そっと 温柔 轻柔 柔声 深情",
  whisper: "whisper murmur mutter hush 속삭 귓속말 소곤 중얼 나직 囁 ささや 小声 呟 耳语 低声 轻声 悄悄",
  tired:
    "tired weary exhaust yawn sleep sighs sighing sighed 지친 지쳐 피곤 하품 졸린 졸리 한숨 疲れ 眠 あくび ため息 疲惫 疲倦 哈欠 叹气 叹息",
  excited: "excit eager thrill enthusias 흥분 들뜬 들떠 설레 興奮 わくわく 弾ん 激动 兴奋",
  serious:
    "serious stern solemn gravely cold firm 진지 엄숙 단호 심각 차갑 냉정 真剣 厳し 冷た 严肃 认真 冷冷 坚定",
} as const;
type Emotion = keyof typeof STEMS;

const TABLE: readonly (readonly [Emotion, RegExp])[] = Object.entries(STEMS).map(([emotion, stems]) => [
  emotion as Emotion,
  new RegExp(stems.split(" ").map(asPattern).join("|"), "iu"),
]);

const DIRECTION =
  /(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)|[(（]([^()（）\n]+)[)）]|[[［]([^[\]［］\n]+)[\]］]|【([^【】\n]+)】/g;

/** The stage direction a stretch of a line that begins at `start` is spoken under: the last before it in its paragraph. */
export function directionBefore(content: string, start: number): string {
  const before = content.slice(0, start);
  const paragraph = before.slice(before.search(/\n\s*\n(?![\s\S]*\n\s*\n)/) + 1);
  const last = [...paragraph.matchAll(DIRECTION)].at(-1);
  return last ? (last.slice(1).find((words) => words !== undefined) ?? "") : "";
}

/**
 * Which of a voice's moods a direction asks for; undefined = the neutral one. A mood's own name counts first, then the
 * word that stands first in the direction. The same direction always gives the same mood.
 */
export function moodFor(direction: string, moods: readonly string[]): string | undefined {
  if (direction.trim() === "" || moods.length === 0) return undefined;
  const told = direction.normalize("NFC");
  const named = moods.find((mood) => new RegExp(asPattern(mood.normalize("NFC")), "iu").test(told));
  if (named) return named;
  const found = TABLE.map(([emotion, pattern]) => ({ emotion, at: told.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  for (const { emotion } of found) {
    const mood = moods.find((name) => emotionNamed(name) === emotion);
    if (mood) return mood;
  }
  return undefined;
}

/** What a voice's mood is called, in whatever language its owner wrote it. */
function emotionNamed(mood: string): Emotion | undefined {
  const name = mood.normalize("NFC").toLowerCase();
  return TABLE.find(([emotion, pattern]) => emotion === name || pattern.test(name))?.[0];
}

function asPattern(stem: string): string {
  const literal = stem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return /^\p{Script=Latin}/u.test(stem) ? `\\b${literal}` : literal;
}
