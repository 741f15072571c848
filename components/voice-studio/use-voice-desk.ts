"use client";

import { useState } from "react";
import { ApiError, apiPut } from "@/lib/client/api-client";
import { useRefreshVoices } from "@/lib/client/voice-queries";
import { type ChangeVoice, type VoiceView, voiceView } from "@/lib/contract/voices";
import { useAttempt } from "./use-attempt";
import { changedFields, draftOf, type VoiceDraft } from "./voice-draft";

/** A voice as it is being written on. What is typed stays until it is saved or thrown away, whoever else saves meanwhile. */
export function useVoiceDesk(voice: VoiceView) {
  const refresh = useRefreshVoices();
  const { isBusy, problem, attempt } = useAttempt();
  /** What the draft was begun on. */
  const [base, setBase] = useState(voice);
  const [draft, setDraft] = useState(() => draftOf(voice));
  /** Someone else's newer row, once a save met it. */
  const [theirs, setTheirs] = useState<VoiceView | null>(null);
  const [isSaved, setSaved] = useState(false);
  const changed = changedFields(draftOf(base), draft);

  const begin = (from: VoiceView) => {
    setBase(from);
    setTheirs(null);
  };
  const send = (wish: ChangeVoice) =>
    attempt(async () => {
      try {
        const path = `/api/voices/${encodeURIComponent(voice.id)}`;
        begin(await apiPut(path, wish, { schema: voiceView }));
        await refresh();
      } catch (error) {
        const isStale = error instanceof ApiError && error.code === "CONFLICT";
        const now = isStale ? voiceView.partial().safeParse(error.details) : null;
        if (!now?.success) throw error;
        setTheirs({ ...voice, ...now.data });
      }
    });
  return {
    draft,
    changed,
    theirs,
    isBusy,
    problem,
    isSaved: isSaved && changed.length === 0,
    change: (change: Partial<VoiceDraft>) => setDraft((before) => ({ ...before, ...change })),
    /** Sends what was changed; on a row newer than the draft was begun on, nothing is written. */
    save: async (version = base.version) => {
      const wish = Object.fromEntries(changed.map((name) => [name, draft[name]]));
      setSaved((await send({ ...wish, version })) || false);
    },
    /** Takes the newer row, and lets go of what was typed. */
    takeTheirs: () => {
      if (!theirs) return;
      begin(theirs);
      setDraft(draftOf(theirs));
      void refresh();
    },
    /** A change that has nothing to do with the form. */
    set: (wish: ChangeVoice) => void send({ ...wish, version: base.version }),
    /** An earlier sound becomes the one of now; what was typed of the sound gives way to it. */
    keepSound: (sound: ChangeVoice) => {
      const { settings, engine_id, engine_voice, gpt_weights_path, sovits_weights_path } = sound;
      const told = { settings, engine_id, engine_voice, gpt_weights_path, sovits_weights_path };
      const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
      setDraft((before) => ({ ...before, ...known }));
      void send({ ...sound, version: base.version });
    },
    /** The row as it became by another way of ours: a clip was added. */
    follow: begin,
  };
}
