"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAccount } from "@/components/ui/account";
import { ApiError, apiDelete, apiPost } from "@/lib/client/api-client";

/** Taking everything along, signing out, here and elsewhere, and deleting oneself after a second, deliberate press. */
export function Leaving({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("settings");
  const account = useAccount();
  const [state, setState] = useState<"idle" | "asked" | "deleting" | { failed: string }>("idle");
  const [elsewhere, setElsewhere] = useState<"idle" | "done" | { failed: string }>("idle");
  const isAsked = state !== "idle";

  async function signOutElsewhere() {
    try {
      await apiPost("/api/auth/logout/everywhere", {});
      setElsewhere("done");
    } catch (error) {
      setElsewhere({ failed: (error instanceof ApiError && error.message) || t("signOutElsewhereFailed") });
    }
  }

  async function remove() {
    setState("deleting");
    try {
      await apiDelete("/api/users/me");
      // What this browser kept (drafts, preferences) goes too; then a page that knows nothing of before.
      localStorage.clear();
      window.location.assign("/");
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("deleteFailed") });
    }
  }

  return (
    <div className="settings-body">
      <div className="menu-row">
        <p>{t("exportHint")}</p>
        <a className="button" href="/api/users/me/export" download>
          {t("export")}
        </a>
      </div>
      <form className="menu-row" method="post" action="/api/auth/logout">
        <p>{account ? t("signOutHintAccount", { name: account.name }) : t("signOutHint")}</p>
        <button type="submit" className="button">
          {t("signOut")}
        </button>
      </form>
      <div className="menu-row">
        <p>{t("signOutElsewhereHint")}</p>
        <button type="button" className="button" onClick={signOutElsewhere}>
          {t("signOutElsewhere")}
        </button>
        <p role="status">
          {elsewhere === "done" && t("signedOutElsewhere")}
          {typeof elsewhere === "object" && elsewhere.failed}
        </p>
      </div>
      <div className="menu-row">
        <p>
          {t("deleteHint")}
          {isAdmin && ` ${t("deleteHintAdmin")}`}
        </p>
        {!isAsked && (
          <button type="button" className="button" onClick={() => setState("asked")}>
            {t("delete")}
          </button>
        )}
        {isAsked && (
          <fieldset className="settings-sure" disabled={state === "deleting"}>
            <legend>{t("deleteSure")}</legend>
            <button type="button" className="button button--lit" onClick={remove}>
              {t("deleteNow")}
            </button>
            <button type="button" className="text-button" onClick={() => setState("idle")}>
              {t("keep")}
            </button>
          </fieldset>
        )}
        {typeof state === "object" && <p role="alert">{state.failed}</p>}
      </div>
    </div>
  );
}
