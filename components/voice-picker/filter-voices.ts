import type { VoiceList } from "@/lib/contract/speech";

export type PickerVoice = VoiceList["voices"][number];
export type VoiceTag = PickerVoice["tags"][number];

export interface VoiceFilters {
  query: string;
  /** What it must be able to say; "" = anything. */
  language: string;
  tag: VoiceTag | "";
}

/** The voices in whose name or description every word occurs, which speak the language and bear the tag. */
export function filterVoices(
  voices: readonly PickerVoice[],
  { query, language, tag }: VoiceFilters,
): PickerVoice[] {
  const words = query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  return voices.filter((voice) => {
    const text = `${voice.name} ${voice.description}`.normalize("NFKC").toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (language === "" || voice.languages.includes(language)) &&
      (tag === "" || voice.tags.includes(tag))
    );
  });
}

/** Tags some of the voices bear and some do not: the others tell nothing apart. */
export function tellingTags(voices: readonly PickerVoice[]): VoiceTag[] {
  const all = new Set(voices.flatMap(({ tags }) => tags));
  return [...all].filter((tag) => voices.some(({ tags }) => !tags.includes(tag)));
}
