import http from "node:http";
import { Readable } from "node:stream";
import type { ChatEvent } from "@/lib/contract/chat-events";
import { readEvents } from "@/lib/contract/event-stream";
import { descriptionFor, type Given } from "./described";
import { gatherCookies, gatherSent } from "./suite-log";

export interface ClientOptions {
  /** Sends what a page's own fetch sends (Origin, Sec-Fetch-*); without it the client is a script. */
  browser?: boolean;
  /** Keeps and sends cookies; true by default. */
  cookies?: boolean;
  /** On every request, names in lower case. */
  headers?: Record<string, string>;
  /** Keeps the connection between requests, as browsers do; otherwise each request opens its own. */
  keepAlive?: boolean;
}

export interface RequestOptions {
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: string | Uint8Array;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** The body as JSON; throws where it is none. What it holds is the test's to check. */
  json<T = unknown>(): T;
}

const misfit = (method: string, path: string, fault: string) =>
  `${method} ${path} is not as the API's document says: ${fault}`;

/** An HTTP client on which nothing is automatic: it sends the headers it was given, Host, length and cookies. */
export class TestClient {
  readonly jar = new Map<string, string>();
  readonly #agent: http.Agent | false;

  constructor(
    readonly baseUrl: string,
    readonly options: ClientOptions = {},
  ) {
    this.#agent = options.keepAlive ? new http.Agent({ keepAlive: true, timeout: 30_000 }) : false;
  }

  get = (path: string, options?: RequestOptions) => this.request("GET", path, options);
  post = (path: string, json?: unknown, options?: RequestOptions) =>
    this.request("POST", path, { ...options, json });
  put = (path: string, json?: unknown, options?: RequestOptions) =>
    this.request("PUT", path, { ...options, json });
  patch = (path: string, json?: unknown, options?: RequestOptions) =>
    this.request("PATCH", path, { ...options, json });
  delete = (path: string, options?: RequestOptions) => this.request("DELETE", path, options);

  /** The whole answer, whatever its status. Rejects when the connection breaks. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const response = await this.open(method, path, options);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const text = bytes.toString("utf8");
    const status = response.statusCode ?? 0;
    this.#holdToDescription(method, path, { status, headers: response.headers, text });
    return { status, headers: response.headers, bytes, text, json: <T>() => JSON.parse(text) as T };
  }

  /** Every answer of the API is as the server's own document says. */
  #holdToDescription(method: string, path: string, answer: Given): void {
    const fault = descriptionFor(this.baseUrl)?.fault(method, new URL(path, this.baseUrl).pathname, answer);
    if (fault) throw new Error(`${misfit(method, path, fault)}\n${answer.text.slice(0, 300)}`);
  }

  /** The answer as soon as its head is here; the body is the caller's to read or destroy. */
  async open(method: string, path: string, options: RequestOptions = {}): Promise<http.IncomingMessage> {
    const body = options.json === undefined ? options.body : JSON.stringify(options.json);
    const headers = { ...this.#headers(method, body, options.json !== undefined), ...options.headers };
    gatherSent(headers, options.json);
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const url = new URL(path, this.baseUrl);
      const request = http.request(url, { method, headers, signal: options.signal, agent: this.#agent });
      // A server may answer before it has read a body it refuses: the answer counts, if it comes.
      const fail = (error: NodeJS.ErrnoException) =>
        setTimeout(() => reject(error), /^(EPIPE|ECONNRESET)$/.test(error.code ?? "") ? 1000 : 0);
      request.once("response", resolve).on("error", fail);
      request.end(body);
    });
    this.#keepCookies(response.headers["set-cookie"] ?? []);
    return response;
  }

  /** The events of a stream as they come, of a POST when there is `json`. Throws on any status but 200. */
  async *events(path: string, options: RequestOptions = {}): AsyncGenerator<ChatEvent> {
    const method = options.json === undefined ? "GET" : "POST";
    const response = await this.open(method, path, options);
    if (response.statusCode !== 200) {
      const text = Buffer.concat(await response.toArray()).toString("utf8");
      throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`);
    }
    try {
      for await (const event of readEvents(Readable.toWeb(response) as ReadableStream<Uint8Array>)) {
        const fault = descriptionFor(this.baseUrl)?.eventFault(
          method,
          new URL(path, this.baseUrl).pathname,
          event,
        );
        if (fault) throw new Error(misfit(method, path, fault));
        yield event;
      }
    } finally {
      response.destroy();
    }
  }

  #headers(method: string, body: string | Uint8Array | undefined, isJson: boolean): Record<string, string> {
    const headers: Record<string, string> = { ...this.options.headers };
    if (body !== undefined) headers["content-length"] = String(Buffer.byteLength(body));
    if (isJson) headers["content-type"] = "application/json";
    if (this.jar.size > 0) headers.cookie = [...this.jar].map((pair) => pair.join("=")).join("; ");
    if (this.options.browser) {
      headers["sec-fetch-site"] = "same-origin";
      headers["sec-fetch-mode"] = "cors";
      if (method !== "GET" && method !== "HEAD") headers.origin = new URL(this.baseUrl).origin;
    }
    return headers;
  }

  #keepCookies(lines: string[]): void {
    gatherCookies(lines);
    if (this.options.cookies === false) return;
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      const isExpired = /;\s*max-age=0\b/i.test(line) || /;\s*expires=thu, 01 jan 1970/i.test(line);
      if (value === "" || isExpired) this.jar.delete(name);
      else this.jar.set(name, value);
    }
  }
}
