import { noteCarried } from "@/db/queries/memory";
import { rereadPlay } from "@/db/queries/plays";
import { savePrompt } from "@/db/queries/prompts";
import { AppError } from "@/lib/contract/app-error";
import type { PromptLine } from "@/lib/llm/engine";
import { linesToFold } from "../context/exchanges";
import { foldLines } from "../context/fold";
import { createMeter, learnRate } from "../context/tokens";
import { SHRUNKEN } from "../context/window";
import type { ConversationDeps } from "../deps";
import type { TurnIdentity } from "../turn";
import { type BuiltPrompt, buildPrompt, toPromptLines } from "./build-prompt";
import { type LoadedPrompt, loadPrompt, type PromptWishes } from "./prompt-material";

export interface PreparedPrompt {
  messages: PromptLine[];
  /** Tokens there are for the answer. */
  maxTokens: number;
  /** Keeps what was sent, to be looked at. True for the first prompt that carries a newer summary. */
  keep: () => Promise<boolean>;
}

/** A version of the prompt: what it was made from, and what was made of it. */
interface Draft extends LoadedPrompt {
  built: BuiltPrompt;
}

/** Exchanges a folding leaves whole; where even they do not fit, only the newest. */
const LEAST_WHOLE = 2;

/** The prompt of one answer: built when the turn runs, and tended to after it. */
export class PlayPrompt {
  #share = 1;
  /** How long the prompt was that went out, with the longest answer to it, against where folding begins. */
  #sent: { tokens: number; trigger: number } | null = null;

  constructor(
    private readonly deps: ConversationDeps,
    private readonly turn: TurnIdentity,
    private readonly wishes: PromptWishes,
  ) {}

  /** The engine refused the prompt as too long: from now on it is made for a smaller context. */
  shrink(): void {
    this.#share *= SHRUNKEN;
  }

  /**
   * Builds what is sent. A folding under way gives way to it; only where the prompt would not fit is that waited
   * for, or lines folded at once, unless they are so many that a person would wait for minutes: those are left out
   * until they are folded in the background. Throws where not even the newest line fits.
   */
  async prepare(signal: AbortSignal): Promise<PreparedPrompt> {
    const { play } = this.wishes;
    const { foldings } = this.deps.context;
    let draft = await this.#draft(signal);
    if (draft.built.dropped > 0 && this.#isFolded && !isBacklog(draft)) {
      await foldings.wait(play.id, signal);
      draft = await this.#foldNow(await this.#draft(signal), signal);
    } else void foldings.interrupt(play.id);
    const { built, window, meter } = draft;
    if (!built.fits && this.#isFolded) {
      throw new AppError("ENGINE_ERROR", { key: "prompt_too_long", params: { limit: window.budget } });
    }
    this.#sent =
      built.dropped === 0 ? { tokens: built.tokens + window.answer, trigger: window.trigger } : null;
    this.deps.logger.debug({ turn: this.turn.id, tokens: built.tokens, rate: meter.rate }, "prompt built");
    return {
      messages: toPromptLines(built.messages),
      maxTokens: window.answer,
      keep: () => this.#keep(draft),
    };
  }

