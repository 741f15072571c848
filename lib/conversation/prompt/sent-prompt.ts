import type { FoundPrompt } from "@/db/queries/prompts";
import type { SentPromptView } from "@/lib/contract/memory";
import { PROMPT_PARTS } from "@/lib/contract/prompt-parts";
import { estimateMessages, estimateTokens, isWholeCount } from "../context/tokens";

/** What was sent as the API tells it: the whole's tokens shared out over its parts and messages. */
export function toSentPrompt(sent: FoundPrompt): SentPromptView {
  const isCounted = sent.promptTokens !== null && isWholeCount({ ...sent, counted: sent.promptTokens });
  const total = isCounted ? (sent.promptTokens ?? 0) : sent.tokens;
  const pieces = sent.messages.flatMap(({ parts }, message) =>
    parts.map(({ kind, text }, at) => ({
      message,
      kind,
      // What goes around a message is its first part's.
      weight: at === 0 ? estimateMessages([{ content: text }]) : estimateTokens(text),
    })),
  );
  const tokens = shareOut(
    total,
    pieces.map(({ weight }) => weight),
  );
  const sum = (belongs: (piece: (typeof pieces)[number]) => boolean) =>
    pieces.reduce((count, piece, at) => count + (belongs(piece) ? (tokens[at] ?? 0) : 0), 0);
  return {
    message_id: sent.messageId,
    model: sent.model,
    context_length: sent.contextLength,
    budget: sent.budget,
    tokens: total,
    counted_by: isCounted ? "engine" : "estimate",
    parts: PROMPT_PARTS.filter((part) => pieces.some(({ kind }) => kind === part)).map((part) => ({
      part,
      tokens: sum(({ kind }) => kind === part),
    })),
    messages: sent.messages.map(({ role, parts }, at) => ({
      role,
      content: parts.map(({ text }) => text).join("\n\n"),
      tokens: sum(({ message }) => message === at),
    })),
    clock: toClock(sent.turn),
  };
}

/** Null while the turn runs, and of one that ended without being timed. */
function toClock(turn: FoundPrompt["turn"]): SentPromptView["clock"] {
  if (turn?.doneMs == null) return null;
  const { firstTokenMs, firstSegmentMs, firstAudioMs, doneMs } = turn;
  return {
    first_token: firstTokenMs,
    first_segment: firstSegmentMs,
    first_audio: firstAudioMs,
    done: doneMs,
  };
}

/** A whole number shared out by weights, so that the shares add up to it. */
function shareOut(total: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let seen = 0;
  let given = 0;
  return weights.map((weight) => {
    seen += weight;
    const share = Math.round((total * seen) / Math.max(1, all)) - given;
    given += share;
    return share;
  });
}
