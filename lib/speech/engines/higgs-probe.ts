import { z } from "zod";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { getJson, joinUrl } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { silentEngineState } from "./silent-engine";

const ANSWER_MS = 1_500;
const health = z.object({ status: z.string(), model_loaded: z.boolean() });
const openApi = z.object({
  paths: z.record(z.string(), z.unknown()),
  components: z
    .object({
      schemas: z.record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()).optional() })),
    })
    .optional(),
});

/** A server that speaks blocks its own `/health`: one that listens and is silent is `busy`. */
export async function probeHiggs(
  { baseUrl, believed }: { baseUrl: string; believed: boolean },
  context: EngineContext,
): Promise<EngineHealth> {
  try {
    const answer = health.safeParse(
      await getJson(joinUrl(baseUrl, "/health"), { answerMs: ANSWER_MS }, context),
    );
    if (!answer.success) return believed ? { state: "up" } : { state: "down", reason: "unknown_service" };
    // Its status is always "healthy".
    return answer.data.model_loaded ? { state: "up" } : { state: "busy", reason: "busy" };
  } catch (error) {
    return silentEngineState(error, { baseUrl, believed }, context);
  }
}

/** Which of its two revisions answers: `extended` knows profiles and long texts; null where it is another service. */
export async function detectHiggs(
  baseUrl: string,
  context: EngineContext,
): Promise<"basic" | "extended" | null> {
  try {
    const document = openApi.safeParse(
      await getJson(joinUrl(baseUrl, "/openapi.json"), { answerMs: ANSWER_MS }, context),
    );
    if (!document.success || !("/generate/voice-clone" in document.data.paths)) return null;
    const { paths, components } = document.data;
    const hasTypes = "type" in (components?.schemas.VoiceInfo?.properties ?? {});
    return hasTypes || "/generate/long-form" in paths ? "extended" : "basic";
  } catch (error) {
    if (error instanceof UpstreamError && (error.kind === "malformed" || error.kind === "rejected"))
      return null;
    throw error;
  }
}
