import { z } from "zod";
import type { InstalledModel } from "@/lib/contract/models";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { cleanEngineMessage, getJson, joinUrl, parseJson, readLines, requestOk } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

const LIST_MS = 10_000;
const REMOVE_MS = 30_000;
/** A manifest may take a while to come, and a big file to be checked: nothing is said meanwhile. */
const PULL_SILENCE_MS = 290_000;

const tags = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: z.number().default(0),
      details: z
        .object({
          parameter_size: z.string().nullish(),
          /** Recent versions tell. */
          context_length: z.number().int().positive().nullish().catch(null),
        })
        .nullish(),
    }),
  ),
});
const running = z.object({
  models: z.array(z.object({ name: z.string(), context_length: z.number().int().positive().optional() })),
});
const pullLine = z.object({
  status: z.string().default(""),
  error: z.string().optional(),
  digest: z.string().optional(),
  total: z.number().nonnegative().optional(),
  completed: z.number().nonnegative().optional(),
});

/** One line of a download. `digest` names the file its bytes belong to. */
export type PullLine = Omit<z.infer<typeof pullLine>, "error">;

/** The models on an Ollama's disk: what is there, what comes, what goes. Rejects with UpstreamError. */
export interface ModelStore {
  list(context: EngineContext): Promise<InstalledModel[]>;
  /** Ends after `success`; leaving it, or an abort, stops the download. */
  pull(model: string, context: EngineContext): AsyncIterable<PullLine>;
  /** `rejected` with status 404 where there is none of that name. */
  remove(model: string, context: EngineContext): Promise<void>;
}

export function createOllamaModels(baseUrl: string): ModelStore {
  const address = (path: string) => joinUrl(baseUrl, path);
  return {
    async list(context) {
      const [all, loaded] = await Promise.all([
        getJson(address("/api/tags"), { answerMs: LIST_MS }, context).then((value) => tags.safeParse(value)),
        // Older servers do not tell.
        getJson(address("/api/ps"), { answerMs: LIST_MS }, context).then(
          (value) => running.safeParse(value).data?.models ?? [],
          () => [],
        ),
      ]);
      if (!all.success)
        throw new UpstreamError("malformed", "list of models unreadable", { cause: all.error });
      return all.data.models.map(({ name, size, details }) => {
        const inMemory = loaded.find((model) => model.name === name);
        return {
          name,
          size,
          parameter_size: details?.parameter_size ?? null,
          loaded: inMemory !== undefined,
          context_length: inMemory?.context_length ?? null,
          max_context_length: details?.context_length ?? null,
        };
      });
    },
    pull: (model, context) => pull(address("/api/pull"), model, context),
    async remove(model, context) {
      const options = { method: "DELETE" as const, json: { model }, answerMs: REMOVE_MS };
      (await requestOk(address("/api/delete"), options, context)).close();
    },
  };
}

async function* pull(url: string, model: string, context: EngineContext): AsyncGenerator<PullLine> {
  const limits = { answerMs: PULL_SILENCE_MS, stallMs: PULL_SILENCE_MS };
  const answer = await requestOk(url, { method: "POST", json: { model, stream: true }, ...limits }, context);
  for await (const text of readLines(answer.chunks)) {
    if (text.trim() === "") continue;
    const parsed = pullLine.safeParse(parseJson(text));
    if (!parsed.success)
      throw new UpstreamError("malformed", "line is none of a download's", { cause: parsed.error });
    const { error, ...line } = parsed.data;
    if (error !== undefined) {
      const engineMessage = cleanEngineMessage(error);
      throw new UpstreamError("rejected", "the download failed", { engineMessage });
    }
    yield line;
    if (line.status === "success") return;
  }
  throw new UpstreamError("malformed", "download ended without its last line");
}
