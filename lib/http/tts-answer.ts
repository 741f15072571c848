import "server-only";
import type { AudioFormat, TtsAnswer } from "@/lib/contract/speech";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { audioUrl } from "@/lib/speech/audio-url";
import { type FinishedClip, isDoubtful } from "@/lib/speech/clips";
import type { EncodedSounds } from "@/lib/speech/encode/encoded-sounds";
import { encodedFormat } from "@/lib/speech/encode/formats";
import type { Said } from "@/lib/speech/say";
import { WAV_HEADER_BYTES } from "@/lib/speech/wav";

/** What is told of a file that was spoken: its facts are those of the format it was asked in. */
export async function ttsAnswer(
  { file, voice, cached, clip }: Said,
  made: FinishedClip,
  { format, sounds, locale }: { format: AudioFormat; sounds: EncodedSounds; locale: Locale },
): Promise<TtsAnswer> {
  const { durationMs, bytes, sampleRate } = await factsIn(format);
  return {
    audio_url: audioUrl(file.id, format),
    file_id: file.id,
    duration: durationMs / 1000,
    file_size: bytes,
    format,
    sample_rate: sampleRate,
    voice_id: voice.id,
    created_at: new Date(file.createdAt).toISOString(),
    cached,
    ...(isDoubtful(made) && {
      notices: [{ code: "SPEECH_DOUBTFUL", message: sentence(locale, "notice_SPEECH_DOUBTFUL") }],
    }),
  };

  async function factsIn(wanted: AudioFormat) {
    if (wanted === "wav") return made;
    if (wanted === "raw") return { ...made, bytes: made.bytes - WAV_HEADER_BYTES };
    const encoded = encodedFormat(wanted);
    const sound = made.kept
      ? await sounds.ofStored(made, encoded)
      : await sounds.whole(encoded, { ...made, pcm: clip.read() });
    return { ...sound, bytes: sound.bytes.byteLength };
  }
}
