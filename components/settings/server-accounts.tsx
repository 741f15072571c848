"use client";

import Link from "next/link";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PasswordInput } from "@/components/ui/password-input";
import { ApiError, apiPost, apiPut } from "@/lib/client/api-client";

/** For admins: the way to the people and the studio, whether people may make accounts for themselves, and making one for somebody. */
export function ServerAccounts({ isRegistrationOpen }: { isRegistrationOpen: boolean }) {
  const t = useTranslations("settings");
  const id = useId();
  const [isOpen, setIsOpen] = useState(isRegistrationOpen);
  const [told, setTold] = useState("");
  const [isWorking, setIsWorking] = useState(false);

  async function attempt(send: () => Promise<string>) {
    setIsWorking(true);
    try {
      setTold(await send());
    } catch (error) {
      setTold((error instanceof ApiError && error.message) || t("accountsFailed"));
    }
    setIsWorking(false);
  }

  function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const login = String(fields.get("login"));
    void attempt(async () => {
      await apiPost("/api/admin/accounts", { login, password: fields.get("password") });
      form.reset();
      return t("accountMade", { name: login });
    });
  }

  function open(next: boolean) {
    void attempt(async () => {
      await apiPut("/api/admin/registration", { open: next });
      setIsOpen(next);
      return next ? t("registrationOpened") : t("registrationClosed");
    });
  }

  return (
    <div className="settings-body">
      <div>
        <p>{t("backstageHint")}</p>
        <div className="settings-links">
          <Link className="button" href="/admin/people">
            {t("backstagePeople")}
          </Link>
          <Link className="button" href="/admin/voices">
            {t("backstageStudio")}
          </Link>
        </div>
      </div>
      <label className="sign-in-open">
        <input
          type="checkbox"
          checked={isOpen}
          disabled={isWorking}
          onChange={(event) => open(event.target.checked)}
        />
        {t("registrationOpen")}
      </label>
      <form className="sign-in-form" onSubmit={create}>
        <div className="studio-field">
          <label htmlFor={`${id}-login`}>{t("accountLogin")}</label>
          <input
            id={`${id}-login`}
            className="studio-input"
            name="login"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            minLength={2}
            maxLength={64}
          />
        </div>
        <div className="studio-field">
          <label htmlFor={`${id}-password`}>{t("accountPassword")}</label>
          <PasswordInput id={`${id}-password`} name="password" className="studio-input" isNew />
        </div>
        <button type="submit" className="button" disabled={isWorking}>
          {t("accountCreate")}
        </button>
        <p role="status">{told}</p>
      </form>
    </div>
  );
}
