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

/** The mood a sentence is spoken in, in the reader's language; one that the voice's owner named otherwise as it is. */
export function MoodTag({ mood }: { mood: string }) {
  const t = useTranslations("moods");
  const known = KNOWN.find((name) => name === mood);
  return <small className="mood-tag">{known ? t(known) : mood}</small>;
}
