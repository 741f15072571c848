import { z } from "zod";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { getJson, joinUrl, listens, readText, request, requestOk } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { withoutKey } from "@/lib/upstream/without-key";
import type { Recognizer, TranscriptionRequest } from "./recognizer";
import { transcriptIn } from "./transcript-text";

export interface OpenAiTranscriptionOptions {
  /** With or without the ending `/v1`; a path prefix is kept. */
  baseUrl: string;
  /** What it is asked for; else the first one it lists that recognises speech. */
  model?: string | undefined;
  apiKey?: string | undefined;
}

/** It may first load its model. */
const ANSWER_MS = 120_000;
const LIST_MS = 5_000;
const PROBE_MS = 1_500;
/** Ten seconds of speech are a few hundred letters; segments with their times are more. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** What servers ask for that list no models: most of them ignore it. */
const USUAL_MODEL = "whisper-1";
const RECOGNISES = /whisper|transcri|asr|speech-to-text|parakeet|canary|sensevoice|voxtral|moonshine/i;
const SPEAKS = /\btts\b|text-to-speech|kokoro|piper/i;
/** `task` is speaches's, which lists the voices it speaks with too. */
const modelList = z.object({
  data: z.array(z.object({ id: z.string().min(1), task: z.string().nullish().catch(null) })),
});
type Listed = z.infer<typeof modelList>["data"];

/** Any server with OpenAI's `/v1/audio/transcriptions`: speaches, vLLM, and whisper.cpp, whose own path is another. */
export function createOpenAiTranscription(options: OpenAiTranscriptionOptions): Recognizer {
  const root = options.baseUrl.trim().replace(/\/+$/, "").replace(/\/v1$/, "");
  const { apiKey } = options;
  const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
  const address = (path: string) => joinUrl(root, path);
  /** Null where it has no list. */
  const models = async (answerMs: number, context: EngineContext): Promise<Listed | null> => {
    try {
      const listed = modelList.safeParse(
        await getJson(address("/v1/models"), { answerMs, headers }, context),
      );
      return listed.success ? listed.data.data : null;
    } catch (error) {
      if (isMissing(error) || isPage(error)) return null;
      throw error;
    }
  };

  async function send(
    path: string,
    model: string,
    { wav, language }: TranscriptionRequest,
    context: EngineContext,
  ) {
    const form = new FormData();
    form.set("file", new Blob([wav], { type: "audio/wav" }), "clip.wav");
    form.set("model", model);
    // Without it some take everything for English.
    const code = /^(?:all_)?([a-z]{2,3})$/.exec(language.toLowerCase())?.[1];
    if (code) form.set("language", code);
    form.set("response_format", "json");
    form.set("temperature", "0");
    const answer = await requestOk(
      address(path),
      { method: "POST", form, headers, answerMs: ANSWER_MS },
      context,
    );
    return transcriptIn(await readText(answer, MAX_ANSWER_BYTES));
  }

  return {
    async transcribe(asked, context) {
      try {
        const listed = options.model === undefined ? await models(LIST_MS, context) : [];
        const model = options.model ?? recognising(listed ?? [])?.id ?? USUAL_MODEL;
        return await send("/v1/audio/transcriptions", model, asked, context).catch((error: unknown) => {
          // whisper.cpp, unless it was started with another path; it knows no list either.
          if (!isMissing(error) || (listed?.length ?? 0) > 0) throw error;
          return send("/inference", model, asked, context).catch((second: unknown) => {
            throw isMissing(second) ? error : second;
          });
        });
      } catch (error) {
        throw withoutKey(error, apiKey);
      }
    },

    async checkHealth(context): Promise<EngineHealth> {
      try {
        const listed = await models(PROBE_MS, context);
        if (listed !== null) {
          const serves = options.model !== undefined || recognising(listed) !== undefined;
          return serves ? { state: "up" } : { state: "up", reason: "no_models_served" };
        }
        const page = await request(address("/health"), { answerMs: PROBE_MS, headers }, context);
        page.close();
        if (page.status === 503) return { state: "busy", reason: "busy" };
        return page.status === 200 ? { state: "up" } : { state: "up", reason: "unknown_service" };
      } catch (error) {
        if (!(error instanceof UpstreamError) || error.kind === "aborted") throw error;
        if (error.status === 401 || error.status === 403)
          return { state: "up", reason: "recognition_key_refused" };
        if (error.kind === "saturated") return { state: "busy", reason: "busy" };
        // One that blocks while it works takes connections all the same.
        const isThere = error.kind === "timeout" && (await listens(root, PROBE_MS / 4, context.signal));
        return isThere ? { state: "busy", reason: "busy" } : { state: "down", reason: "refused" };
      }
    },
  };
}

function recognising(listed: Listed): Listed[number] | undefined {
  return (
    listed.find(({ task }) => task === "automatic-speech-recognition") ??
    listed.find(({ id }) => RECOGNISES.test(id)) ??
    listed.find(({ id, task }) => !task && !SPEAKS.test(id))
  );
}

/** Nothing is at that path. */
function isMissing(error: unknown): boolean {
  return error instanceof UpstreamError && (error.status === 404 || error.status === 405);
}

function isPage(error: unknown): boolean {
  return error instanceof UpstreamError && error.kind === "malformed";
}
