"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { apiDelete, apiPost } from "@/lib/client/api-client";
import { useRefreshVoices, useStudioVoices } from "@/lib/client/voice-queries";
import { type VoiceView, voiceView } from "@/lib/contract/voices";
import { BenchPanel } from "./bench-panel";
import { ReferenceStudio } from "./reference-studio";
import { ReferencesPanel } from "./references-panel";
import { SamplingSettings } from "./sampling-settings";
import type { StoredClip } from "./stored-clips";
import { SureButton } from "./sure-button";
import { TravelChoice } from "./travel-choice";
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
  const { data: voices } = useStudioVoices();
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
        references={voice.references}
        addressOf={({ file }) => (file ? referenceAddress(file) : null)}
        isBusy={isBusy}
        onRemove={(gone) => desk.set({ references: voice.references.filter(({ id }) => id !== gone) })}
      >
        <ReferenceStudio
          language={voice.language}
          stored={clipsOf(voices ?? [], voice)}
          onAdd={async (given) => {
            const path = `/api/voices/${encodeURIComponent(voice.id)}/reference`;
            const body = given instanceof FormData ? given : given.clip;
            desk.follow(await apiPost(path, body, { schema: voiceView }));
            await refresh();
          }}
        />
      </ReferencesPanel>
      <BenchPanel
        voice={voice}
        keep={{
          sound: ({ timbre, ...sound }) => desk.keepSound(timbre ? { ...sound, timbre } : sound),
          engine: (engine_id) => desk.keepSound({ engine_id }),
          seed: (seed) => desk.keepSound({ settings: { ...draft.settings, seed } }),
        }}
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
      <TravelChoice
        mayTravel={voice.may_travel}
        isBusy={isBusy}
        onChange={(may_travel) => desk.set({ may_travel })}
      />
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

const referenceAddress = (file: string) => `/api/admin/references/${file}`;

/** Each clip of the other voices that this one has not, once. */
function clipsOf(voices: readonly VoiceView[], voice: VoiceView): StoredClip[] {
  const has = new Set(voice.references.map(({ file }) => file));
  return voices.flatMap(({ name, references }) =>
    references.flatMap((clip) => {
      const { file } = clip;
      if (file === undefined || has.has(file)) return [];
      has.add(file);
      return [{ clip: { ...clip, file }, voiceName: name, address: referenceAddress(file) }];
    }),
  );
}
