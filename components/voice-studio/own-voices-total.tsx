"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "use-intl";
import { byteText } from "@/components/ui/byte-text";
import { usePeoplesVoices } from "@/lib/client/studio-queries";

/** How many private voices people have, and the way to them; nothing while there are none. */
export function OwnVoicesTotal({ href, isHere }: { href: string; isHere: boolean }) {
  const t = useTranslations("studio");
  const locale = useLocale();
  const { data } = usePeoplesVoices();
  const totals = data?.pages[0]?.totals;
  if (!totals?.voices) return null;
  const { voices, people, bytes } = totals;
  return (
    <>
      <h2>{t("ownVoices")}</h2>
      <ul>
        <li>
          <Link href={href} aria-current={isHere ? "page" : undefined}>
            {t("ownVoicesTotal", { voices, people, size: byteText(bytes, locale) })}
          </Link>
        </li>
      </ul>
    </>
  );
}
