import { setTimeout as delay } from "node:timers/promises";
import type { LanguageEngine, LanguagePart, LanguageRequest } from "@/lib/llm/engine";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { composeAnswer } from "./demo/answer";
import { genericRepertoire } from "./demo/generic";
import { hashText } from "./demo/hash";
import { detectLanguage } from "./demo/language";
import { splitPieces } from "./demo/pieces";
import type { FindRepertoire } from "./demo/repertoire";

/** The one model it offers. */
export const DEMO_MODEL = "demo-cast";

export interface DemoEngineOptions {
  /** Where a character's own lines come from; without it everyone plays from the generic ones. */
  repertoire?: FindRepertoire;
  /** Milliseconds to the first piece. */
  firstDelayMs?: number;
  /** Milliseconds between pieces, on average; each is up to 30 % shorter or longer. */
  pieceDelayMs?: number;
}

/**
 * The demo cast: a language engine without a model. It answers from the character's prepared lines and
 * the words it heard, the same way for the same conversation, and says so when asked what it is.
 */
export function createDemoEngine(options: DemoEngineOptions = {}): LanguageEngine {
  const { repertoire = () => null, firstDelayMs = 250, pieceDelayMs = 60 } = options;

  async function* streamText(
    request: LanguageRequest,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<LanguagePart> {
    const pieces = splitPieces(answerTo(request, repertoire));
    const kept = pieces.slice(0, Math.max(1, request.maxTokens));
    for (const [index, delta] of kept.entries()) {
      await pause(
        index === 0 ? firstDelayMs : pieceDelayMs * (0.7 + (hashText(`${index}${delta}`) % 61) / 100),
        signal,
      );
      yield { type: "text", delta };
    }
    if (signal.aborted) throw aborted(signal.reason);
    yield {
      type: "finish",
      reason: kept.length < pieces.length ? "length" : "stop",
      promptTokens: request.messages.reduce((sum, line) => sum + splitPieces(line.content).length, 0),
      completionTokens: kept.length,
    };
  }

  return {
    kind: "demo",
    name: "Demo cast",
    capabilities: { objects: false, embedded: true, remote: false },
    streamText,
    generateObject: async () => {
      const engineMessage = "the demo cast has no language model, so it cannot draft anything";
      throw new UpstreamError("rejected", "the demo cast writes no objects", { engineMessage });
    },
    listModels: async () => [{ name: DEMO_MODEL }],
    checkHealth: async () => ({ state: "up" }),
  };
}

function answerTo(request: LanguageRequest, repertoire: FindRepertoire): string {
  const lines = request.messages.filter((line) => line.role !== "system");
  const { characterId, name, language: session } = request.cast;
  const heard = lines.findLast((line) => line.role === "user")?.content ?? "";
  const language = detectLanguage(heard, session);
  const own = characterId === null ? null : repertoire(characterId, language);
  return composeAnswer({ lines, language, repertoire: own ?? genericRepertoire(name, language) });
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(durationMs, undefined, { signal });
  } catch (cause) {
    throw aborted(cause);
  }
}

function aborted(cause: unknown): UpstreamError {
  return new UpstreamError("aborted", "the demo cast was stopped", { cause });
}
