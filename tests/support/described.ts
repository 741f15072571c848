import type { IncomingHttpHeaders } from "node:http";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

interface Response {
  $ref?: string;
  content?: Record<string, { "x-events"?: Record<string, unknown> }>;
}
type Operation = { responses: Record<string, Response> };
export interface Described {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
}
export interface Given {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Where the API is; other addresses are pages and files. */
const API = /^\/(api|v1|mnt|metrics)(\/|$)/;
const FAILURE = "/components/schemas/Failure";
const OPENAI_FAILURE = "/components/schemas/OpenAiError";
const pointer = (...parts: string[]) =>
  parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** What the server says of its API, for holding its answers to it. */
export class ApiDescription {
  readonly #ajv = addFormats.default(new Ajv2020({ strict: false }));
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #paths: { path: string; pattern: RegExp }[];

  constructor(private readonly document: Described) {
    this.#ajv.addSchema(document, "api");
    const literal = (path: string) => path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+");
    this.#paths = Object.keys(document.paths)
      .sort((one, other) => one.split("{").length - other.split("{").length)
      .map((path) => ({ path, pattern: new RegExp(`^${literal(path)}$`) }));
  }

  /** What of an answer is not as described; null where it fits, or is none of the API's. */
  fault(method: string, pathname: string, { status, headers, text }: Given): string | null {
    if (!API.test(pathname) || /^(HEAD|OPTIONS)$/.test(method)) return null;
    const path = this.#pathOf(pathname);
    const operation = path && this.document.paths[path]?.[method.toLowerCase()];
    if (!path || !operation) {
      const failure = pathname.startsWith("/v1/") ? OPENAI_FAILURE : FAILURE;
      return [400, 404, 405].includes(status) ? this.#misfit(failure, text) : `${status} of no operation`;
    }
    const { responses } = operation;
    const key = [String(status), `${String(status)[0]}XX`].find((known) => known in responses);
    if (!key) return `undescribed status ${status}`;
    const shared = responses[key]?.$ref?.split("/").at(-1);
    const response = shared ? this.document.components.responses[shared] : responses[key];
    const type = (headers["content-type"] ?? "").replace(/;.*/, "");
    if (text === "" && !response?.content) return null;
    const media = response?.content?.[type];
    if (!media) return `undescribed type ${type || "none"} of ${status}`;
    const at = shared
      ? pointer("components", "responses", shared)
      : pointer("paths", path, method.toLowerCase(), "responses", key);
    const of = `${at}${pointer("content", type)}`;
    if (media["x-events"]) return this.#streamFault(`${of}/x-events`, text);
    return type === "application/json" ? this.#misfit(`${of}/schema`, text) : null;
  }

  /** The same for one event of a stream. */
  eventFault(
    method: string,
    pathname: string,
    { type, data }: { type: string; data: unknown },
  ): string | null {
    const path = this.#pathOf(pathname) ?? "";
    const at = ["responses", "200", "content", "text/event-stream", "x-events", type];
    return this.#unfit(pointer("paths", path, method.toLowerCase(), ...at), data);
  }

  #pathOf(pathname: string): string | undefined {
    return this.#paths.find(({ pattern }) => pattern.test(pathname))?.path;
  }

  #streamFault(at: string, text: string): string | null {
    for (const block of text.replace(/\r\n?/g, "\n").split("\n\n")) {
      const event = /^event: ?(.*)$/m.exec(block)?.[1] ?? "message";
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data === undefined || data === "[DONE]") continue;
      const fault = this.#misfit(`${at}${pointer(event)}`, data);
      if (fault) return `event ${event}: ${fault}`;
    }
    return null;
  }

  #misfit(at: string, text: string): string | null {
    try {
      return this.#unfit(at, JSON.parse(text));
    } catch (error) {
      return `no JSON: ${error}`;
    }
  }

  #unfit(at: string, value: unknown): string | null {
    const validate = this.#validator(at);
    return validate(value) ? null : this.#ajv.errorsText(validate.errors, { dataVar: "answer" });
  }

  #validator(at: string): ValidateFunction {
    const known = this.#compiled.get(at);
    if (known) return known;
    const made = this.#ajv.compile({ $ref: `api#${at}` });
    this.#compiled.set(at, made);
    return made;
  }
}

/** Of the one build that all servers of the tests are; null until one of them has told it. */
let description: ApiDescription | null = null;
/** Ports of the servers whose answers are held to it; other servers of the tests are none of ours. */
const ours = new Set<string>();

/** What the answers from this address are held to; null where there is nothing. */
export function descriptionFor(url: string | URL): ApiDescription | null {
  return ours.has(new URL(url).port) ? description : null;
}

/**
 * Asks a server what it is, where none has told it yet. One that cannot be asked (https) leaves it to the next. A bench
 * measures and does not judge.
 */
export async function learnDescription(url: string): Promise<void> {
  if (!process.env.VITEST) return;
  ours.add(new URL(url).port);
  if (description) return;
  const answer = await fetch(new URL("/api/openapi.json", url)).catch(() => null);
  if (answer?.ok) description = new ApiDescription(await answer.json());
}