  /** After the turn: folds older lines in the background where the prompt has grown long. */
  tend(): void {
    if (!this.#isFolded || (this.#sent && this.#sent.tokens <= this.#sent.trigger)) return;
    const { play } = this.wishes;
    this.deps.context.foldings.begin(play.id, async (signal) => {
      try {
        const current = await rereadPlay(this.deps.db, play);
        if (!current) return;
        const wishes = { ...this.wishes, directorNote: undefined, isContinued: false };
        const loaded = await loadPrompt(this.deps, wishes, () => true, current.headMessageId, this.#share);
        const whole = await this.#built(loaded, Number.POSITIVE_INFINITY, signal);
        if (whole.built.tokens > whole.window.trigger) await this.#fold(whole, LEAST_WHOLE, signal);
      } catch (error) {
        if (!signal.aborted)
          this.deps.logger.warn({ play: play.id, err: error }, "lines could not be folded");
      }
    });
  }

  /** The demo cast plays from its own lines and summarises nothing. */
  get #isFolded(): boolean {
    return this.wishes.chosen.choice === "engine";
  }

  async #draft(signal: AbortSignal): Promise<Draft> {
    const { messageId } = this.turn;
    const isTold = (line: { id: string }) => line.id !== messageId || this.wishes.isContinued;
    const loaded = await loadPrompt(this.deps, this.wishes, isTold, messageId, this.#share);
    return this.#built(loaded, loaded.window.budget, signal);
  }

  /** Near the limits the engine's own count, where it has one, takes the estimate's place. */
  async #built(loaded: LoadedPrompt, budget: number, signal: AbortSignal): Promise<Draft> {
    const { engine, model } = this.wishes.chosen;
    const { material, window } = loaded;
    const built = buildPrompt(material, budget, loaded.meter);
    const isNear = built.tokens > window.trigger || built.dropped > 0;
    if (!isNear || !engine.countTokens) return { ...loaded, built };
    const context = this.deps.engineContext(signal);
    const counted = await engine.countTokens(model, toPromptLines(built.messages), context).catch(() => null);
    if (counted === null) return { ...loaded, built };
    const meter = createMeter(learnRate([{ estimate: built.estimate, counted }]));
    return { ...loaded, meter, built: buildPrompt(material, budget, meter) };
  }

  /** Folds what does not fit. Where that fails the oldest lines are left out this once. */
  async #foldNow(first: Draft, signal: AbortSignal): Promise<Draft> {
    let draft = first;
    try {
      for (const least of [LEAST_WHOLE, 1]) {
        if (draft.built.dropped > 0 && (await this.#fold(draft, least, signal)))
          draft = await this.#draft(signal);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      this.deps.logger.warn(
        { turn: this.turn.id, err: error },
        "older lines left out: they could not be folded",
      );
    }
    return draft;
  }

  /** Folds the older lines; false where there are none to fold. */
  async #fold(loaded: LoadedPrompt, least: number, signal: AbortSignal): Promise<boolean> {
    const { material, meter, window } = loaded;
    const around = { ...material, summary: "", lines: [], lore: { ...material.lore, found: [] } };
    const fixed = buildPrompt(around, Number.POSITIVE_INFINITY, meter).tokens + window.summary;
    const lines = linesToFold(material.lines, ({ content }) => meter.message(content), {
      keep: this.deps.context.settings.keepTurns,
      least,
      room: window.target - fixed,
    });
    if (lines.length === 0) return false;
    const { play, chosen } = this.wishes;
    const before = material.summary;
    await foldLines(this.deps, { play, chosen, window, meter, before, lines }, signal);
    return true;
  }

  /** The turn does not depend on it. */
  async #keep({ built, window, summary }: Draft): Promise<boolean> {
    const { db, logger, now } = this.deps;
    const { messageId, id: turnId } = this.turn;
    try {
      await savePrompt(db, this.wishes.play, {
        messageId,
        turnId,
        model: this.wishes.chosen.model,
        contextLength: window.context,
        budget: window.budget,
        estimate: built.estimate,
        tokens: built.tokens,
        messages: built.messages,
        createdAt: now(),
      });
      const carries = built.messages[0]?.parts.some(({ kind }) => kind === "summary");
      return (
        summary !== null &&
        carries === true &&
        (await noteCarried(db, this.wishes.play, summary.id, messageId))
      );
    } catch (error) {
      logger.warn({ turn: turnId, err: error }, "the prompt could not be kept");
      return false;
    }
  }
}

/** Whether more was left out than a request can read: of a long play from elsewhere, or from a larger model. */
function isBacklog({ built, material, meter, window }: Draft): boolean {
  let left = window.context;
  return material.lines.slice(0, built.dropped).some(({ content }) => {
    left -= meter.message(content);
    return left < 0;
  });
}
