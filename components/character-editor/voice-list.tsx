"use client";

import { Check } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { SampleButton } from "@/components/ui/sample-button";
import type { SampleState } from "@/lib/client/sample-player";
import type { VoiceList as Voices } from "@/lib/contract/speech";

type Voice = Voices["voices"][number];

/** Every voice of this server, each with the character's own line; one is the character's. */
export function VoiceList({
  voices,
  chosenId,
  stateOf,
  messageOf,
  onSample,
  onChoose,
}: {
  voices: readonly Voice[];
  chosenId: string;
  stateOf: (voiceId: string) => SampleState;
  messageOf: (voiceId: string) => string;
  onSample: (voice: Voice) => void;
  onChoose: (voiceId: string) => void;
}) {
  const t = useTranslations("editor");
  const [query, setQuery] = useState("");
  const search = useDeferredValue(query).normalize("NFKC").toLowerCase().trim();
  const shown = voices.filter(({ name, description }) =>
    `${name} ${description}`.normalize("NFKC").toLowerCase().includes(search),
  );
  return (
    <section aria-label={t("voices")}>
      <div className="finder">
        <label>
          <span className="visually-hidden">{t("voiceSearch")}</span>
          <input
            type="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            placeholder={t("voiceSearch")}
          />
        </label>
      </div>
      <ul className="voice-list">
        {shown.map((voice) => {
          const state = stateOf(voice.id);
          const isChosen = voice.id === chosenId;
          const trouble =
            voice.unavailable_reason ?? (state === "failed" ? messageOf(voice.id) || t("voiceFailed") : "");
          return (
            <li key={voice.id} aria-current={isChosen || undefined}>
              <SampleButton name={voice.name} state={state} onPress={() => onSample(voice)} />
              <div>
                <b>{voice.name}</b>
                <span>{voice.description}</span>
                {trouble && <span className="trouble">{trouble}</span>}
              </div>
              <button
                type="button"
                className={isChosen ? "text-button text-button--lit" : "text-button"}
                aria-pressed={isChosen}
                disabled={!voice.available && !isChosen}
                onClick={() => onChoose(voice.id)}
              >
                {isChosen && <Check className="icon" strokeWidth={1.7} aria-hidden="true" />}
                {isChosen ? t("voiceChosen") : t("voiceChoose")}
              </button>
            </li>
          );
        })}
      </ul>
      {shown.length === 0 && <p className="text-faint">{t("voiceNone")}</p>}
    </section>
  );
}
