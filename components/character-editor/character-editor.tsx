"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "@/components/ui/banner";
import { CharacterDraft } from "@/lib/client/character-draft";
import { CharacterDrafting } from "@/lib/client/character-drafting";
import type { CastMember } from "@/lib/contract/character";
import { EditorDock } from "./editor-dock";
import { EditorPreview } from "./editor-preview";
import { EditorSteps } from "./editor-steps";
import { FaceVoiceStep } from "./face-voice-step";
import { ScriptStep } from "./script-step";
import { STEPS, type Step } from "./steps";
import { WhoStep } from "./who-step";

/** A character being written: who, the script, face and voice; saved while it is written. */
export function CharacterEditor({
  initial,
  firstStep,
  beginsDrafting,
}: {
  initial: CastMember;
  firstStep: Step;
  /** Whether the empty fields are drafted at once. */
  beginsDrafting: boolean;
}) {
  const t = useTranslations("editor");
  const router = useRouter();
  const [draft] = useState(() => new CharacterDraft(initial));
  const [drafting] = useState(
    () =>
      new CharacterDrafting({
        read: () => draft.getSnapshot().character,
        write: (changes) => draft.change(changes),
      }),
  );
  const { character, saving, message } = useSyncExternalStore(
    draft.subscribe,
    draft.getSnapshot,
    draft.getSnapshot,
  );
  const [step, setStep] = useState<Step>(firstStep);
  useEffect(() => draft.start(), [draft]);
  useEffect(() => {
    // Once is enough: a reload goes on writing by hand.
    if (beginsDrafting) window.history.replaceState(null, "", `?step=${firstStep}`);
  }, [beginsDrafting, firstStep]);
  const flush = () => void draft.flush();
  const onChange = draft.change.bind(draft);

  const goTo = (next: Step) => {
    flush();
    setStep(next);
    window.history.replaceState(null, "", `?step=${next}`);
    window.scrollTo({ top: 0 });
  };
  const at = STEPS.indexOf(step);
  const play = useCallback(async () => {
    await draft.flush();
    router.push(`/play?character=${encodeURIComponent(initial.id)}`);
  }, [draft, router, initial.id]);
  // Wherever the focus is: right after the first step nothing has it.
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) void play();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [play]);

  return (
    <>
      <main id="main" className="wrap editor">
        <EditorSteps step={step} onStep={goTo} />
        <section className="sheet" aria-labelledby="editor-title">
          <h1 id="editor-title">{character.name}</h1>
          <p>{t(`intro.${step}`)}</p>
          {saving === "conflict" && (
            <Banner tone="bad" title={t("conflictTitle")} body={t("conflictBody")}>
              <button type="button" className="button" onClick={() => draft.keepMine()}>
                {t("keepMine")}
              </button>
              <button type="button" className="button" onClick={() => draft.takeTheirs()}>
                {t("takeTheirs")}
              </button>
            </Banner>
          )}
          {step === "who" && <WhoStep who={character} onChange={onChange} onDone={flush} />}
          {step === "script" && (
            <ScriptStep
              character={character}
              drafting={drafting}
              beginsDrafting={beginsDrafting}
              onChange={onChange}
              onDone={flush}
            />
          )}
          {step === "face" && (
            <FaceVoiceStep
              character={character}
              onChange={onChange}
              onPicture={(next) => draft.replace(next)}
            />
          )}
        </section>
        {step !== "face" && <EditorPreview character={character} onVoice={() => goTo("face")} />}
      </main>
      <EditorDock
        before={STEPS[at - 1] ?? null}
        after={STEPS[at + 1] ?? null}
        saving={saving}
        message={message}
        onStep={goTo}
        onPlay={() => void play()}
      />
    </>
  );
}
