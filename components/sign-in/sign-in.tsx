"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useAccount } from "@/components/ui/account";
import { Banner } from "@/components/ui/banner";
import { PasswordForm } from "./password-form";

export interface SignInProps {
  google: boolean;
  passwords: boolean;
  /** Strangers may make accounts. */
  registration: boolean;
  /** Why the last attempt failed, as the address says it. */
  error: string | null;
  /** The page of ours to end at. */
  to: string;
}

/** The ways in that this server has. */
export function SignIn({ google, passwords, registration, error, to }: SignInProps) {
  const t = useTranslations("signIn");
  const settings = useTranslations("settings");
  const account = useAccount();
  const problems: Record<string, string> = {
    google_denied: t("googleDenied"),
    google_expired: t("googleExpired"),
    google_unreachable: t("googleUnreachable"),
    google_unverified: t("googleUnverified"),
    google_failed: t("googleFailed"),
    google_not_configured: t("googleNotConfigured"),
    account_blocked: t("blocked"),
  };
  const problem = error && (Object.hasOwn(problems, error) ? problems[error] : t("googleFailed"));
  const hasWay = google || passwords || registration;
  return (
    <main id="main" className="wrap sign-in">
      <h1 className="settings-title">{account ? t("signedInAs", { name: account.name }) : t("title")}</h1>
      {problem && <Banner tone="bad" title={t("failed")} body={problem} />}
      {account ? (
        <div className="state-actions">
          <Link className="button button--lit" href={to}>
            {t("goOn")}
          </Link>
          <form method="post" action="/api/auth/logout">
            <button type="submit" className="button">
              {settings("signOut")}
            </button>
          </form>
        </div>
      ) : (
        <>
          <p className="sign-in-intro">{hasWay ? t("intro") : t("closed")}</p>
          {google && (
            // No Link: what is only looked at must not set out for Google.
            <a
              className="button button--lit sign-in-google"
              href={`/api/auth/google/login?${new URLSearchParams({ to })}`}
            >
              {t("google")}
            </a>
          )}
          {google && (passwords || registration) && <p className="sign-in-or">{t("or")}</p>}
          {(passwords || registration) && (
            <PasswordForm mayEnter={passwords} mayRegister={registration} to={to} />
          )}
          <p>
            <Link className="text-button" href={to}>
              {t("stayGuest")}
            </Link>
          </p>
        </>
      )}
    </main>
  );
}
