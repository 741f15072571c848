import type { IncomingMessage, ServerResponse } from "node:http";
import { now, sleepUntil } from "./clock";
import { FaultBoard, type FaultScope } from "./faults";
import { readMultipart } from "./higgs/multipart";
import { type Asked, FLAVOURS, type FlavourName } from "./recognition/flavours";
import { drop, readBytes, SocketServer, send } from "./socket-server";

export type { FlavourName } from "./recognition/flavours";

export interface RecognitionOptions {
  /** 0: any free port. */
  port: number;
  flavour: FlavourName;
  /** How many times faster than a model; 1 takes a fifth of the sound's length. */
  speed: number;
  /** Asked for on every path under /v1; empty: none. */
  apiKey: string;
}

export const RECOGNITION_FAULTS = {
  hang: "never answers",
  reset: "breaks the connection",
  garbage: "answers 200 with a page",
  cutOff: "breaks off in the middle of the answer",
  errorIn200: "says with status 200 what went wrong",
  plainText: "answers with plain text whatever was asked",
  noText: "answers an object without a text",
  endless: "answers far more than anyone said",
  saturated: "answers 503 with Retry-After",
  crash: "answers 500 in plain text",
} as const;
export type RecognitionFault = keyof typeof RECOGNITION_FAULTS;

/** One transcription as the server saw it. */
export interface RecognitionRequest extends Asked {
  path: string;
  aborted: boolean;
}

/** A server that writes down speech, on real sockets and without a model: what it hears is written below. */
export interface RecognitionSimulator {
  readonly url: string;
  readonly port: number;
  readonly requests: RecognitionRequest[];
  behave(fault: RecognitionFault | "well", scope?: FaultScope): void;
  close(): Promise<void>;
}

/** What it hears in each language, in segments; silence it hears as nothing. */
const HEARD: Record<string, readonly string[]> = {
  ko: [" 눈이 그치면", " 불빛이 돌아왔지."],
  en: [" When the snow stopped,", " the lights came back."],
  ja: ["雪がやむと、", "灯りが戻ってきた。"],
  zh: ["雪停了，", "灯光又亮了。"],
};

export async function startRecognition(
  given: Partial<RecognitionOptions> = {},
): Promise<RecognitionSimulator> {
  const options: RecognitionOptions = { port: 0, flavour: "speaches", speed: 1, apiKey: "", ...given };
  const flavour = FLAVOURS[options.flavour];
  const faults = new FaultBoard<RecognitionFault, object>();
  const requests: RecognitionRequest[] = [];
  let loop: Promise<void> = Promise.resolve();

  const server: SocketServer = new SocketServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://engine");
    const body = await readBytes(request);
    const isKnown = options.apiKey === "" || request.headers.authorization === `Bearer ${options.apiKey}`;
    if (pathname.startsWith("/v1") && !isKnown) return send(response, 401, { error: "Unauthorized" });
    if (pathname === "/health") return send(response, flavour.health.status, flavour.health.body);
    if (pathname === "/v1/models" && flavour.models !== null) return send(response, 200, flavour.models);
    if (request.method !== "POST" || !flavour.paths.includes(pathname))
      return send(response, 404, flavour.missing);
    const entry = { ...askedIn(request, body), path: pathname, aborted: false };
    requests.push(entry);
    response.on("close", () => {
      entry.aborted = !response.writableFinished;
    });
    const mine = (flavour.blocks ? loop : Promise.resolve()).then(() => answer(response, entry));
    loop = mine.catch(() => undefined);
    await mine;
  });

  async function answer(response: ServerResponse, asked: Asked): Promise<void> {
    const fault = faults.take(asked.language ?? "")?.name ?? null;
    if (fault === "hang") return sleepUntil(now() + 3_600_000, gone(response));
    if (fault === "reset") return drop(response);
    if (fault === "garbage") return send(response, 200, "<!doctype html><p>hello</p>", "text/html");
    if (fault === "errorIn200") return send(response, 200, { error: "failed to read WAV file" });
    if (fault === "noText") return send(response, 200, { task: "transcribe", segments: [] });
    if (fault === "endless") return send(response, 200, { text: "음 ".repeat(1_000_000) });
    if (fault === "crash") return send(response, 500, "Internal Server Error");
    if (fault === "saturated") {
      response.setHeader("Retry-After", "7");
      return send(response, 503, { detail: "The server is busy" });
    }
    const refusal = flavour.refuse(asked);
    if (refusal) return send(response, refusal.status, refusal.body, refusal.type);
    const workMs = (asked.seconds * 200) / options.speed;
    await sleepUntil(now() + workMs, flavour.stopsOnAbort ? gone(response) : server.life);
    // whisper.cpp takes whatever has no language for English.
    const heard = asked.isSilent ? [] : (HEARD[asked.language ?? "en"] ?? []);
    const told = fault === "plainText" ? { status: 200, body: heard.join("") } : flavour.answer(heard, asked);
    if (fault === "cutOff") {
      const whole = JSON.stringify(told.body);
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": whole.length + 10 });
      response.write(whole.slice(0, 12));
      return drop(response);
    }
    send(response, told.status, told.body, told.type);
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
    requests,
    behave: (fault, scope = {}) => (fault === "well" ? faults.clear() : faults.add(fault, scope)),
    close: () => server.stop(),
  };
}

function askedIn(request: IncomingMessage, body: Buffer): Asked {
  const parts = readMultipart(request.headers["content-type"] ?? "", body);
  const field = (name: string) => parts.get(name)?.bytes.toString("utf8") || undefined;
  const file = parts.get("file");
  const sound = file?.filename === undefined ? Buffer.alloc(0) : file.bytes;
  const isWav = sound.subarray(0, 4).toString() === "RIFF" && sound.subarray(8, 12).toString() === "WAVE";
  const bytesPerSecond = isWav ? sound.readUInt32LE(28) : 1;
  return {
    model: field("model"),
    language: field("language"),
    format: field("response_format") ?? "json",
    hasFile: file?.filename !== undefined,
    isWav,
    isSilent: isWav && sound.subarray(44).every((byte) => byte === 0),
    seconds: isWav ? (sound.length - 44) / bytesPerSecond : 0,
  };
}
