"use client";

import { KeyRound } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PasswordInput } from "@/components/ui/password-input";

/** For somebody who forgot theirs: a password the admin tells them; what they were signed in to ends. */
export function NewPassword({
  isBusy,
  onSet,
}: {
  isBusy: boolean;
  /** Resolves with whether it went well. */
  onSet: (password: string) => Promise<boolean>;
}) {
  const t = useTranslations("people");
  const id = useId();
  const [state, setState] = useState<"closed" | "open" | "done">("closed");

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get("password");
    if (await onSet(String(password))) setState("done");
  }

  if (state === "open")
    return (
      <form className="person-password" onSubmit={send}>
        <label htmlFor={id}>{t("newPassword")}</label>
        <PasswordInput id={id} name="password" className="field-text" isNew />
        <button type="submit" className="button" disabled={isBusy}>
          {t("passwordSet")}
        </button>
        <button type="button" className="text-button" onClick={() => setState("closed")}>
          {t("passwordKeep")}
        </button>
      </form>
    );
  return (
    <>
      <button type="button" className="text-button" disabled={isBusy} onClick={() => setState("open")}>
        <KeyRound className="icon" strokeWidth={1.7} aria-hidden="true" />
        {t("passwordReset")}
      </button>
      <span role="status">{state === "done" && t("passwordDone")}</span>
    </>
  );
}
