import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { EngineFetch, FetchedAnswer } from "./engine-context";

/**
 * An idle connection is given up before the engine does: uvicorn closes its own after five seconds, and a request
 * that meets the closing is lost.
 */
const IDLE_MS = 4000;
const CONNECTIONS = { keepAlive: true, timeout: IDLE_MS };
/** Nothing here unpacks an answer; some services refuse whoever does not say what they are. */
const USUAL = { accept: "*/*", "accept-encoding": "identity", "user-agent": "avatar-forge" };
const http = { send: requestHttp, agent: new HttpAgent(CONNECTIONS) };
const https = { send: requestHttps, agent: new HttpsAgent(CONNECTIONS) };

/**
 * Asks an engine over Node's own HTTP. The global `fetch`, which fits as well, takes three times the processor time
 * for a request and half as much again for each piece of its answer (`docs/decisions/030`), and both stand in the way
 * of a character's first word.
 *
 * A kept connection may have ended at the engine's side without our knowing: what fails on one before its answer is
 * asked once more on a new one, and fails as it first did where that fails too.
 */
export const engineFetch: EngineFetch = async (url, { method, headers, body, signal }) => {
  const { send, agent } = url.startsWith("https:") ? https : http;
  const { bytes, described } = await encode(body);
  const sent = { ...USUAL, ...described, ...headers };
  const ask = (connections: typeof agent | false) =>
    new Promise<FetchedAnswer>((resolve, reject) => {
      const call = send(url, { method, headers: sent, agent: connections });
      const close = () => call.destroy();
      const refuse = (cause: Error) => {
        const isStale = call.reusedSocket && !signal.aborted;
        if (isStale) ask(false).then(resolve, () => reject(cause));
        else reject(cause);
      };
      call.on("error", refuse);
      call.on("upgrade", (_, socket) => {
        socket.destroy();
        reject(new Error("engine speaks no HTTP"));
      });
      call.on("response", (answer) => {
        call.off("error", refuse).on("error", reject);
        resolve(toAnswer(answer));
      });
      call.on("close", () => signal.removeEventListener("abort", close));
      signal.addEventListener("abort", close);
      if (signal.aborted) close();
      call.end(bytes);
    });
  return ask(agent);
};

/** A form is written as the platform writes it. The length is told: not every engine reads a body in chunks. */
async function encode(body: string | FormData | undefined) {
  if (body === undefined) return { bytes: undefined, described: {} };
  const form = body instanceof FormData ? new Response(body) : null;
  const bytes = form ? new Uint8Array(await form.arrayBuffer()) : Buffer.from(String(body));
  const type = form?.headers.get("content-type");
  return {
    bytes,
    described: { "content-length": bytes.byteLength, ...(type ? { "content-type": type } : {}) },
  };
}

function toAnswer(answer: IncomingMessage): FetchedAnswer {
  // Told to whoever reads on; an answer may be closed that nobody reads.
  answer.on("error", () => {});
  return {
    status: answer.statusCode ?? 0,
    headers: { get: (name) => [answer.headers[name] ?? []].flat().join(", ") || null },
    body: answer,
  };
}
