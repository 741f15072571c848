"use client";

import { useTranslations } from "use-intl";
import { BrandMark } from "./brand-mark";

/** All that somebody who is blocked sees. */
export function Blocked() {
  const t = useTranslations("app");
  return (
    <>
      <header className="bar">
        <BrandMark name={t("name")} />
      </header>
      <main className="whole-page" id="main">
        <div className="state">
          <h1>{t("blockedTitle")}</h1>
          <p>{t("blockedBody")}</p>
          <form className="state-actions" method="post" action="/api/auth/logout">
            <button type="submit" className="button">
              {t("blockedLeave")}
            </button>
          </form>
        </div>
      </main>
    </>
  );
}
