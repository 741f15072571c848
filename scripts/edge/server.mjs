import { randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { rewriteForwarded } from "./callers.mjs";
import { isOurHost } from "./hosts.mjs";
import { parserRefusal, refusal } from "./refusals.mjs";

/** How long a request may take to arrive whole: a 10 MB picture over a slow phone connection. */
const REQUEST_MS = 120_000;
const HEADERS_MS = 20_000;
/** How long the rest of a refused body is read before the connection is closed. */
const LINGER_MS = 5_000;
/** Longer than the 60 s of common proxies, so that it is never we who close a connection they are about to use. */
const KEEP_ALIVE_MS = 65_000;

/**
 * The HTTP(S) server in front of Next: decides what about the caller may be believed, refuses foreign hosts, gives
 * every request its id. Answers have no time limit, so that event streams live as long as their turn.
 * @param {{ tls: { cert: string, key: string } | null, trustProxy: number, publicUrl: URL, limits?: http.ServerOptions }} options limits: in place of the usual times
 * @param {(req: http.IncomingMessage, res: http.ServerResponse) => Promise<void>} handle
 */
export function createEdge({ tls, trustProxy, publicUrl, limits = {} }, handle) {
  const usual = { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, keepAliveTimeout: KEEP_ALIVE_MS };
  const settings = { ...usual, ...limits };
  const server = tls
    ? https.createServer({ ...settings, ...tls }, receive)
    : http.createServer(settings, receive);
  server.on("clientError", refuseUnreadable);
  return server;

  function receive(req, res) {
    const requestId = nameRequest(req, res);
    closeAfterBody(req);
    takeAbsoluteForm(req);
    const socket = { address: req.socket.remoteAddress ?? "", encrypted: tls !== null };
    const host = rewriteForwarded(req.headers, socket, trustProxy, publicUrl);
    const refuse = (reason, code) => refusal(reason, code, req.headers["accept-language"], req.url);
    const body = !isOurHost(host, publicUrl.hostname)
      ? [403, refuse("wrongHost", "FORBIDDEN")]
      : !isReadablePath(req.url ?? "")
        ? [400, refuse("malformed", "VALIDATION_ERROR")]
        : null;
    if (body) {
      res.writeHead(body[0], { "Content-Type": "application/json; charset=utf-8", Connection: "close" });
      res.end(body[1]);
      return;
    }
    handle(req, res).catch((error) => {
      console.error(`Request ${requestId} failed:`, error);
      res.destroy();
    });
  }
}

/**
 * An answer that refuses a body before it has been read: closing at once would reset the connection, and the caller
 * would never see the answer. What still comes is thrown away for a while first.
 */
function closeAfterBody(req) {
  const { socket } = req;
  const destroySoon = Object.getPrototypeOf(socket).destroySoon;
  socket.destroySoon = () => {
    if (req.complete) {
      destroySoon.call(socket);
      return;
    }
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(timer));
    req.once("end", () => destroySoon.call(socket));
  };
}

/** Every answer carries an id: the one the application gave it (its log has the same), else ours. */
function nameRequest(req, res) {
  const requestId = randomUUID();
  req.headers["x-request-id"] = requestId;
  const writeHead = res.writeHead;
  res.writeHead = (...head) => {
    if (!res.hasHeader("X-Request-Id")) res.setHeader("X-Request-Id", requestId);
    return writeHead.apply(res, head);
  };
  return requestId;
}

/** Whether it is a path that says something in UTF-8: on half an escape or half a character Next answers 500. */
function isReadablePath(url) {
  try {
    return decodeURIComponent(url.split("?", 1)[0]).startsWith("/");
  } catch {
    return false;
  }
}

/** `GET http://host/path`, which clients of a proxy send: its host counts, not the header's (RFC 9112, 3.2.2). */
function takeAbsoluteForm(req) {
  const parts = /^https?:\/\/([^/?]*)(.*)$/i.exec(req.url ?? "");
  if (!parts) return;
  req.headers.host = parts[1];
  req.url = parts[2].startsWith("/") ? parts[2] : `/${parts[2]}`;
}

/** Node calls this before there is a request: bad syntax, headers over 16 kB, headers that never end. */
function refuseUnreadable(error, socket) {
  if (error.code === "ECONNRESET" || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const { status, reason, code } = parserRefusal(error.code);
  const body = refusal(reason, code);
  const head = [
    `HTTP/1.1 ${status}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${randomUUID()}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
