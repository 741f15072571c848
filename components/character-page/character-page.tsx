"use client";

import { Copy, Download, Pencil } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Portrait } from "@/components/ui/portrait";
import { SampleButton } from "@/components/ui/sample-button";
import { ApiError, apiPost } from "@/lib/client/api-client";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import { type CastMember, castMember } from "@/lib/contract/character";
import type { PersonaView } from "@/lib/contract/personas";
import type { Session } from "@/lib/contract/session";
import { lineLanguage } from "@/lib/i18n/script-language";
import { CharacterFacts } from "./character-facts";
import { ImportChat } from "./import-chat";
import { PastPlays } from "./past-plays";
import { SceneForm } from "./scene-form";
import { ShowEveryone } from "./show-everyone";

/** One character: who they are, their voice, the scene to set, the plays there were. */
export function CharacterPage({
  character,
  isOwn,
  mayShow,
  plays,
  personas,
  renderedAt,
}: {
  character: CastMember;
  isOwn: boolean;
  /** The reader may show it to everyone here. */
  mayShow: boolean;
  plays: readonly Session[];
  /** Who the reader is in their plays. */
  personas: readonly PersonaView[];
  renderedAt: number;
}) {
  const t = useTranslations("character");
  const tRoom = useTranslations("room");
  const locale = useLocale();
  const router = useRouter();
  const samples = useSamplePlayer();
  const [failed, setFailed] = useState("");
  const address = `/characters/${encodeURIComponent(character.id)}`;
  const trouble = failed || samples.messageOf(character.id);

  async function copy() {
    setFailed("");
    try {
      const made = await apiPost(`/api${address}/copy`, {}, { schema: castMember });
      router.push(`/characters/${encodeURIComponent(made.id)}/edit`);
    } catch (error) {
      setFailed((error instanceof ApiError && error.message) || t("copyFailed"));
    }
  }

  return (
    <main id="main" className="wrap person">
      <div className="person-picture">
        <Portrait
          className="portrait"
          src={character.image_url}
          alt={tRoom("portrait", { name: character.name })}
          gel={character.stage.gel}
          eager
        />
      </div>
      <div className="sheet">
        <h1>{character.name}</h1>
        <p>{[character.source_work, character.category].filter(Boolean).join(" · ")}</p>
        <div className="person-voice">
          <SampleButton
            name={character.name}
            size="large"
            state={samples.stateOf(character.id)}
            onPress={() =>
              samples.toggle({
                id: character.id,
                text: character.sample_line,
                voiceId: character.voice_id,
                language: lineLanguage(character.sample_line, locale),
              })
            }
          />
          <blockquote>{t("quoted", { line: character.sample_line })}</blockquote>
        </div>
        {trouble && (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
        <SceneForm character={character} personas={personas} />
        <CharacterFacts character={character} />
        <PastPlays plays={plays} renderedAt={renderedAt} />
        <ImportChat characterId={character.id} />
        <div className="field-actions">
          {isOwn ? (
            <Link className="text-button" href={`${address}/edit`} prefetch={false}>
              <Pencil className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t("edit")}
            </Link>
          ) : (
            <button type="button" className="text-button" onClick={() => void copy()}>
              <Copy className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t("copy")}
            </button>
          )}
          {mayShow && <ShowEveryone character={character} />}
          <a className="text-button" href={`/api${address}/export?format=png`} download>
            <Download className="icon" strokeWidth={1.7} aria-hidden="true" />
            {t("export")}
          </a>
        </div>
      </div>
    </main>
  );
}
