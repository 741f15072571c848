"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useAccount } from "@/components/ui/account";
import { SpeechSettings } from "@/components/ui/speech-settings";
import { useSpeechPreferences } from "@/lib/client/use-speech-preferences";
import type { PersonaView } from "@/lib/contract/personas";
import { ChangePassword } from "./change-password";
import { Leaving } from "./leaving";
import { Personas } from "./personas";
import { ServerAccounts } from "./server-accounts";

/** What a person sets for every play, and the ways out. Language and light are in the bar above. */
export function Settings({
  personas,
  registration,
}: {
  personas: PersonaView[];
  /** For admins alone. */
  registration: { isOpen: boolean } | null;
}) {
  const t = useTranslations("settings");
  const speech = useTranslations("speech");
  const self = useTranslations("personas");
  const account = useAccount();
  const [preferences, change] = useSpeechPreferences();
  return (
    <main id="main" className="wrap">
      <h1 className="settings-title">{t("title")}</h1>
      <section className="section" aria-labelledby="settings-speech">
        <header>
          <h2 id="settings-speech">{speech("title")}</h2>
        </header>
        <div className="settings-body">
          <SpeechSettings preferences={preferences} onChange={change} />
        </div>
      </section>
      <section className="section" aria-labelledby="settings-personas">
        <header>
          <h2 id="settings-personas">{self("title")}</h2>
        </header>
        <Personas initial={personas} />
      </section>
      <section className="section" aria-labelledby="settings-voices">
        <header>
          <h2 id="settings-voices">{t("voices")}</h2>
        </header>
        <div className="settings-body">
          <p>{t("voicesHint")}</p>
          <Link className="button" href="/voices">
            {t("voicesOpen")}
          </Link>
        </div>
      </section>
      {account?.provider === "password" && (
        <section className="section" aria-labelledby="settings-password">
          <header>
            <h2 id="settings-password">{t("passwordTitle")}</h2>
          </header>
          <ChangePassword />
        </section>
      )}
      {registration && (
        <section className="section" aria-labelledby="settings-accounts">
          <header>
            <h2 id="settings-accounts">{t("accountsTitle")}</h2>
          </header>
          <ServerAccounts isRegistrationOpen={registration.isOpen} />
        </section>
      )}
      <section className="section" aria-labelledby="settings-leaving">
        <header>
          <h2 id="settings-leaving">{t("leaving")}</h2>
        </header>
        <Leaving isAdmin={registration !== null} />
      </section>
    </main>
  );
}
