import { z } from "zod";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { getJson, joinUrl } from "@/lib/upstream/http";
import { fieldsOf, type OpenApiDocument } from "./openapi-document";
import { silentEngineState } from "./silent-engine";

const ANSWER_MS = 1_500;
const health = z.object({ status: z.string(), model_loaded: z.boolean() });

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

/** Which of its two revisions describes itself so: `extended` knows profiles and long texts; null: another service. */
export function higgsRevision(document: OpenApiDocument): "basic" | "extended" | null {
  const { paths } = document;
  if (!("/generate/voice-clone" in paths)) return null;
  const hasTypes = fieldsOf(document, "VoiceInfo").includes("type");
  return hasTypes || "/generate/long-form" in paths ? "extended" : "basic";
}
