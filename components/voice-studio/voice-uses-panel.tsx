"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useVoiceUses } from "@/lib/client/voice-queries";

/** Who speaks with this voice. */
export function VoiceUsesPanel({ voiceId }: { voiceId: string }) {
  const t = useTranslations("studio");
  const { data } = useVoiceUses(voiceId);
  const isUnused = data && data.characters.length === 0 && data.private_count === 0;
  return (
    <section className="studio-panel" aria-labelledby="voice-uses">
      <h2 id="voice-uses">{t("usedBy")}</h2>
      <ul className="voice-uses">
        {data?.characters.map(({ id, name }) => (
          <li key={id}>
            <Link className="serif text-ink" href={`/characters/${encodeURIComponent(id)}`}>
              {name}
            </Link>
          </li>
        ))}
        {data && data.private_count > 0 && <li>{t("usedPrivately", { count: data.private_count })}</li>}
        {isUnused && <li>{t("unused")}</li>}
      </ul>
    </section>
  );
}
