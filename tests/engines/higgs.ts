import type { IncomingMessage, ServerResponse } from "node:http";
import { now, sleepUntil } from "./clock";
import { FaultBoard, type FaultScope } from "./faults";
import { spokenSeconds, tone, toneFrequency } from "./gpt-sovits/sound";
import { higgsOpenApi, refusalOf, refuse } from "./higgs/checks";
import { readMultipart } from "./higgs/multipart";
import { encodeWav, type HiggsSampleFormat } from "./higgs/wav";
import { drop, readBytes, SocketServer, send } from "./socket-server";
import { SpeechLog } from "./speech-log";

export interface HiggsOptions {
  /** 0: any free port. */
  port: number;
  /** A: the basic revision, B: the extended one. */
  revision: "A" | "B";
  /** How many times faster than a model; 1 takes half of the sound's length. */
  speed: number;
  /** What `torchaudio.save` writes: float32 before 2.9, its encoder's choice since. */
  samples: HiggsSampleFormat;
}

export const HIGGS_FAULTS = {
  hang: "never answers",
  reset: "breaks the connection",
  garbage: "answers 200 with a page",
  notLoaded: "answers that the model is not loaded",
  noSound: "answers 500: list index out of range",
  silence: "answers with silence",
  emptySound: "answers 200 with an empty audio_base64",
} as const;
export type HiggsFault = keyof typeof HIGGS_FAULTS;

/** A Higgs Audio v2 REST server with real sockets, without a model: tones instead of voices. */
export interface HiggsSimulator {
  readonly url: string;
  readonly port: number;
  readonly log: SpeechLog;
  /** Voices by name, with what their `.txt` says (null: none). */
  readonly voices: Map<string, string | null>;
  /** What uploads said in their forms beside the file, which it does not read. */
  readonly fields: Record<string, string>[];
  whenIdle(): Promise<void>;
  behave(fault: HiggsFault | "well", scope?: FaultScope): void;
  close(): Promise<void>;
}

const RATE = 24_000;
const TOKENS_PER_SECOND = 25;

