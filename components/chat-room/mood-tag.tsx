import { useTranslations } from "use-intl";

const KNOWN = [
  "happy",
  "sad",
  "angry",
  "afraid",
  "surprised",
  "tender",
  "whisper",
  "tired",
  "excited",
  "serious",
] as const;

/** A mood's name in the reader's language; one that the voice's owner named otherwise as it is. */
export function useMoodName(): (mood: string) => string {
  const t = useTranslations("moods");
  return (mood) => {
    const known = KNOWN.find((name) => name === mood);
    return known ? t(known) : mood;
  };
}

/** The mood a sentence is spoken in. */
export function MoodTag({ mood }: { mood: string }) {
  const nameOf = useMoodName();
  return <small className="mood-tag">{nameOf(mood)}</small>;
}
