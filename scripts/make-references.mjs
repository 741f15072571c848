// Makes lib/voices/references/*.wav: each built-in voice saying its own transcript, spoken by the embedded
// voice. Run after a change of timbre or transcript: node scripts/make-references.mjs
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { register } from "tsx/esm/api";

const MIN_SECONDS = 4;
const MAX_SECONDS = 6;
const MAX_BYTES = 260_000;
/** Long silences at the ends only dilute what an engine learns from the clip. */
const EDGE_SECONDS = 0.12;
const QUIET = 200;

process.chdir(path.resolve(import.meta.dirname, ".."));
register();
const { BUILTIN_VOICES } = await import("../lib/voices/builtin-voices.ts");
const { createEmbedded } = await import("../lib/speech/engines/embedded.ts");
const { wavHeader } = await import("../lib/speech/wav.ts");

const folder = path.resolve("lib/voices/references");
await mkdir(folder, { recursive: true });
const engine = createEmbedded();
const context = { signal: new AbortController().signal, fetch, now: Date.now, logger: null };

for (const voice of BUILTIN_VOICES) {
  const audio = await engine.synthesize(
    {
      text: voice.reference.promptText,
      language: voice.reference.promptLang,
      reference: null,
      timbre: voice.timbre,
      controls: { speed_factor: 1 },
      streamingMode: 0,
    },
    context,
  );
  const chunks = [];
  for await (const chunk of audio.pcm) chunks.push(chunk);
  const pcm = trimmed(Buffer.concat(chunks), audio.sampleRate);
  const seconds = pcm.byteLength / 2 / audio.sampleRate;
  const clip = Buffer.concat([wavHeader({ sampleRate: audio.sampleRate, dataBytes: pcm.byteLength }), pcm]);
  console.log(`${voice.reference.file} ${seconds.toFixed(2)} s, ${clip.byteLength} bytes`);
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || clip.byteLength > MAX_BYTES) {
    throw new Error(
      `${voice.id}: a clip lasts ${MIN_SECONDS} to ${MAX_SECONDS} s and has at most ${MAX_BYTES} bytes`,
    );
  }
  await writeFile(path.join(folder, voice.reference.file), clip);
}
engine.close();

function trimmed(pcm, sampleRate) {
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength / 2);
  const edge = Math.round(EDGE_SECONDS * sampleRate);
  const first = samples.findIndex((sample) => Math.abs(sample) > QUIET);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > QUIET);
  return pcm.subarray(Math.max(0, first - edge) * 2, Math.min(samples.length, last + edge) * 2);
}
