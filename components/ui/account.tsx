"use client";

import { CircleUserRound, LogIn } from "lucide-react";
import Link from "next/link";
import { createContext, useContext } from "react";
import { useTranslations } from "use-intl";

/** With what somebody is signed in; null: a guest. */
export type Account = { name: string; provider: "google" | "password" } | null;

const AccountContext = createContext<Account>(null);
export const AccountProvider = AccountContext.Provider;
export const useAccount = () => useContext(AccountContext);

/** Who one is, leading to what is set; for a guest the way in. */
export function AccountLink() {
  const t = useTranslations("bar");
  const account = useAccount();
  if (!account) {
    return (
      <Link className="account-link" href="/sign-in">
        <LogIn className="icon" strokeWidth={1.7} aria-hidden="true" />
        <span className="account-name">{t("signIn")}</span>
      </Link>
    );
  }
  return (
    <Link className="account-link" href="/settings" aria-label={t("account", { name: account.name })}>
      <CircleUserRound className="icon" strokeWidth={1.7} aria-hidden="true" />
      <span className="account-name">{account.name}</span>
    </Link>
  );
}
