"use client";

import Link from "next/link";
import { useDeferredValue, useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useVoices } from "@/lib/client/character-queries";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import { lineLanguage } from "@/lib/i18n/script-language";
import { filterVoices, type PickerVoice } from "./filter-voices";
import { VoiceCompare } from "./voice-compare";
import { VoiceFinder } from "./voice-finder";
import { VoiceRow, type VoiceSound } from "./voice-row";

const ALL = { query: "", language: "", tag: "" } as const;

/** Every voice of this server, each saying the same line: found, heard, seen, compared, and one chosen. */
export function VoicePicker({
  line,
  chosenId,
  isForEveryone = false,
  onChoose,
}: {
  /** What each says: the character's own words. */
  line: string;
  /** "" = the server's default voice. */
  chosenId: string;
  /** Only voices everyone here has. */
  isForEveryone?: boolean;
  onChoose: (voiceId: string) => void;
}) {
  const t = useTranslations("voicePicker");
  const locale = useLocale();
  const language = lineLanguage(line, locale);
  const samples = useSamplePlayer();
  const { data, isError, refetch } = useVoices();
  const [filters, setFilters] = useState<Parameters<typeof filterVoices>[1]>(ALL);
  const [heard, setHeard] = useState<ReadonlySet<string>>(new Set());
  const [compared, setCompared] = useState<readonly string[]>([]);
  /** What is to be heard when what sounds now has ended. */
  const [next, setNext] = useState<{ after: string; id: string } | null>(null);

  const voices = (data?.voices ?? []).filter(({ tags }) => !isForEveryone || !tags.includes("mine"));
  const shown = filterVoices(voices, { ...filters, query: useDeferredValue(filters.query) });
  const current = chosenId || (data?.default_voice_id ?? "");

  const say = (voiceId: string) => {
    setHeard((before) => new Set(before).add(`${voiceId} ${line}`));
    samples.toggle({ id: voiceId, text: line, voiceId, language });
  };
  const { stateOf } = samples;
  const [wasPlaying, setWasPlaying] = useState(false);
  const state = next ? stateOf(next.after) : "idle";
  useEffect(() => {
    if (!next) return;
    if (state === "playing") setWasPlaying(true);
    else if (state === "failed") setNext(null);
    else if (state === "idle" && wasPlaying) {
      setNext(null);
      say(next.id);
    }
  });

  const soundOf = ({ id }: PickerVoice): VoiceSound => ({
    text: line,
    language,
    state: stateOf(id),
    message: samples.messageOf(id),
    wasHeard: heard.has(`${id} ${line}`) && stateOf(id) !== "loading",
    onSample: () => {
      setNext(null);
      say(id);
    },
    onWave: samples.stop,
  });
  const pair = compared.flatMap((id) => voices.find((voice) => voice.id === id) ?? []);

  return (
    <section aria-label={t("title")}>
      <p className="text-muted">{t("says", { line })}</p>
      {isError && (
        <p className="trouble" role="alert">
          {t("listFailed")}{" "}
          <button type="button" className="text-button" onClick={() => void refetch()}>
            {t("again")}
          </button>
        </p>
      )}
      <VoiceFinder
        voices={voices}
        filters={filters}
        onChange={(changes) => setFilters({ ...filters, ...changes })}
      />
      {pair.length > 0 && (
        <VoiceCompare
          voices={pair}
          soundOf={soundOf}
          onBoth={() => {
            const [first, second] = pair;
            if (!first || !second) return;
            samples.stop();
            setWasPlaying(false);
            setNext({ after: first.id, id: second.id });
            say(first.id);
          }}
          onChoose={onChoose}
          onClose={() => setCompared([])}
        />
      )}
      <ul className="voice-list">
        {shown.map((voice) => (
          <VoiceRow
            key={voice.id}
            voice={voice}
            sound={soundOf(voice)}
            isChosen={voice.id === current}
            isCompared={compared.includes(voice.id)}
            onCompare={() =>
              setCompared((before) =>
                before.includes(voice.id)
                  ? before.filter((id) => id !== voice.id)
                  : [...before, voice.id].slice(-2),
              )
            }
            onChoose={() => onChoose(voice.id)}
          />
        ))}
      </ul>
      {!isForEveryone && (
        <p>
          <Link className="text-button" href="/voices">
            {t("makeOwn")}
          </Link>
        </p>
      )}
      {shown.length === 0 && voices.length > 0 && <p className="text-faint">{t("none")}</p>}
    </section>
  );
}
