"use client";

import { Sparkles, Square, Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, apiPost } from "@/lib/client/api-client";
import { type Story, story } from "@/lib/contract/story";

export interface Scene {
  situation: string;
  background: string;
}

/** Makes a scene of what the form says. What stood there before can be taken back; writing meanwhile ends it. */
export function PlotDraft({
  characterId,
  scene,
  usual,
  onDraft,
}: {
  characterId: string;
  scene: Scene;
  /** The situation where the person wrote none; "" = there is none to draft from. */
  usual: string;
  onDraft: (scene: Scene) => void;
}) {
  const t = useTranslations("character");
  const [state, setState] = useState<"idle" | "running" | { failed: string }>("idle");
  const [undo, setUndo] = useState<{ before: Scene; after: Scene } | null>(null);
  const asking = useRef<{ abort: AbortController; of: Scene } | null>(null);
  const { situation, background } = scene;
  const isRunning = state === "running";
  const from = situation.trim() || usual;

  useEffect(() => {
    const of = asking.current?.of;
    if (of && (of.situation !== situation || of.background !== background)) asking.current?.abort.abort();
  }, [situation, background]);
  useEffect(() => () => asking.current?.abort.abort(), []);

  async function draft() {
    const abort = new AbortController();
    asking.current = { abort, of: scene };
    setState("running");
    try {
      const body = { character_id: characterId, situation: from, background: background.trim() };
      const made: Story = await apiPost("/api/story/generate", body, { schema: story, signal: abort.signal });
      const after = { situation: made.summary, background: made.background };
      asking.current = null;
      setUndo({ before: scene, after });
      setState("idle");
      onDraft(after);
    } catch (error) {
      const message = (error instanceof ApiError && error.message) || t("plotFailed");
      setState(abort.signal.aborted ? "idle" : { failed: message });
    }
  }

  const icon = { className: "icon", strokeWidth: 1.7, "aria-hidden": true } as const;
  const isUndoable =
    undo !== null && undo.after.situation === situation && undo.after.background === background;
  return (
    <div className="field-actions">
      {isRunning ? (
        <button type="button" className="text-button" onClick={() => asking.current?.abort.abort()}>
          <Square {...icon} />
          {t("plotStop")}
        </button>
      ) : (
        <button type="button" className="text-button" disabled={from === ""} onClick={() => void draft()}>
          <Sparkles {...icon} />
          {t("plot")}
        </button>
      )}
      {isUndoable && !isRunning && (
        <button type="button" className="text-button" onClick={() => onDraft(undo.before)}>
          <Undo2 {...icon} />
          {t("plotUndo")}
        </button>
      )}
      <span role="status">{isRunning ? t("plotRunning") : ""}</span>
      <span className="trouble" role="alert">
        {typeof state === "object" ? state.failed : ""}
      </span>
    </div>
  );
}
