"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { BrandMark } from "./brand-mark";

/** A whole page that says one thing: what happened, what is kept, and what to do (`children`, then the way back). */
export function StatePage({
  title,
  body,
  detail,
  children,
  wayOut,
  live = false,
}: {
  title: string;
  body: string;
  /** Stands between the words and the buttons: a command, a picture. */
  detail?: ReactNode;
  children?: ReactNode;
  /** Instead of the way to the lobby. */
  wayOut?: ReactNode;
  /** The page changes while it is open: screen readers hear it. */
  live?: boolean;
}) {
  const t = useTranslations("app");
  return (
    <>
      <header className="bar">
        <BrandMark name={t("name")} />
      </header>
      <main className="whole-page" id="main">
        <div className="state" role={live ? "status" : undefined}>
          <h1>{title}</h1>
          <p>{body}</p>
          {detail}
          <div className="state-actions">
            {children}
            {wayOut ?? (
              <Link className={children ? "text-button" : "button button--lit"} href="/">
                {t("toLobby")}
              </Link>
            )}
          </div>
        </div>
      </main>
    </>
  );
}
