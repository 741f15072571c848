import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server on loopback that can die and come back on the same port. */
export class SocketServer {
  #server: Server | null = null;
  #sockets = new Set<Socket>();
  #life = new AbortController();
  port = 0;

  constructor(readonly handler: Handler) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get listening(): boolean {
    return this.#server !== null;
  }

  /** Aborts when the server stops: what it was working on is gone with it. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  /** Listens on `port` (0 = any free one). Rejects when the port is taken. */
  async start(port = this.port): Promise<void> {
    if (this.#server) return;
    this.#life = new AbortController();
    const server = createServer((request, response) => {
      this.handler(request, response).catch(() => response.destroy());
    });
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => resolve());
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("not listening on a port");
    this.port = address.port;
    this.#server = server;
  }

  /** Closes the listening socket and destroys every connection, as a killed process does. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    this.#life.abort();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** The whole request body as text; at most 8 MB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString("utf8");
}

/** The whole request body; at most 8 MB. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 8_000_000) throw new Error("body too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Sends a whole answer; text as it is, anything else as compact JSON. */
export function send(response: ServerResponse, status: number, body: unknown, type?: string): void {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const contentType = type ?? (typeof body === "string" ? "text/plain; charset=utf-8" : "application/json");
  response.writeHead(status, { "Content-Type": contentType, "Content-Length": bytes.length });
  response.end(bytes);
}

/** Writes and waits until the bytes have left for the client; false when it has gone. */
export function write(response: ServerResponse, bytes: Uint8Array): Promise<boolean> {
  if (response.destroyed || response.writableEnded) return Promise.resolve(false);
  return new Promise((resolve) => {
    const gone = () => resolve(false);
    response.once("close", gone);
    response.write(bytes, (error) => {
      response.off("close", gone);
      resolve(!error);
    });
  });
}

/** Drops the connection after what was written has been sent. */
export function drop(response: ServerResponse): void {
  const socket = response.socket;
  if (!socket) return;
  setImmediate(() => socket.destroy());
}
