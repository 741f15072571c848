import { randomUUID } from "node:crypto";
import type { Owned } from "@/db/ownership";
import {
  deletePin,
  deleteSummary,
  findPromptSettings,
  insertPin,
  insertSummary,
  listPins,
  listSummaries,
  type Pin,
  rewriteSummary,
  type Summary,
  savePromptSettings,
} from "@/db/queries/memory";
import { findMessage, listToldLines } from "@/db/queries/messages";
import { findPlay, type Play } from "@/db/queries/plays";
import { findPrompt, listCounts } from "@/db/queries/prompts";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import {
  MAX_PINS,
  type PinView,
  type PromptSettingsView,
  type PutPromptSettings,
  type PutSummary,
  type SentPromptView,
  type SummaryView,
} from "@/lib/contract/memory";
import type { ConversationDeps } from "../deps";
import { summaryInForce } from "../prompt/prompt-material";
import { toSentPrompt } from "../prompt/sent-prompt";
import { toPromptSettings } from "../prompt/settings";
import { createMeter, learnRate } from "./tokens";

/** What a person can see and change of a play's memory and prompts. Another's play is NOT_FOUND. */
export class PlayMemory {
  constructor(private readonly deps: ConversationDeps) {}

  async summary(actor: Actor, playId: string): Promise<SummaryView> {
    return toSummaryView(await this.#inForce(await this.#play(actor, playId)));
  }

  /** Rewrites the summary in force, or takes the last folding back. */
  async changeSummary(actor: Actor, playId: string, change: PutSummary): Promise<SummaryView> {
    const play = await this.#play(actor, playId);
    // A folding under way would put its own words over the person's.
    await this.deps.context.foldings.interrupt(play.id);
    const inForce = await this.#inForce(play);
    const { db, now } = this.deps;
    if (change.undo) {
      if (inForce) await deleteSummary(db, play, inForce.id);
    } else {
      const text = (change.text ?? "").trim().toWellFormed();
      const tokensAfter = createMeter(learnRate(await listCounts(db, play, null, 1))).text(text);
      if (inForce) await rewriteSummary(db, play, inForce.id, { text, tokensAfter });
      else
        await insertSummary(db, play, {
          text,
          foldedUntil: null,
          tokensBefore: 0,
          tokensAfter,
          createdAt: now(),
        });
    }
    return this.summary(actor, playId);
  }

  async pins(actor: Actor, playId: string): Promise<{ pins: PinView[] }> {
    const play = await this.#play(actor, playId);
    return { pins: (await listPins(this.deps.db, play)).map(toPinView) };
  }

  async addPin(
    actor: Actor,
    playId: string,
    wish: { text: string; message_id?: string | undefined },
  ): Promise<PinView> {
    const { db, now } = this.deps;
    const play = await this.#play(actor, playId);
    const messageId = wish.message_id ?? null;
    if (messageId !== null && !(await findMessage(db, play, messageId))) throw new AppError("NOT_FOUND");
    const text = wish.text.toWellFormed();
    const pin: Pin = { id: randomUUID(), playId: play.id, text, messageId, createdAt: now() };
    if (!(await insertPin(db, play, pin, MAX_PINS))) {
      throw new AppError("CONFLICT", { key: "too_many_pins", params: { limit: MAX_PINS } });
    }
    return toPinView(pin);
  }

  async removePin(actor: Actor, playId: string, pinId: string): Promise<{ id: string; deleted: true }> {
    const play = await this.#play(actor, playId);
    if (!(await deletePin(this.deps.db, play, pinId))) throw new AppError("NOT_FOUND");
    return { id: pinId, deleted: true };
  }

  /** What was sent for a line; NOT_FOUND for one no model wrote. */
  async sentPrompt(actor: Actor, playId: string, messageId: string): Promise<SentPromptView> {
    const play = await this.#play(actor, playId);
    const sent = await findPrompt(this.deps.db, play, messageId);
    if (!sent) throw new AppError("NOT_FOUND");
    return toSentPrompt(sent);
  }

  async promptSettings(actor: Actor, playId: string): Promise<PromptSettingsView> {
    const play = await this.#play(actor, playId);
    return toPromptSettings(await findPromptSettings(this.deps.db, play));
  }

  /** What is absent stays as it is. */
  async changePromptSettings(
    actor: Actor,
    playId: string,
    change: PutPromptSettings,
  ): Promise<PromptSettingsView> {
    const play = await this.#play(actor, playId);
    const { user, rules, lorebook } = toPromptSettings(await findPromptSettings(this.deps.db, play));
    const book = change.lorebook ?? lorebook;
    await savePromptSettings(this.deps.db, play, {
      userName: change.user?.name ?? user.name,
      userPersona: change.user?.persona ?? user.persona,
      rules: { ...rules, ...change.rules },
      lorebook: book && book.entries.length > 0 ? book : null,
    });
    return this.promptSettings(actor, playId);
  }

  /** The summary that holds for the told branch. */
  async #inForce(play: Owned<Play>): Promise<Summary | null> {
    const [summaries, told] = await Promise.all([
      listSummaries(this.deps.db, play),
      listToldLines(this.deps.db, play),
    ]);
    return summaryInForce(summaries, told);
  }

  async #play(actor: Actor, playId: string): Promise<Owned<Play>> {
    const play = await findPlay(this.deps.db, actor, playId);
    if (!play) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    return play;
  }
}

function toSummaryView(summary: Summary | null): SummaryView {
  return {
    text: summary?.text ?? "",
    folded_until: summary?.foldedUntil ?? null,
    tokens_before: summary?.tokensBefore ?? 0,
    tokens_after: summary?.tokensAfter ?? 0,
    can_undo: summary !== null,
  };
}

function toPinView({ id, text, messageId, createdAt }: Pin): PinView {
  return { id, text, message_id: messageId, created_at: new Date(createdAt).toISOString() };
}
