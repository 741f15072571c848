"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { Portrait } from "@/components/ui/portrait";
import { SampleButton } from "@/components/ui/sample-button";
import type { SampleState } from "@/lib/client/sample-player";
import type { CastMember } from "@/lib/contract/character";

/** One character: the card leads into a play, its button speaks the sample line. */
export function CastCard({
  member,
  sample,
  message,
  onSample,
}: {
  member: CastMember;
  sample: SampleState;
  /** Why the sample is silent, in the server's words; "" where it said nothing. */
  message: string;
  onSample: () => void;
}) {
  const t = useTranslations("sample");
  const tLobby = useTranslations("lobby");
  return (
    <li data-testid="cast-card" data-character-id={member.id} data-sounding={sample === "playing"}>
      <figure>
        <Portrait className="portrait" src={member.image_url} alt="" />
      </figure>
      <div className="cast-caption">
        <div>
          <h3>
            <Link href={`/play?character=${encodeURIComponent(member.id)}`} prefetch={false}>
              {member.name}
            </Link>
          </h3>
          <p className="source">{member.source_work}</p>
        </div>
        <SampleButton name={member.name} state={sample} onPress={onSample} testId="speak-sample" />
        <p className="tagline">{member.tagline}</p>
        <Link
          className="text-button cast-more"
          href={`/characters/${encodeURIComponent(member.id)}`}
          prefetch={false}
          aria-label={tLobby("aboutOf", { name: member.name })}
        >
          {tLobby("about")}
        </Link>
        {sample === "failed" && (
          <p className="failed" role="alert">
            {message || t("failed")}
          </p>
        )}
      </div>
    </li>
  );
}
