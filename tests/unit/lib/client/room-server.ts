import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";
import type { ChatEvent, ChatEventBody } from "@/lib/contract/chat-events";
import { encodeEvent } from "@/lib/contract/event-stream";

/** A request that waits for the test's answer. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Record<string, unknown>;
  response: ServerResponse;
  /** Opens the event stream where needed and writes these events, numbered from `firstId`. */
  tell(firstId: number, ...events: ChatEventBody[]): void;
  answer(data: unknown): void;
  refuse(status: number, code: string, headers?: Record<string, string>, details?: object): void;
  /** Breaks the connection. */
  break(): void;
}

/** A server speaking the API's wire, whose every answer the test gives. */
export class RoomServer {
  readonly asked: Asked[] = [];
  #server: Server | null = null;
  #origin = "";
  #taken = new Set<Asked>();

  async start(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      this.asked.push(toAsked(request, response, Buffer.concat(chunks).toString()));
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  fetch: typeof fetch = (input, init) => fetch(this.#origin + String(input), init);

  /** The next request like this that no test line has taken yet. */
  next(method: string, path: string | RegExp): Promise<Asked> {
    return vi.waitFor(
      () => {
        const found = this.asked.find(
          (request) =>
            !this.#taken.has(request) &&
            request.method === method &&
            (typeof path === "string" ? request.path === path : path.test(request.path)),
        );
        if (!found) {
          const seen = this.asked.map((request) => `${request.method} ${request.path}`).join(", ");
          throw new Error(`no ${method} ${path} among: ${seen}`);
        }
        this.#taken.add(found);
        return found;
      },
      { timeout: 10_000, interval: 5 },
    );
  }

  count(method: string, path: string): number {
    return this.asked.filter((request) => request.method === method && request.path === path).length;
  }
}

function toAsked(request: IncomingMessage, response: ServerResponse, text: string): Asked {
  const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body: text ? JSON.parse(text) : {},
    response,
    tell(firstId, ...events) {
      if (!response.headersSent) response.writeHead(200, { "Content-Type": "text/event-stream" });
      for (const [at, event] of events.entries()) {
        response.write(encodeEvent({ ...event, id: firstId + at } as ChatEvent));
        if (event.type === "done" || event.type === "error") response.end();
      }
    },
    answer: (data) => json(200, { success: true, data }),
    refuse: (status, code, headers, details) =>
      json(status, { success: false, error: { code, message: `said: ${code}`, details } }, headers),
    break: () => response.destroy(),
  };
}