export async function startHiggs(given: Partial<HiggsOptions> = {}): Promise<HiggsSimulator> {
  const options: HiggsOptions = { port: 0, revision: "A", speed: 1, samples: "float32", ...given };
  const log = new SpeechLog();
  const faults = new FaultBoard<HiggsFault, object>();
  const voices = new Map<string, string | null>([
    ["belinda", "Twas the night before my birthday."],
    ["broom_salesman", null],
  ]);
  const fields: Record<string, string>[] = [];
  /** Every handler blocks the event loop: whoever comes later waits, `/health` too. */
  let loop: Promise<void> = Promise.resolve();

  const server: SocketServer = new SocketServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://engine");
    const body = await readBytes(request);
    const entry = { method: request.method ?? "", path: url.pathname, aborted: false } as const;
    const logged = { ...entry, query: Object.fromEntries(url.searchParams), body: jsonOf(body) };
    log.requests.push(logged);
    const before = loop;
    const mine = before
      .then(() => answer(request, response, url, body))
      .catch(() => {
        response.destroy();
      });
    loop = mine;
    await mine;
  });

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL, body: Buffer) {
    const isGenerate = url.pathname.startsWith("/generate");
    const json = jsonOf(body);
    const fault = isGenerate ? (faults.take(String(json.text ?? ""))?.name ?? null) : faults.standing();
    if (fault === "hang") return sleepUntil(now() + 3_600_000, closing(response, server.life));
    if (fault === "reset") return drop(response);
    if (fault === "garbage") return send(response, 200, "<html>hello</html>", "text/html");
    if (url.pathname === "/health") {
      const model_loaded = fault !== "notLoaded";
      return send(response, 200, {
        status: "healthy",
        model_loaded,
        device: "cuda",
        voices_available: voices.size,
      });
    }
    if (url.pathname === "/openapi.json") return send(response, 200, higgsOpenApi(options.revision));
    if (url.pathname === "/voices") return send(response, 200, voiceList());
    if (url.pathname === "/upload-voice" && request.method === "POST")
      return upload(request, response, url, body);
    const known = ["/generate", "/generate/voice-clone", "/generate/multi-speaker"].includes(url.pathname);
    if (!known || request.method !== "POST") return refuse(response, 404, "Not Found");
    if (fault === "notLoaded") return refuse(response, 503, "Model not loaded");
    if (fault === "noSound") return refuse(response, 500, "list index out of range");
    const refusal = refusalOf(url.pathname, json, voices, options.revision);
    if (refusal) return refuse(response, refusal.status, refusal.detail);
    if (fault === "emptySound") return send(response, 200, generated("", String(json.text), 0));
    log.begin();
    try {
      const limit = Number(json.max_new_tokens ?? 1024) / TOKENS_PER_SECOND;
      const seconds = Math.min(limit, Math.max(0.2, spokenSeconds(String(json.text))));
      // A client that goes away does not stop it.
      await sleepUntil(now() + (seconds * 500) / options.speed, server.life);
      const total = Math.round(seconds * RATE);
      const pcm = fault === "silence" ? Buffer.alloc(total * 2) : tone(frequencyOf(json), RATE, total);
      const wav = encodeWav(pcm, RATE, options.samples).toString("base64");
      if (!response.destroyed) send(response, 200, generated(wav, String(json.text), seconds));
    } finally {
      log.end();
    }
  }

  function voiceList() {
    const audio = [...voices].map(([name, description]) => ({ name, description: description ?? "" }));
    if (options.revision === "A") return audio;
    const profile = { name: "profile:male_en", description: "Male, American accent", type: "profile" };
    return [...audio.map((voice) => ({ ...voice, type: "audio" })), profile];
  }

  function upload(request: IncomingMessage, response: ServerResponse, url: URL, body: Buffer) {
    const name = url.searchParams.get("name");
    const parts = readMultipart(request.headers["content-type"] ?? "", body);
    const file = parts.get("file");
    const texts = [...parts].filter(([, part]) => part.filename === undefined);
    fields.push(Object.fromEntries(texts.map(([field, { bytes }]) => [field, bytes.toString("utf8")])));
    const missing = name === null ? ["query", "name"] : file ? null : ["body", "file"];
    if (missing) return refuse(response, 422, [{ type: "missing", loc: missing, msg: "Field required" }]);
    if (!/\.(wav|mp3|flac)$/.test(file?.filename ?? ""))
      return refuse(response, 400, "Only audio files (.wav, .mp3, .flac) are allowed");
    voices.set(name ?? "", url.searchParams.get("description") || null);
    return send(response, 200, { message: `Voice '${name}' uploaded successfully` });
  }

  await server.start(options.port);
  return {
    get url() {
      return server.url;
    },
    get port() {
      return server.port;
    },
    log,
    voices,
    fields,
    whenIdle: () => log.whenIdle(),
    behave: (fault, scope = {}) => (fault === "well" ? faults.clear() : faults.add(fault, scope)),
    close: () => server.stop(),
  };
}

function frequencyOf(json: Record<string, unknown>): number {
  const voice =
    json.reference_voice ?? json.reference_audio ?? json.reference_voices ?? json.reference_audios;
  const refAudioPath = JSON.stringify(voice ?? "random");
  return toneFrequency({ refAudioPath, gptWeights: "", sovitsWeights: "", text: String(json.text) });
}

function generated(audio: string, text: string, duration: number) {
  const completion_tokens = Math.round(duration * TOKENS_PER_SECOND);
  const usage = {
    prompt_tokens: 100,
    completion_tokens,
    total_tokens: 100 + completion_tokens,
    cached_tokens: 0,
  };
  return { audio_base64: audio, text, sampling_rate: RATE, duration, usage };
}

function closing(response: ServerResponse, life: AbortSignal): AbortSignal {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  return AbortSignal.any([life, gone.signal]);
}

function jsonOf(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return {};
  }
}
