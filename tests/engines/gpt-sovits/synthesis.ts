import { now } from "../clock";
import { send } from "../socket-server";
import type { EngineState } from "./engine-state";
import { isDiffusion, sampleRate } from "./options";
import type { GptSovitsRequest } from "./request-log";
import { silence, silentFile, spokenSeconds, tone, toneFrequency, wavHeader } from "./sound";
import { hangUp, SoundWriter, type Synthesis } from "./sound-writer";
import { planSpeech } from "./tts-checks";
import type { TtsParameters } from "./tts-parameters";

/** Answers a `/tts` whose parameters passed the first checks. */
export async function synthesise(synthesis: Synthesis): Promise<void> {
  const { engine, entry, parameters } = synthesis;
  if (parameters.streaming_mode === 0) {
    await engine.loop.block(() => asOne(engine, entry, () => wholeFile(synthesis)));
  } else {
    await asOne(engine, entry, () => stream(synthesis));
  }
}

async function asOne(engine: EngineState, entry: GptSovitsRequest, work: () => Promise<void>): Promise<void> {
  engine.log.beginSynthesis(entry);
  try {
    await work();
  } finally {
    engine.log.endSynthesis(entry);
  }
}

function paceOf({ engine, fault }: Synthesis): number {
  const factor = fault?.name === "slow" ? (fault.settings.factor ?? 10) : 1;
  return factor / engine.options.speed;
}

/** Spoken samples of a segment, and the pause after it; that is counted at 32 kHz in a whole file. */
function lengths({ engine, parameters, fault }: Synthesis, segment: string, whole: boolean) {
  const share = fault?.name === "swallow" ? 0.2 : 1;
  const rate = sampleRate(engine.version);
  const speed = parameters.speed_factor > 0 ? parameters.speed_factor : 1;
  return {
    spoken: Math.round(((spokenSeconds(segment) * share) / speed) * rate),
    pause: Math.round(Math.max(0, parameters.fragment_interval) * (whole ? 32_000 : rate)),
  };
}

/** The pitch changes with the weights that are loaded at this moment, and where the reference's features are of others. */
function pitch({ engine, parameters }: Synthesis): number {
  const { ref_audio_path: path } = parameters;
  const features = engine.references.get(path) ?? engine.sovitsWeights;
  engine.references.set(path, features);
  return toneFrequency({
    refAudioPath: features === engine.sovitsWeights ? path : `${path} as ${features} heard it`,
    gptWeights: engine.gptWeights,
    sovitsWeights: engine.sovitsWeights,
    text: parameters.text,
  });
}

async function wholeFile(synthesis: Synthesis): Promise<void> {
  const { engine, entry, parameters, fault, response, life } = synthesis;
  const { options } = engine;
  const startedAt = now();
  const plan = await planSpeech(parameters, engine.version, options.locale);
  if ("exception" in plan) {
    entry.status = 400;
    return send(response, 400, { message: "tts failed", Exception: plan.exception });
  }
  const rate = sampleRate(engine.version);
  const pieces = plan.segments.map((segment) => {
    const { spoken, pause } = lengths(synthesis, segment, true);
    return { spoken, sound: Buffer.concat([tone(pitch(synthesis), rate, spoken), silence(pause)]) };
  });
  const spokenTotal = pieces.reduce((sum, piece) => sum + piece.spoken, 0) / rate;
  const workMs = (options.firstMs + options.perSecond * spokenTotal * 1000) * paceOf(synthesis);
  await engine.gpu.work(startedAt, plan.segments.length === 0 ? 0 : workMs, life);
  let body =
    plan.segments.length === 0 || fault?.name === "silence" ? silentFile() : encode(parameters, rate, pieces);
  if (fault?.name === "brokenHeader") body = breakHeader(body);
  entry.status = 200;
  response.writeHead(200, {
    "Content-Type": `audio/${parameters.media_type}`,
    "Content-Length": body.length,
  });
  await new SoundWriter(synthesis).end(body);
}

function encode(parameters: TtsParameters, rate: number, pieces: { sound: Buffer }[]): Buffer {
  const pcm = Buffer.concat(pieces.map((piece) => piece.sound));
  return parameters.media_type === "raw" ? pcm : Buffer.concat([wavHeader(rate, pcm.length), pcm]);
}

async function stream(synthesis: Synthesis): Promise<void> {
  const { engine, entry, parameters, fault, response, life } = synthesis;
  let doneAt = now();
  entry.status = 200;
  response.writeHead(200, { "Content-Type": `audio/${parameters.media_type}` });
  response.flushHeaders();
  const plan = await planSpeech(parameters, engine.version, engine.options.locale);
  if ("exception" in plan) return hangUp(synthesis);
  const writer = new SoundWriter(synthesis);
  const rate = sampleRate(engine.version);
  const open = async () => {
    const header = wavHeader(rate, 0);
    if (parameters.media_type !== "raw")
      await writer.write(fault?.name === "brokenHeader" ? breakHeader(header) : header);
  };
  if (fault?.name === "silence") {
    await engine.gpu.work(doneAt, engine.options.firstMs * paceOf(synthesis), life);
    await open();
    await writer.flush(silence(16_000));
    return hangUp(synthesis);
  }
  let first = true;
  for (const segment of spokenSegments(plan.segments, parameters)) {
    for (const chunk of chunks(synthesis, segment)) {
      const workMs = engine.options.perSecond * chunk.seconds * 1000 + (first ? engine.options.firstMs : 0);
      doneAt = await engine.gpu.work(doneAt, workMs * paceOf(synthesis), life);
      if (life.aborted) return;
      await engine.loop.turn();
      if (first) await open();
      first = false;
      // The work goes on from when the chunk was done, unless a slow reader held it up.
      if (await writer.write(chunk.sound(pitch(synthesis)))) doneAt = Math.max(doneAt, writer.heldUntil);
      else if (entry.dropped || engine.options.disconnect === "stop") return;
    }
    if (response.destroyed) return;
  }
  await writer.end();
}

/** In modes 2 and 3 only the first segment of each batch is spoken. */
function spokenSegments(segments: string[], parameters: TtsParameters): string[] {
  const step = parameters.streaming_mode >= 2 ? Math.max(1, parameters.batch_size) : 1;
  return segments.filter((_, index) => index % step === 0);
}

interface Chunk {
  /** Spoken seconds in it. */
  seconds: number;
  sound: (frequency: number) => Buffer;
}

/** A segment as it is sent: whole in mode 1 (and always on v3/v4), piece by piece in 2 and 3; then its pause. */
function chunks(synthesis: Synthesis, segment: string): Chunk[] {
  const { engine, parameters } = synthesis;
  const rate = sampleRate(engine.version);
  const { spoken, pause } = lengths(synthesis, segment, false);
  const byTokens = parameters.streaming_mode >= 2 && !isDiffusion(engine.version);
  const seconds = byTokens
    ? engine.options.chunkSeconds * (Math.max(1, parameters.min_chunk_length) / 16)
    : 3600;
  const size = Math.max(1, Math.round(seconds * rate));
  const pieces: Chunk[] = [];
  for (let from = 0; from < spoken; from += size) {
    const to = Math.min(spoken, from + size);
    pieces.push({
      seconds: (to - from) / rate,
      sound: (frequency) => tone(frequency, rate, spoken, from, to),
    });
  }
  if (pause > 0) pieces.push({ seconds: 0, sound: () => silence(pause) });
  return pieces;
}

const breakHeader = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from("FORM\u0000\u0001"), body.subarray(6)]);
