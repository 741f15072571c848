"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PasswordInput } from "@/components/ui/password-input";
import { ApiError, apiPut } from "@/lib/client/api-client";

/** Another password for oneself; every other browser is signed out by it. */
export function ChangePassword() {
  const t = useTranslations("settings");
  const id = useId();
  const [state, setState] = useState<"idle" | "working" | "done" | { failed: string }>("idle");

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setState("working");
    try {
      await apiPut("/api/auth/password", {
        current_password: fields.get("current"),
        new_password: fields.get("new"),
      });
      form.reset();
      setState("done");
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("passwordFailed") });
    }
  }

  return (
    <form className="settings-body sign-in-form" onSubmit={send}>
      <div className="studio-field">
        <label htmlFor={`${id}-current`}>{t("passwordCurrent")}</label>
        <PasswordInput id={`${id}-current`} name="current" className="studio-input" isNew={false} />
      </div>
      <div className="studio-field">
        <label htmlFor={`${id}-new`}>{t("passwordNew")}</label>
        <PasswordInput id={`${id}-new`} name="new" className="studio-input" isNew />
      </div>
      <button type="submit" className="button" disabled={state === "working"}>
        {t("passwordChange")}
      </button>
      <p role="status">
        {state === "done" && t("passwordChanged")}
        {typeof state === "object" && state.failed}
      </p>
    </form>
  );
}
