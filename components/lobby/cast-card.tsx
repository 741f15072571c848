"use client";

import { Star } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Portrait } from "@/components/ui/portrait";
import { SampleButton } from "@/components/ui/sample-button";
import type { SampleState } from "@/lib/client/sample-player";
import type { CastCard as Card } from "@/lib/contract/cast";
import { OwnTools } from "./own-tools";

/** One character: the card leads into a play, its button speaks the sample line, its star makes it a favourite. */
export const CastCard = memo(function CastCard({
  card,
  sample,
  message,
  onSample,
  onFavour,
}: {
  card: Card;
  sample: SampleState;
  /** Why the sample is silent, in the server's words; "" where it said nothing. */
  message: string;
  onSample: (card: Card) => void;
  onFavour: (id: string, is: boolean) => void;
}) {
  const t = useTranslations("sample");
  const tLobby = useTranslations("lobby");
  return (
    <li
      data-testid="cast-card"
      data-character-id={card.id}
      data-own={card.is_own ? "" : undefined}
      data-sounding={sample === "playing"}
    >
      <figure>
        <Portrait
          className="portrait"
          src={card.image_url && !card.is_preset ? `${card.image_url}?size=list` : card.image_url}
          alt=""
          gel={card.stage.gel}
        />
      </figure>
      <div className="cast-caption">
        <div>
          <h3>
            <Link href={`/play?character=${encodeURIComponent(card.id)}`} prefetch={false}>
              {card.name}
            </Link>
          </h3>
          <p className="source">{card.source_work || card.category}</p>
        </div>
        <SampleButton name={card.name} state={sample} onPress={() => onSample(card)} testId="speak-sample" />
        <p className="tagline">{card.tagline}</p>
        {sample === "failed" && (
          <p className="failed" role="alert">
            {message || t("failed")}
          </p>
        )}
        <div className="cast-tools">
          <Link
            className="text-button"
            href={`/characters/${encodeURIComponent(card.id)}`}
            prefetch={false}
            aria-label={tLobby("aboutOf", { name: card.name })}
          >
            {tLobby("about")}
          </Link>
          <IconButton
            name={
              card.is_favourite
                ? tLobby("unfavour", { name: card.name })
                : tLobby("favour", { name: card.name })
            }
            aria-pressed={card.is_favourite}
            onClick={() => onFavour(card.id, !card.is_favourite)}
          >
            <Star className="icon" strokeWidth={1.7} fill={card.is_favourite ? "currentColor" : "none"} />
          </IconButton>
          {card.is_own && <OwnTools id={card.id} name={card.name} />}
        </div>
      </div>
    </li>
  );
});
