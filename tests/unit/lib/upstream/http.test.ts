import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import {
  cleanEngineMessage,
  getJson,
  joinUrl,
  listens,
  parseJson,
  readLines,
  readText,
  request,
  requestOk,
  type UpstreamRequest,
} from "@/lib/upstream/http";
import { engineContext } from "@/tests/conformance/speech-engine";
import { deadAddress, type RawServer, startRawServer } from "./raw-server";

const LIMITS = { answerMs: 5_000 };
let server: RawServer | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = await startRawServer(listener);
  return server.url;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe("joinUrl", () => {
  it.each([
    ["http://a:1", "/tts", "http://a:1/tts"],
    ["http://a:1/", "tts", "http://a:1/tts"],
    ["http://a:1/voice//", "//tts", "http://a:1/voice/tts"],
    ["http://a:1/voice", "/", "http://a:1/voice/"],
    [" http://a:1 ", "", "http://a:1/"],
  ])("%j and %j", (base, path, joined) => {
    expect(joinUrl(base, path)).toBe(joined);
  });
});

describe("answers", () => {
  it("posts JSON and reads JSON", async () => {
    const url = await serve((incoming, response) => {
      incoming.pipe(response.writeHead(200, { "x-type": String(incoming.headers["content-type"]) }));
    });
    const sent = { ...LIMITS, method: "POST" as const, json: { a: "가" } };
    expect(parseJson(await readText(await requestOk(url, sent, engineContext())))).toEqual({ a: "가" });
  });

  it("what is no JSON is malformed", async () => {
    const url = await serve((_, response) => response.end("<html>"));
    await expect(getJson(url, LIMITS, engineContext())).rejects.toMatchObject({ kind: "malformed" });
  });

  it("a body over its limit is malformed", async () => {
    const url = await serve((_, response) => response.end("x".repeat(100_000)));
    const answer = await request(url, LIMITS, engineContext());
    await expect(readText(answer, 1000)).rejects.toMatchObject({ kind: "malformed" });
  });

  it("lines survive chunk borders inside characters, CRLF and a missing last end", async () => {
    const bytes = Buffer.from("첫째\r\n\n둘째");
    async function* bytewise() {
      for (const byte of bytes) yield new Uint8Array([byte]);
    }
    const lines: string[] = [];
    for await (const line of readLines(bytewise())) lines.push(line);
    expect(lines).toEqual(["첫째", "", "둘째"]);
  });

  it("leaving the body early closes the connection", async () => {
    let closed: () => void = () => {};
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await serve((_, response) => {
      response.on("close", () => closed());
      response.write("a");
    });
    const answer = await request(url, LIMITS, engineContext());
    for await (const _ of answer.chunks) break;
    await closing;
  });
});

