"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "use-intl";
import { byteText } from "@/components/ui/byte-text";
import { apiGet } from "@/lib/client/api-client";
import { ownVoicesTotals } from "@/lib/contract/own-voices";

/** How many private voices people have; nothing while there are none. */
export function OwnVoicesTotal() {
  const t = useTranslations("studio");
  const locale = useLocale();
  const { data } = useQuery({
    queryKey: ["own-voices-total"],
    queryFn: ({ signal }) => apiGet("/api/admin/own-voices", { schema: ownVoicesTotals, signal }),
  });
  if (!data?.voices) return null;
  const { voices, people, bytes } = data;
  return (
    <>
      <h2>{t("ownVoices")}</h2>
      <p className="own-voices-total">
        {t("ownVoicesTotal", { voices, people, size: byteText(bytes, locale) })}
      </p>
    </>
  );
}
