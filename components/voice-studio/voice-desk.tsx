"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { apiDelete } from "@/lib/client/api-client";
import { useRefreshVoices } from "@/lib/client/voice-queries";
import type { VoiceView } from "@/lib/contract/voices";
import { BenchPanel } from "./bench-panel";
import { ReferencesPanel } from "./references-panel";
import { SamplingSettings } from "./sampling-settings";
import { SureButton } from "./sure-button";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";
import { useVoiceDesk } from "./use-voice-desk";
import { VoiceConflict } from "./voice-conflict";
import { VoiceFields } from "./voice-fields";
import { VoiceHead } from "./voice-head";
import { VoiceRevisionsPanel } from "./voice-revisions-panel";
import { VoiceUsesPanel } from "./voice-uses-panel";

/** A voice made here, with all that can be done to it. */
export function VoiceDesk({ voice }: { voice: VoiceView }) {
  const t = useTranslations("studio");
  const router = useRouter();
  const refresh = useRefreshVoices();
  const desk = useVoiceDesk(voice);
  const removal = useAttempt();
  const { draft, changed, theirs } = desk;
  const problem = desk.problem || removal.problem;
  const isBusy = desk.isBusy || removal.isBusy;

  const remove = () =>
    removal.attempt(async () => {
      await apiDelete(`/api/voices/${encodeURIComponent(voice.id)}?permanent=true`);
      router.push("/admin/voices");
      await refresh();
    });
  return (
    <form
      aria-label={voice.name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void desk.save();
      }}
    >
      <VoiceHead voice={voice} name={draft.name}>
        <span className="field-state" role="status">
          {changed.length > 0 ? t("unsaved") : desk.isSaved ? t("saved") : ""}
        </span>
        <button
          type="submit"
          className="button button--lit"
          disabled={isBusy || changed.length === 0 || !draft.name.trim()}
        >
          {t("keep")}
        </button>
      </VoiceHead>
      {theirs && (
        <VoiceConflict
          theirs={theirs}
          mine={draft}
          changed={changed}
          onTake={desk.takeTheirs}
          onKeep={() => void desk.save(theirs.version)}
        />
      )}
      <Trouble text={problem} />
      <ReferencesPanel
        voice={voice}
        onAdded={async (now) => {
          desk.follow(now);
          await refresh();
        }}
        onRemove={(gone) => desk.set({ references: voice.references.filter(({ id }) => id !== gone) })}
      />
      <BenchPanel
        voice={voice}
        onKeep={({ timbre, ...sound }) => desk.keepSound(timbre ? { ...sound, timbre } : sound)}
        onKeepSeed={(seed) => desk.keepSound({ settings: { ...draft.settings, seed } })}
      />
      <section className="studio-panel" aria-labelledby="voice-facts">
        <h2 id="voice-facts">{t("facts")}</h2>
        <VoiceFields draft={draft} onChange={desk.change} />
      </section>
      <section className="studio-panel">
        <details>
          <summary>
            <h2>{t("sampling")}</h2>
          </summary>
          <SamplingSettings settings={draft.settings} onChange={(settings) => desk.change({ settings })} />
        </details>
      </section>
      <VoiceUsesPanel voiceId={voice.id} />
      <VoiceRevisionsPanel voice={voice} />
      <section className="studio-panel" aria-labelledby="voice-fate">
        <h2 id="voice-fate">{t("fate")}</h2>
        <div className="field-actions">
          <button
            type="button"
            className="button"
            disabled={isBusy || voice.is_default || !voice.is_active}
            onClick={() => desk.set({ is_default: true })}
          >
            {t("makeDefault")}
          </button>
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() =>
              desk.set(voice.is_active ? { is_active: false, is_default: false } : { is_active: true })
            }
          >
            {voice.is_active ? t("deactivate") : t("activate")}
          </button>
          <SureButton
            label={t("delete")}
            sure={t("deleteSure")}
            disabled={isBusy}
            icon={<Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />}
            onSure={() => void remove()}
          />
        </div>
      </section>
    </form>
  );
}
