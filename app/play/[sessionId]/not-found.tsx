import { StatePage } from "@/components/ui/state-page";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";

export default async function PlayNotFound() {
  const t = serverTranslator(await requestLocale());
  return <StatePage title={t("missing.playTitle")} body={t("missing.playBody")} />;
}
