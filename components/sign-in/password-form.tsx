"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PasswordInput } from "@/components/ui/password-input";
import { ApiError, apiPost } from "@/lib/client/api-client";

/** A name and a password: into an account, or for a new one. */
export function PasswordForm({
  mayEnter,
  mayRegister,
  to,
}: {
  mayEnter: boolean;
  mayRegister: boolean;
  to: string;
}) {
  const t = useTranslations("signIn");
  const id = useId();
  const [isNew, setIsNew] = useState(!mayEnter);
  const [state, setState] = useState<"idle" | "working" | { failed: string }>("idle");

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setState("working");
    try {
      await apiPost(
        isNew ? "/api/auth/password/register" : "/api/auth/password/login",
        { login: fields.get("username"), password: fields.get("password") },
        { offlineMessage: t("offline") },
      );
      // A whole new page: what this one knows is of who one was. There also stands what is to be decided.
      window.location.assign(`/auth/callback?${new URLSearchParams({ to })}`);
    } catch (error) {
      const isUnfit = error instanceof ApiError && error.code === "VALIDATION_ERROR";
      const message = error instanceof ApiError && !isUnfit && error.message;
      setState({ failed: message || (isUnfit ? t("unfit") : t("offline")) });
    }
  }

  return (
    <form className="sign-in-form" onSubmit={send}>
      <div className="studio-field">
        <label htmlFor={`${id}-login`}>{t("login")}</label>
        <input
          id={`${id}-login`}
          className="studio-input"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
        />
        {isNew && <small>{t("loginHint")}</small>}
      </div>
      <div className="studio-field">
        <label htmlFor={`${id}-password`}>{t("password")}</label>
        <PasswordInput id={`${id}-password`} name="password" className="studio-input" isNew={isNew} />
        {isNew && <small>{t("passwordHint")}</small>}
      </div>
      {typeof state === "object" && (
        <p role="alert" className="trouble">
          {state.failed}
        </p>
      )}
      <div className="state-actions">
        <button type="submit" className="button button--lit" disabled={state === "working"}>
          {isNew ? t("register") : t("enter")}
        </button>
        {mayEnter && mayRegister && (
          <button
            type="button"
            className="text-button"
            onClick={() => {
              setIsNew(!isNew);
              setState("idle");
            }}
          >
            {isNew ? t("toEnter") : t("toRegister")}
          </button>
        )}
      </div>
    </form>
  );
}
