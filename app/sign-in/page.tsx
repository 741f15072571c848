import type { Metadata } from "next";
import { SignIn } from "@/components/sign-in/sign-in";
import { SiteBar } from "@/components/ui/site-bar";
import { localPath } from "@/lib/auth/local-path";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { loadSignInWays } from "@/lib/room";
import { requestMood } from "../request-mood";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("signIn.title"), robots: { index: false } };
}

/** `?error=` says why the last attempt failed, `?to=` where to go on afterwards. */
export default async function SignInPage(props: PageProps<"/sign-in">) {
  const [{ error, to }, mood, ways] = await Promise.all([
    props.searchParams,
    requestMood(),
    loadSignInWays(),
  ]);
  return (
    <>
      <SiteBar mood={mood} />
      <SignIn
        {...ways}
        error={typeof error === "string" ? error : null}
        to={localPath(typeof to === "string" ? to : null)}
      />
    </>
  );
}
