import { AppError } from "@/lib/contract/app-error";

const TAG = /\[SPEAKER(\d{1,3})\]/gi;

/**
 * Who says what in `[SPEAKER0] … [SPEAKER1] …`; what stands before the first tag is the first one's. Throws
 * VALIDATION_ERROR for a number nobody has.
 */
export function readSpeakerLines<Voice>(
  text: string,
  speakers: readonly Voice[],
): { speaker: number; voice: Voice; text: string }[] {
  const [before = "", ...rest] = text.split(TAG);
  const lines = [{ speaker: 0, text: before }];
  for (let at = 0; at < rest.length; at += 2)
    lines.push({ speaker: Number(rest[at]), text: rest[at + 1] ?? "" });
  return lines
    .filter((line) => line.text.trim() !== "")
    .map((line) => {
      const voice = speakers[line.speaker];
      if (voice !== undefined) return { ...line, voice };
      const params = { speaker: line.speaker, last: speakers.length - 1 };
      throw new AppError("VALIDATION_ERROR", { key: "text_speaker_unknown", params });
    });
}
