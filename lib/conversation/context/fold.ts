import type { Owned } from "@/db/ownership";
import { insertSummary } from "@/db/queries/memory";
import type { Play } from "@/db/queries/plays";
import type { ChosenModel } from "@/lib/llm/directory";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { ConversationDeps } from "../deps";
import type { SpokenLine } from "../prompt/spoken-lines";
import { summaryPrompt } from "./summarize";
import { clipToTokens, type TokenMeter } from "./tokens";
import { type ContextWindow, SHRUNKEN } from "./window";

export interface Fold {
  play: Owned<Play>;
  /** What the play is on: nothing of it goes to any other engine. */
  chosen: ChosenModel;
  window: ContextWindow;
  meter: TokenMeter;
  /** The summary so far. */
  before: string;
  /** The lines after it that are to be folded, oldest first. */
  lines: readonly SpokenLine[];
}

/** Facts are wanted, not invention. */
const TEMPERATURE = 0.3;
/** What a summary is asked to stay below, and cut at, of what it may take: the next prompt may count it for more. */
const ASKED_SHARE = 0.8;
const CUT_SHARE = 0.9;

/**
 * Folds lines into the summary, as many at a time as the model can read, fewer once it refused them as too many; each
 * step is stored. Throws what the engine throws.
 */
export async function foldLines(deps: ConversationDeps, fold: Fold, signal: AbortSignal): Promise<void> {
  const { play, window, meter } = fold;
  let { before } = fold;
  let left = [...fold.lines];
  let share = 1;
  while (left.length > 0) {
    const lines = readable(fold, before, left, share);
    const text = await summarize(deps, fold, promptFor(fold, before, lines), signal).catch(
      (error: unknown) => {
        if (!isTooLong(error) || share < 1) throw error;
        share = SHRUNKEN;
        return null;
      },
    );
    if (text === null) continue;
    const folded = lines.reduce((sum, { content }) => sum + meter.message(content), meter.text(before));
    await insertSummary(deps.db, play, {
      text,
      foldedUntil: lines.at(-1)?.id ?? null,
      tokensBefore: folded,
      tokensAfter: meter.text(text),
      createdAt: deps.now(),
    });
    deps.logger.info(
      { play: play.id, lines: lines.length, tokens: folded, of: window.context },
      "lines folded",
    );
    before = text;
    left = left.slice(lines.length);
  }
}

function promptFor({ play, window, meter }: Fold, before: string, lines: readonly SpokenLine[]) {
  const charactersPerToken = (play.language === "en" ? 3 : 1.1) / meter.rate;
  const characters = Math.round((window.summary * ASKED_SHARE * charactersPerToken) / 50) * 50;
  return summaryPrompt(before, lines, play, Math.max(50, characters));
}

/** As many of the lines as fit one request; one alone that does not is shortened. */
function readable(fold: Fold, before: string, lines: readonly SpokenLine[], share: number): SpokenLine[] {
  const { window, meter } = fold;
  const around = promptFor(fold, before, []).reduce((sum, { content }) => sum + meter.message(content), 0);
  let left = window.context * share - window.summary - around;
  const taken: SpokenLine[] = [];
  for (const line of lines) {
    left -= meter.message(`${line.speaker}: ${line.content}`);
    if (left < 0 && taken.length === 0) {
      return [{ ...line, content: clipToTokens(line.content, (window.budget * share) / 2, meter) }];
    }
    if (left < 0) break;
    taken.push(line);
  }
  return taken;
}

async function summarize(
  deps: ConversationDeps,
  { play, chosen, window, meter }: Fold,
  messages: ReturnType<typeof summaryPrompt>,
  signal: AbortSignal,
): Promise<string> {
  const cast = { characterId: play.characterId, name: play.characterName, language: play.language };
  const request = {
    model: chosen.model,
    messages,
    temperature: TEMPERATURE,
    maxTokens: window.summary,
    cast,
  };
  let text = "";
  for await (const part of chosen.engine.streamText(request, deps.engineContext(signal))) {
    if (part.type === "text") text += part.delta;
    else {
      const summary = clipToTokens(text.trim().toWellFormed(), window.summary * CUT_SHARE, meter);
      if (summary !== "") return summary;
    }
  }
  throw new UpstreamError("malformed", "the engine wrote no summary");
}

const isTooLong = (error: unknown) => error instanceof UpstreamError && error.isContextOverflow;
