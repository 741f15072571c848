import { z } from "zod";
import type { LanguageModel } from "@/lib/llm/engine";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { joinUrl, parseJson, readText, requestOk } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

const page = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        supportedGenerationMethods: z.array(z.string()).default([]),
        inputTokenLimit: z.number().int().positive().optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

const MAX_PAGES = 20;
const PAGE_SIZE = 200;

/** Models that generate, but no text to talk with; Gemma takes no instruction there. */
const NOT_FOR_TALK = /embedding|-tts\b|-image\b|-live\b|audio|robotics|computer-use|^aqa$|^gemma/;

export interface ModelListOptions {
  baseUrl: string;
  apiKey: string;
  answerMs: number;
}

/** Every model that can talk, the best to begin with first. The key goes in a header. Rejects with UpstreamError. */
export async function listTalkModels(
  options: ModelListOptions,
  context: EngineContext,
): Promise<LanguageModel[]> {
  const models: LanguageModel[] = [];
  let token: string | undefined;
  for (let at = 0; at < MAX_PAGES; at += 1) {
    const query = new URLSearchParams({
      pageSize: String(PAGE_SIZE),
      ...(token ? { pageToken: token } : {}),
    });
    const url = joinUrl(options.baseUrl, `/v1beta/models?${query}`);
    const headers = { "x-goog-api-key": options.apiKey };
    const answer = await requestOk(url, { headers, answerMs: options.answerMs }, context);
    const parsed = page.safeParse(parseJson(await readText(answer)));
    if (!parsed.success)
      throw new UpstreamError("malformed", "list of models unreadable", { cause: parsed.error });
    for (const model of parsed.data.models) {
      const name = bareModelName(model.name);
      if (!model.supportedGenerationMethods.includes("generateContent") || NOT_FOR_TALK.test(name)) continue;
      models.push({ name, ...(model.inputTokenLimit ? { contextLength: model.inputTokenLimit } : {}) });
    }
    token = parsed.data.nextPageToken;
    if (!token) break;
  }
  return models.sort((one, other) => rank(other.name) - rank(one.name));
}

/** Names are told as `models/<name>`. */
export const bareModelName = (name: string): string => name.replace(/^models\//, "");

/** The newest plain flash model first, then its smaller kin, then what costs more or is not settled yet. */
function rank(name: string): number {
  const version = Number(/^gemini-(\d+(?:\.\d+)?)/.exec(name)?.[1] ?? 0);
  const isSettled = !/preview|exp|latest/.test(name);
  const kind = /flash-lite/.test(name) ? 1 : /flash/.test(name) ? 2 : 0;
  return (isSettled ? 1000 : 0) + kind * 100 + version;
}
