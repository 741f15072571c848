import type { ServerResponse } from "node:http";
import { nextTurn, now } from "../clock";
import { drop, send, write } from "../socket-server";
import type { EngineState, FaultSettings, GptSovitsFault } from "./engine-state";
import { isDiffusion, sampleRate } from "./options";
import type { GptSovitsRequest } from "./request-log";
import { silence, silentFile, spokenSeconds, tone, toneFrequency, wavHeader } from "./sound";
import { planSpeech } from "./tts-checks";
import type { TtsParameters } from "./tts-parameters";

export interface Synthesis {
  engine: EngineState;
  entry: GptSovitsRequest;
  parameters: TtsParameters;
  fault: { name: GptSovitsFault; settings: FaultSettings } | null;
  response: ServerResponse;
  /** Aborts when the engine's process dies. */
  life: AbortSignal;
}

/** A write that took longer than this was held up by its reader. */
const HELD_UP_MS = 50;

/** Answers a `/tts` whose parameters passed the first checks. */
export async function synthesise(synthesis: Synthesis): Promise<void> {
  const { engine, entry, parameters } = synthesis;
  // A client that closed its old connection before it opened this one has left the old synthesis.
  await nextTurn();
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
function lengths({ engine, parameters }: Synthesis, segment: string, whole: boolean) {
  const rate = sampleRate(engine.version);
  const speed = parameters.speed_factor > 0 ? parameters.speed_factor : 1;
  return {
    spoken: Math.round((spokenSeconds(segment) / speed) * rate),
    pause: Math.round(Math.max(0, parameters.fragment_interval) * (whole ? 32_000 : rate)),
  };
}

/** The pitch changes with the weights that are loaded at this moment. */
function pitch({ engine, parameters }: Synthesis): number {
  return toneFrequency({
    refAudioPath: parameters.ref_audio_path,
    gptWeights: engine.gptWeights,
    sovitsWeights: engine.sovitsWeights,
    text: parameters.text,
  });
}

async function wholeFile(synthesis: Synthesis): Promise<void> {
  const { engine, entry, parameters, fault, response, life } = synthesis;
  const { options } = engine;
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
  await engine.gpu.work(now(), plan.segments.length === 0 ? 0 : workMs, life);
  let body =
    plan.segments.length === 0 || fault?.name === "silence" ? silentFile() : encode(parameters, rate, pieces);
  if (fault?.name === "brokenHeader") body = breakHeader(body);
  entry.status = 200;
  response.writeHead(200, {
    "Content-Type": `audio/${parameters.media_type}`,
    "Content-Length": body.length,
  });
  await new SoundWriter(synthesis).write(body);
  response.end();
}

function encode(parameters: TtsParameters, rate: number, pieces: { sound: Buffer }[]): Buffer {
  const pcm = Buffer.concat(pieces.map((piece) => piece.sound));
  return parameters.media_type === "raw" ? pcm : Buffer.concat([wavHeader(rate, pcm.length), pcm]);
}

async function stream(synthesis: Synthesis): Promise<void> {
  const { engine, entry, parameters, fault, response, life } = synthesis;
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
    await engine.gpu.work(now(), engine.options.firstMs * paceOf(synthesis), life);
    await open();
    await writer.write(silence(16_000));
    return hangUp(synthesis);
  }
  let doneAt = now();
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
      else if (engine.options.disconnect === "stop") return;
    }
    if (response.destroyed) return;
  }
  response.end();
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

function hangUp({ entry, response }: Synthesis): void {
  entry.dropped = true;
  drop(response);
}

const breakHeader = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from("FORM\u0000\u0001"), body.subarray(6)]);

/** Sends sound, now and then cut at an odd byte; dies where the fault says. */
class SoundWriter {
  #sent = 0;
  #writes = 0;
  /** When a reader that did not keep up had taken what was sent (epoch ms); 0 when none ever held it up. */
  heldUntil = 0;

  constructor(readonly synthesis: Synthesis) {}

  /** False when nobody listens any more. */
  async write(bytes: Buffer): Promise<boolean> {
    const { entry, fault, response } = this.synthesis;
    const began = now();
    const limit =
      fault?.name === "dieMidStream" ? (fault.settings.afterBytes ?? 20_000) : Number.POSITIVE_INFINITY;
    const allowed = bytes.subarray(0, Math.max(0, limit - this.#sent));
    entry.firstByteAt ??= began;
    this.#writes += 1;
    const odd = this.#writes % 2 === 0 && allowed.length > 1001 ? 1001 : allowed.length;
    for (const part of [allowed.subarray(0, odd), allowed.subarray(odd)]) {
      if (part.length > 0 && !(await write(response, part))) return false;
    }
    this.#sent += allowed.length;
    if (allowed.length < bytes.length) {
      hangUp(this.synthesis);
      return false;
    }
    if (now() - began > HELD_UP_MS) this.heldUntil = now();
    return !response.destroyed;
  }
}
