"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { Portrait } from "@/components/ui/portrait";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Session } from "@/lib/contract/session";
import { PlayFiles } from "./play-files";
import { PlayNameForm } from "./play-name-form";

/** One play on the shelf: gone on with by a press anywhere, renamed where its title stands, taken along, deleted. */
export function ShelfRow({
  play,
  renderedAt,
  onRename,
  onRemove,
}: {
  play: Session;
  renderedAt: number;
  onRename: (play: Session, title: string) => Promise<void>;
  onRemove: (play: Session) => void;
}) {
  const t = useTranslations("shelf");
  const tPlay = useTranslations("play");
  const tLobby = useTranslations("lobby");
  const [isNaming, setNaming] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const wasNaming = useRef(false);
  useEffect(() => {
    if (wasNaming.current && !isNaming) pencil.current?.focus();
    wasNaming.current = isNaming;
  }, [isNaming]);
  const { id, title, language } = play;
  const icon = { className: "icon", strokeWidth: 1.7, "aria-hidden": true } as const;
  return (
    <li className="shelf-row" data-testid="shelf-play">
      <Portrait className="shelf-face" src={play.image_url ?? null} alt="" />
      <div className="shelf-what">
        {isNaming ? (
          <PlayNameForm
            title={title}
            language={language}
            save={(name) => onRename(play, name)}
            onDone={() => setNaming(false)}
          />
        ) : (
          <h2 lang={language}>
            <Link href={`/play/${encodeURIComponent(id)}`} prefetch={false}>
              {title}
            </Link>
          </h2>
        )}
        <p className="shelf-who" lang={language}>
          {play.character_name}
        </p>
        <p className="shelf-last" lang={language}>
          {play.last_line && tLobby("quoted", { line: play.last_line })}
        </p>
      </div>
      <p className="shelf-when">
        <span className="numeric">{tLobby("turns", { count: play.turn_count })}</span>
        <RelativeTime at={play.updated_at} renderedAt={renderedAt} />
      </p>
      <div className="shelf-tools">
        <IconButton
          ref={pencil}
          name={t("rename", { title })}
          aria-pressed={isNaming}
          onClick={() => setNaming(!isNaming)}
        >
          <Pencil {...icon} />
        </IconButton>
        <Popover
          label={t("files", { title })}
          triggerClassName="icon-button"
          trigger={<Ellipsis {...icon} />}
        >
          {(close) => (
            <>
              <h2>{tPlay("export")}</h2>
              <PlayFiles playId={id} hasSound={play.has_sound ?? true} onTaken={close} />
            </>
          )}
        </Popover>
        <IconButton name={t("remove", { title })} onClick={() => onRemove(play)}>
          <Trash2 {...icon} />
        </IconButton>
      </div>
    </li>
  );
}