describe("connections", () => {
  /** How many connections the server saw while `ask` was called three times, one after the other. */
  async function connectionsOf(ask: (url: string) => Promise<unknown>, listener: RequestListener) {
    const seen = new Set<unknown>();
    const url = await serve((incoming, response) => {
      seen.add(incoming.socket);
      listener(incoming, response);
    });
    for (let call = 0; call < 3; call++) {
      await ask(url);
      // What follows the last word is still on its way.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return seen.size;
  }
  const stream: RequestListener = (_, response) => {
    response.write('{"done":true}\n');
    setImmediate(() => response.end());
  };

  it("serve the next call", async () => {
    const ask = async (url: string) => readText(await request(url, LIMITS, engineContext()));
    expect(await connectionsOf(ask, stream)).toBe(1);
  });

  it("serve the next call where the reader left at the last word", async () => {
    const ask = async (url: string) => {
      const answer = await request(url, LIMITS, engineContext());
      for await (const line of readLines(answer.chunks)) if (line.includes("done")) break;
    };
    expect(await connectionsOf(ask, stream)).toBe(1);
  });

  it("are closed where a call was given up", async () => {
    const ask = async (url: string) => (await request(url, LIMITS, engineContext())).close();
    expect(await connectionsOf(ask, stream)).toBe(3);
  });
});

describe("requests", () => {
  it("tell their length, a form its kind as well", async () => {
    const url = await serve((incoming, response) => {
      const {
        "content-length": length,
        "content-type": type,
        "transfer-encoding": chunked,
      } = incoming.headers;
      incoming.resume().on("end", () => response.end(JSON.stringify({ length, type, chunked })));
    });
    const ask = async (sent: Partial<UpstreamRequest>) =>
      parseJson(await readText(await request(url, { ...LIMITS, ...sent }, engineContext())));
    expect(await ask({ method: "DELETE", json: { model: "가" } })).toEqual({
      length: "15",
      type: "application/json",
    });
    const form = new FormData();
    form.set("file", new Blob(["RIFF"]), "a.wav");
    expect(await ask({ method: "POST", form })).toEqual({
      length: expect.stringMatching(/^\d+$/),
      type: expect.stringMatching(/^multipart\/form-data; boundary=/),
    });
  });
});

describe("failures", () => {
  it.each([
    [400, "rejected", {}],
    [404, "rejected", {}],
    [422, "rejected", {}],
    [500, "rejected", {}],
    [429, "saturated", { "retry-after": "3" }],
    [503, "saturated", { "retry-after": "3" }],
    [502, "unreachable", {}],
    [504, "timeout", {}],
    [302, "malformed", { location: "http://127.0.0.1:1/" }],
  ])("status %i is %s", async (status, kind, headers) => {
    const url = await serve((_, response) => response.writeHead(status, headers).end('{"error":"왜냐하면"}'));
    const retryAfterMs = "retry-after" in headers ? 3000 : undefined;
    const attempt = requestOk(url, LIMITS, engineContext());
    await expect(attempt).rejects.toMatchObject({ kind, status, engineMessage: "왜냐하면", retryAfterMs });
  });

  it.each([
    ['{"message":"tts failed","Exception":"/data/refs/a.wav not exists"}', "tts failed: a.wav not exists"],
    ['{"detail":[{"loc":["body"],"msg":"Input should be a string"}]}', "Input should be a string"],
    ['{"error":{"message":"no model","type":"x"}}', "no model"],
    ['{"error":"Invalid value"}', "Invalid value"],
    ['{"detail":"Missing input text"}', "Missing input text"],
    ['{"detail":{"message":"Voice not found","type":"invalid_request_error"}}', "Voice not found"],
    ['{"message":"Empty Input","code":400,"type":"BadRequestError","param":"input"}', "Empty Input"],
    ["Internal Server Error", "Internal Server Error"],
    ["<html><style>a{}</style><h1>Bad\u0007 Gateway</h1></html>", "Bad Gateway"],
    ["", undefined],
  ])("finds the engine's words in %s", async (body, engineMessage) => {
    const url = await serve((_, response) => response.writeHead(400).end(body));
    const attempt = requestOk(url, LIMITS, engineContext());
    await expect(attempt).rejects.toMatchObject({ kind: "rejected", engineMessage });
  });

  it("nothing listening is unreachable", async () => {
    const attempt = request(await deadAddress(), LIMITS, engineContext());
    await expect(attempt).rejects.toMatchObject({ kind: "unreachable", retryable: true });
  });

  it("a connection that breaks before the answer is unreachable, within it malformed", async () => {
    const url = await serve((incoming, response) => {
      if (incoming.url === "/early") incoming.socket.destroy();
      else response.write("half", () => incoming.socket.destroy());
    });
    const early = request(`${url}/early`, LIMITS, engineContext());
    await expect(early).rejects.toMatchObject({ kind: "unreachable" });
    const late = await request(`${url}/late`, LIMITS, engineContext());
    await expect(readText(late)).rejects.toMatchObject({ kind: "malformed" });
  });

  it("silence before the answer, before its body and within it is a timeout", async () => {
    const url = await serve((incoming, response) => {
      if (incoming.url === "/head") response.flushHeaders();
      if (incoming.url === "/body") response.write("a");
    });
    const limits = { answerMs: 50, stallMs: 50 };
    await expect(request(`${url}/none`, limits, engineContext())).rejects.toMatchObject({ kind: "timeout" });
    for (const path of ["/head", "/body"]) {
      const answer = await request(url + path, { ...limits, answerMs: 5_000 }, engineContext());
      await expect(readText(answer)).rejects.toMatchObject({ kind: "timeout" });
    }
  });

  it("an abort is aborted, before the answer and within it", async () => {
    const url = await serve((incoming, response) => {
      if (incoming.url === "/body") response.write("a");
    });
    const abort = new AbortController();
    const waiting = request(url, LIMITS, engineContext(abort.signal));
    const answer = await request(`${url}/body`, LIMITS, engineContext(abort.signal));
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ kind: "aborted", retryable: false });
    await expect(readText(answer)).rejects.toMatchObject({ kind: "aborted" });
  });
});

describe("cleanEngineMessage", () => {
  it.each([
    ["no file C:\\Users\\kim\\refs\\a.wav here", "no file a.wav here"],
    ["see http://user:secret@host/x/y.html", "see http://host/x/y.html"],
    ["참고 오디오가 3~10초 범위를 벗어났습니다.", "참고 오디오가 3~10초 범위를 벗어났습니다."],
    ["a\n\tb\u0000c", "a b c"],
  ])("%j", (text, clean) => {
    expect(cleanEngineMessage(text)).toBe(clean);
  });

  it("is at most 300 characters and linear in its input", () => {
    expect(cleanEngineMessage("가".repeat(5000))).toHaveLength(300);
    expect(cleanEngineMessage("/a".repeat(30_000)).length).toBeLessThanOrEqual(300);
    expect(cleanEngineMessage("<".repeat(60_000)).length).toBeLessThanOrEqual(300);
  });
});

it("tells a listening address from a dead one", async () => {
  const { signal } = new AbortController();
  expect(await listens(await serve(() => {}), 1000, signal)).toBe(true);
  expect(await listens(await deadAddress(), 1000, signal)).toBe(false);
});
