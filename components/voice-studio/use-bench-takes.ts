"use client";

import { useState } from "react";
import { ApiError, apiPost } from "@/lib/client/api-client";
import { type VoiceTestAnswer, voiceTestAnswer } from "@/lib/contract/voices";

/** Who says it: a voice as it is now, or as one of its revisions was. */
export interface TakeWish {
  voiceId: string;
  revision: number | null;
  /** The pool that says it in place of the voice's own; null: its own. */
  engineId: string | null;
}

export interface Take {
  isBusy: boolean;
  answer: VoiceTestAnswer | null;
  /** Why there is none, in the server's words. */
  problem: string;
}

const EMPTY: Take = { isBusy: false, answer: null, problem: "" };

/** Two takes of one line, made one after the other so that neither waits for the other's engine. */
export function useBenchTakes() {
  const [takes, setTakes] = useState<readonly [Take, Take]>([EMPTY, EMPTY]);
  const put = (which: number, take: Take) =>
    setTakes(([first, second]) => (which === 0 ? [take, second] : [first, take]));
  const make = async (
    wishes: readonly [TakeWish | null, TakeWish | null],
    { text, language, seed }: { text: string; language: string; seed: number | null },
  ) => {
    for (const [which, wish] of wishes.entries()) if (wish) put(which, { ...EMPTY, isBusy: true });
    for (const [which, wish] of wishes.entries()) {
      if (!wish) continue;
      const path = `/api/voices/${encodeURIComponent(wish.voiceId)}/test`;
      const body = {
        text,
        text_lang: language,
        seed,
        revision: wish.revision,
        engine_id: wish.engineId,
        streaming_mode: 2,
      };
      try {
        put(which, { ...EMPTY, answer: await apiPost(path, body, { schema: voiceTestAnswer }) });
      } catch (error) {
        put(which, { ...EMPTY, problem: error instanceof ApiError ? error.message : String(error) });
      }
    }
  };
  return { takes, make };
}
