import type { ServerResponse } from "node:http";
import { now, sleepUntil } from "./clock";
import { FaultBoard, type FaultScope } from "./faults";
import { spokenSeconds, tone, toneFrequency, wavHeader } from "./gpt-sovits/sound";
import { FLAVOURS, type FlavourName } from "./openai-speech/flavours";
import { drop, readBody, SocketServer, send, write } from "./socket-server";
import { SpeechLog } from "./speech-log";

export type { FlavourName } from "./openai-speech/flavours";

export interface OpenAiSpeechSimulatorOptions {
  /** 0: any free port. */
  port: number;
  flavour: FlavourName;
  /** How many times faster than a model; 1 takes half of the sound's length. */
  speed: number;
}

export const OPENAI_SPEECH_FAULTS = {
  hang: "never answers",
  reset: "breaks the connection",
  garbage: "answers 200 with a page",
  dieMidStream: "breaks off in the middle of the sound",
  silence: "answers with silence",
  empty: "answers 200 without a byte",
  saturated: "answers 503",
  crash: "answers 500 in plain text",
  compressed: "answers an mp3 whatever was asked",
  zeroSizes: "writes a header whose sizes are 0",
} as const;
export type OpenAiSpeechFault = keyof typeof OPENAI_SPEECH_FAULTS;

/** A server with `/v1/audio/speech` on real sockets, without a model: tones instead of voices. */
export interface OpenAiSpeechSimulator {
  readonly url: string;
  readonly port: number;
  readonly log: SpeechLog;
  whenIdle(): Promise<void>;
  behave(fault: OpenAiSpeechFault | "well", scope?: FaultScope): void;
  close(): Promise<void>;
}

type Json = Record<string, unknown>;
/** Every one of them is a FastAPI application. */
const OPENAPI = { openapi: "3.1.0", paths: { "/v1/audio/speech": {} } };
const UNKNOWN_SIZE = 0xffffffff;
const SLICE_SECONDS = 0.25;

export async function startOpenAiSpeech(
  given: Partial<OpenAiSpeechSimulatorOptions> = {},
): Promise<OpenAiSpeechSimulator> {
  const options: OpenAiSpeechSimulatorOptions = { port: 0, flavour: "kokoro", speed: 1, ...given };
  const flavour = FLAVOURS[options.flavour];
  const log = new SpeechLog();
  const faults = new FaultBoard<OpenAiSpeechFault, object>();
  let loop: Promise<void> = Promise.resolve();

  const server: SocketServer = new SocketServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://engine");
    const text = await readBody(request);
    const json: Json = text === "" ? {} : JSON.parse(text);
    const query = Object.fromEntries(searchParams);
    const entry = { method: request.method ?? "", path: pathname, query, body: json, aborted: false };
    response.on("close", () => {
      entry.aborted = !response.writableFinished;
    });
    log.requests.push(entry);
    if (!flavour.blocks) return answer(response, pathname, json);
    const mine = loop
      .then(() => answer(response, pathname, json))
      .catch(() => {
        response.destroy();
      });
    loop = mine;
    await mine;
  });

  async function answer(response: ServerResponse, path: string, json: Json): Promise<void> {
    const isSpeech = path === "/v1/audio/speech";
    const fault = isSpeech ? (faults.take(String(json.input))?.name ?? null) : faults.standing();
    if (fault === "hang") return sleepUntil(now() + 3_600_000, gone(response));
    if (fault === "reset") return drop(response);
    if (fault === "garbage") return send(response, 200, "<html>hello</html>", "text/html");
    const page =
      { "/v1/audio/voices": flavour.voices, "/health": flavour.health, "/openapi.json": OPENAPI }[path] ??
      null;
    if (!isSpeech) return page ? send(response, 200, page) : send(response, 404, { detail: "Not Found" });
    if (fault === "saturated") return send(response, 503, { detail: "Model is not loaded" });
    if (fault === "crash") return send(response, 500, "Internal Server Error");
    const refusal = flavour.refuse(json);
    if (refusal) return send(response, refusal.status, refusal.body);
    log.begin();
    try {
      await speak(response, json, fault);
    } finally {
      log.end();
    }
  }

  async function speak(response: ServerResponse, json: Json, fault: OpenAiSpeechFault | null) {
    const asked = String(json.response_format ?? flavour.defaultFormat);
    const format = fault === "compressed" ? "mp3" : flavour.alwaysWav ? "wav" : asked;
    const { rate } = flavour;
    const input = String(json.input);
    const total = Math.round(Math.max(0.2, spokenSeconds(input)) * rate);
    const source = { refAudioPath: String(json.voice), gptWeights: "", sovitsWeights: "", text: input };
    const sound = fault === "silence" ? Buffer.alloc(total * 2) : tone(toneFrequency(source), rate, total);
    const streams = flavour.streams && json.stream !== false;
    const head =
      format === "wav" ? header(rate, sound.length, streams, fault === "zeroSizes") : Buffer.alloc(0);
    const type = format === "pcm" ? flavour.pcmType : format === "mp3" ? "audio/mpeg" : `audio/${format}`;
    const stop = flavour.blocks ? server.life : gone(response);
    const busyMs = (seconds: number) => (seconds * 500) / options.speed;
    if (fault === "empty") return send(response, 200, "", type);
    if (format !== "wav" && format !== "pcm")
      return send(response, 200, Buffer.from("ID3\x04\x00\x00not played"), type);
    if (!streams) {
      await sleepUntil(now() + busyMs(total / rate), stop);
      if (response.destroyed) return;
      if (fault !== "dieMidStream") return send(response, 200, Buffer.concat([head, sound]), type);
      response.writeHead(200, { "Content-Type": type, "Content-Length": head.length + sound.length });
    } else response.writeHead(200, { "Content-Type": type });
    await write(response, head);
    const slice = Math.round(SLICE_SECONDS * rate) * 2;
    for (let at = 0; at < sound.length; at += slice) {
      if (fault === "dieMidStream" && at > 0) return drop(response);
      await sleepUntil(now() + busyMs(SLICE_SECONDS), stop);
      if (!(await write(response, sound.subarray(at, at + slice)))) return;
    }
    if (fault === "dieMidStream") return drop(response);
    response.end();
  }

  function gone(response: ServerResponse): AbortSignal {
    const left = new AbortController();
    if (response.destroyed) left.abort();
    response.on("close", () => left.abort());
    return AbortSignal.any([server.life, left.signal]);
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
    whenIdle: () => log.whenIdle(),
    behave: (fault, scope = {}) => (fault === "well" ? faults.clear() : faults.add(fault, scope)),
    close: () => server.stop(),
  };
}

/** A stream's header is 78 bytes long: a LIST chunk stands before the sound, and no size is true. */
function header(rate: number, bytes: number, streams: boolean, zero: boolean): Buffer {
  const plain = wavHeader(rate, bytes);
  if (!streams && !zero) return plain;
  const unknown = zero ? 0 : UNKNOWN_SIZE;
  plain.writeUInt32LE(unknown, 4);
  plain.writeUInt32LE(unknown, 40);
  const list = Buffer.from("LIST\x1a\x00\x00\x00INFOISFT\x0e\x00\x00\x00Lavf61.1.100\x00\x00", "latin1");
  return Buffer.concat([plain.subarray(0, 36), list, plain.subarray(36)]);
}
