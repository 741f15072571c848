import { createHash } from "node:crypto";
import { now, sleepUntil } from "../clock";
import { drop, send, write } from "../socket-server";
import { type Engine, type Exchange, findModel, misbehave, readObject } from "./engine";
import { type OllamaModel, withTag } from "./options";

/** What can go wrong with a download, and how it shows. */
export const PULL_FAULTS = {
  offline: "An error line after `pulling manifest`: the registry cannot be reached",
  firstError: "500 instead of a stream, with the same words",
  noSpace: "An error line in the middle: the disk is full",
  dies: "The connection breaks in the middle",
  endsEarly: "The stream ends in the middle without `success`",
  stall: "Nothing more in the middle, the connection stays",
} as const;
export type PullFault = keyof typeof PULL_FAULTS;

/** A model that can be downloaded: its files in bytes, the weights first. */
export interface LibraryModel extends OllamaModel {
  files: number[];
}

/** Downloads of one simulated server; may be changed while it runs. */
export interface Pulls {
  library: LibraryModel[];
  bytesPerSecond: number;
  fault: PullFault | null;
  /** Every `/api/pull`, in order, and how it ended. */
  log: { body: Record<string, unknown>; outcome: "running" | "finished" | "aborted" }[];
  /** Bytes on the disk of files that are not whole, and of those that are. */
  disk: Map<string, number>;
}

const file = (...files: number[]) => files;
const talks = { capabilities: ["completion"], contextLength: 40_960 };

export const createPulls = (): Pulls => ({
  library: [
    { name: "gemma3:1b", ...talks, files: file(815_310_432, 358, 8_432, 490) },
    { name: "gemma3:4b", ...talks, files: file(3_338_792_448, 358, 8_432, 490) },
    { name: "qwen3:8b", ...talks, files: file(5_225_374_496, 1_723, 11_356, 482) },
  ],
  bytesPerSecond: 60_000_000,
  fault: null,
  log: [],
  disk: new Map(),
});

/** How often the server tells how far a file is. Milliseconds. */
const TELL_EVERY_MS = 60;

/** `POST /api/pull`. */
export async function answerPull(exchange: Exchange): Promise<void> {
  const { engine, response } = exchange;
  const { pulls } = engine;
  const body = await readObject(exchange);
  if (!body || misbehave(response, engine.faults.standing())) return;
  const gone = new AbortController();
  const entry: Pulls["log"][number] = { body, outcome: "running" };
  pulls.log.push(entry);
  response.on("close", () => {
    gone.abort();
    entry.outcome = response.writableFinished ? "finished" : "aborted";
  });
  if (!body.model) return send(response, 400, { error: "invalid model name" });
  const name = withTag(String(body.model));
  const unreachable =
    'pull model manifest: Get "https://registry.ollama.ai/v2/library/gemma3/manifests/1b": dial tcp: lookup registry.ollama.ai: no such host';
  if (pulls.fault === "firstError") return send(response, 500, { error: unreachable });

  const line = (value: object) => {
    if (!response.headersSent) response.writeHead(200, { "Content-Type": "application/x-ndjson" });
    return write(response, Buffer.from(`${JSON.stringify(value)}\n`));
  };
  const fail = async (error: string) => {
    await line({ error });
    response.end();
  };
  await line({ status: "pulling manifest" });
  if (pulls.fault === "offline") return fail(unreachable);
  const model = pulls.library.find((one) => one.name === name);
  if (!model) return fail("pull model manifest: file does not exist");
  for (const [index, total] of model.files.entries()) {
    const digest = `sha256:${createHash("sha256").update(`${name}/${index}`).digest("hex")}`;
    const status = `pulling ${digest.slice(7, 19)}`;
    const from = pulls.disk.get(digest) ?? 0;
    const startedAt = now();
    // The first line of a file has no `completed`.
    await line({ status, digest, total });
    for (let tick = 1; ; tick += 1) {
      const seconds = (now() - startedAt) / 1000;
      const completed = Math.min(
        total,
        Math.round(from + seconds * pulls.bytesPerSecond * engine.options.speed),
      );
      pulls.disk.set(digest, completed);
      if (!(await line({ status, digest, total, completed }))) return;
      if (completed >= total) break;
      if (index === 0 && completed > total / 3 && (await breakOff(exchange, fail, gone.signal))) return;
      await sleepUntil(startedAt + tick * TELL_EVERY_MS, gone.signal);
      if (gone.signal.aborted) return;
    }
  }
  for (const status of ["verifying sha256 digest", "writing manifest", "success"]) {
    if (status === "success" && !findModel(engine, name)) engine.options.models.push(model);
    await line({ status });
  }
  response.end();
}

/** Does what the fault wants in the middle of a file; false when there is none. */
async function breakOff(
  { engine, response }: Exchange,
  fail: (error: string) => Promise<void>,
  gone: AbortSignal,
): Promise<boolean> {
  switch (engine.pulls.fault) {
    case "noSpace":
      await fail("write /root/.ollama/models/blobs/sha256-7cd4618c1faf-partial: no space left on device");
      return true;
    case "dies":
      drop(response);
      return true;
    case "endsEarly":
      response.end();
      return true;
    case "stall":
      await new Promise<void>((resolve) => gone.addEventListener("abort", () => resolve(), { once: true }));
      return true;
    default:
      return false;
  }
}

/** `DELETE /api/delete`: 200 without a body; a loaded model goes out of memory too. */
export async function answerDelete(exchange: Exchange): Promise<void> {
  const { engine, response } = exchange;
  const body = await readObject(exchange);
  if (!body) return;
  const model = findModel(engine, String(body.model ?? ""));
  if (!model) return send(response, 404, { error: `model '${body.model}' not found` });
  remove(engine, model);
  response.writeHead(200).end();
}

function remove(engine: Engine, model: OllamaModel): void {
  engine.options.models = engine.options.models.filter((one) => one !== model);
  if (engine.loaded?.model === model) engine.loaded = null;
  for (const [index] of (
    engine.pulls.library.find(({ name }) => name === model.name)?.files ?? []
  ).entries()) {
    const digest = createHash("sha256").update(`${model.name}/${index}`).digest("hex");
    engine.pulls.disk.delete(`sha256:${digest}`);
  }
}
