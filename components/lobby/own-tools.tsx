"use client";

import { Download, Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Popover } from "@/components/ui/popover";
import { apiDelete } from "@/lib/client/api-client";
import { useRefreshCharacters } from "@/lib/client/character-queries";

const FORMATS = ["png", "json", "charx"] as const;

/** What can be done with one's own character: write on, take along, remove. */
export function OwnTools({ id, name }: { id: string; name: string }) {
  const t = useTranslations("own");
  const refresh = useRefreshCharacters();
  const [isAsking, setAsking] = useState(false);
  const address = `/api/characters/${encodeURIComponent(id)}`;
  return (
    <>
      <Link
        className="icon-button"
        href={`/characters/${encodeURIComponent(id)}/edit`}
        prefetch={false}
        title={t("edit", { name })}
      >
        <Pencil className="icon" strokeWidth={1.7} aria-hidden="true" />
        <span className="visually-hidden">{t("edit", { name })}</span>
      </Link>
      <Popover
        label={t("more", { name })}
        triggerClassName="icon-button"
        trigger={<Ellipsis className="icon" strokeWidth={1.7} />}
      >
        {(close) => (
          <ul className="menu">
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
    </>
  );
}
