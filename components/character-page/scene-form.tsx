"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, apiPost } from "@/lib/client/api-client";
import type { CastMember } from "@/lib/contract/character";
import type { PersonaView } from "@/lib/contract/personas";
import { session } from "@/lib/contract/session";
import { GreetingChoice } from "./greeting-choice";
import { defaultSelf, selfWish } from "./play-self";
import { PlotDraft } from "./plot-draft";
import { SelfChoice } from "./self-choice";

/** The scene of a new play. Everything has a default: Enter starts. */
export function SceneForm({
  character,
  personas,
}: {
  character: CastMember;
  personas: readonly PersonaView[];
}) {
  const t = useTranslations("character");
  const router = useRouter();
  const [situation, setSituation] = useState("");
  const [background, setBackground] = useState("");
  const [greeting, setGreeting] = useState(0);
  const [self, setSelf] = useState(() => defaultSelf(personas));
  const [state, setState] = useState<"idle" | "opening" | { failed: string }>("idle");

  async function open(event: FormEvent) {
    event.preventDefault();
    if (state === "opening") return;
    setState("opening");
    const told = situation.trim() || background.trim();
    const scenario = {
      situation: situation.trim() || character.scene.situation,
      background: background.trim() || character.scene.place,
    };
    try {
      const play = await apiPost(
        "/api/sessions",
        {
          character_id: character.id,
          ...(told ? { scenario } : {}),
          ...(greeting > 0 ? { greeting } : {}),
          ...selfWish(self),
        },
        { schema: session },
      );
      router.push(`/play/${encodeURIComponent(play.id)}`);
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("openFailed") });
    }
  }

  return (
    <form className="scene-form" onSubmit={open}>
      <h2>{t("scene")}</h2>
      <div className="field-row">
        <label htmlFor="scene-situation">
          {t("situation")}
          <small>{t("situationHint")}</small>
        </label>
        <div>
          <textarea
            id="scene-situation"
            className="field-text"
            rows={1}
            maxLength={8000}
            value={situation}
            placeholder={character.scene.situation || t("situationDefault")}
            onChange={(event) => setSituation(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
          <PlotDraft
            characterId={character.id}
            scene={{ situation, background }}
            usual={character.scene.situation}
            onDraft={(scene) => {
              setSituation(scene.situation);
              setBackground(scene.background);
            }}
          />
        </div>
      </div>
      <div className="field-row">
        <label htmlFor="scene-background">
          {t("background")}
          <small>{t("backgroundHint")}</small>
        </label>
        <div>
          <input
            id="scene-background"
            className="field-text"
            maxLength={8000}
            value={background}
            placeholder={character.scene.place || t("backgroundDefault")}
            onChange={(event) => setBackground(event.target.value)}
          />
        </div>
      </div>
      <SelfChoice personas={personas} userRole={character.scene.user_role} self={self} onChange={setSelf} />
      <GreetingChoice character={character} chosen={greeting} onChoose={setGreeting} />
      <div className="field-actions">
        <button type="submit" className="button button--lit" disabled={state === "opening"}>
          {state === "opening" ? t("opening") : t("open")}
        </button>
        <span className="trouble" role="alert">
          {typeof state === "object" ? state.failed : ""}
        </span>
      </div>
    </form>
  );
}
