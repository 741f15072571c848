import { StatePage } from "@/components/ui/state-page";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";

export default async function CharacterNotFound() {
  const t = serverTranslator(await requestLocale());
  return <StatePage title={t("opening.unknownTitle")} body={t("opening.unknownHint")} />;
}
