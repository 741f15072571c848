"use client";

import { Download, Ellipsis, Pencil, Star, Trash2 } from "lucide-react";
import Link from "next/link";
import { memo, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { Portrait } from "@/components/ui/portrait";
import { SampleButton } from "@/components/ui/sample-button";
import { apiDelete } from "@/lib/client/api-client";
import { useRefreshCharacters } from "@/lib/client/character-queries";
import type { SampleState } from "@/lib/client/sample-player";
import type { CastMember } from "@/lib/contract/character";

const FORMATS = ["png", "json", "charx"] as const;

/** One of the person's own characters: into a play, its voice, and what can be done with it. */
export const OwnCard = memo(function OwnCard({
  member,
  isFavourite,
  onFavour,
  sample,
  message,
  onSample,
}: {
  member: CastMember;
  isFavourite: boolean;
  onFavour: (id: string, is: boolean) => void;
  sample: SampleState;
  message: string;
  onSample: (member: CastMember) => void;
}) {
  const t = useTranslations("own");
  const tLobby = useTranslations("lobby");
  const refresh = useRefreshCharacters();
  const [isAsking, setAsking] = useState(false);
  const address = `/api/characters/${encodeURIComponent(member.id)}`;
  const edit = `/characters/${encodeURIComponent(member.id)}/edit`;
  return (
    <li data-testid="cast-card" data-character-id={member.id} data-own="">
      <figure>
        <Portrait
          className="portrait"
          src={member.image_url && `${member.image_url}?size=list`}
          alt=""
          gel={member.stage.gel}
        />
      </figure>
      <div className="cast-caption">
        <div>
          <h3>
            <Link href={`/play?character=${encodeURIComponent(member.id)}`} prefetch={false}>
              {member.name}
            </Link>
          </h3>
          <p className="source">{member.source_work || member.category}</p>
        </div>
        <SampleButton
          name={member.name}
          state={sample}
          onPress={() => onSample(member)}
          testId="speak-sample"
        />
        <p className="tagline">{member.tagline}</p>
        {sample === "failed" && (
          <p className="failed" role="alert">
            {message || t("sampleFailed")}
          </p>
        )}
        <div className="own-tools">
          <IconButton
            name={isFavourite ? t("unfavour", { name: member.name }) : t("favour", { name: member.name })}
            aria-pressed={isFavourite}
            onClick={() => onFavour(member.id, !isFavourite)}
          >
            <Star className="icon" strokeWidth={1.7} fill={isFavourite ? "currentColor" : "none"} />
          </IconButton>
          <Link className="icon-button" href={edit} prefetch={false} title={t("edit", { name: member.name })}>
            <Pencil className="icon" strokeWidth={1.7} aria-hidden="true" />
            <span className="visually-hidden">{t("edit", { name: member.name })}</span>
          </Link>
          <Popover
            label={t("more", { name: member.name })}
            triggerClassName="icon-button"
            trigger={<Ellipsis className="icon" strokeWidth={1.7} />}
          >
            {(close) => (
              <ul className="menu">
                <li>
                  <Link
                    className="text-button"
                    href={`/characters/${encodeURIComponent(member.id)}`}
                    prefetch={false}
                  >
                    {tLobby("about")}
                  </Link>
                </li>
                {FORMATS.map((format) => (
                  <li key={format}>
                    <a
                      className="text-button"
                      href={`${address}/export?format=${format}`}
                      download
                      onClick={close}
                    >
                      <Download className="icon" strokeWidth={1.7} aria-hidden="true" />
                      {t(`export.${format}`)}
                    </a>
                  </li>
                ))}
                <li>
                  <button
                    type="button"
                    className="text-button"
                    onClick={async () => {
                      if (!isAsking) return setAsking(true);
                      close();
                      await apiDelete(address).catch(() => null);
                      refresh();
                    }}
                  >
                    <Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />
                    {isAsking ? t("deleteSure") : t("delete")}
                  </button>
                </li>
              </ul>
            )}
          </Popover>
        </div>
      </div>
    </li>
  );
});
