"use client";

import { useTranslations } from "use-intl";
import type { SpeechEngineView } from "@/lib/contract/engines";

/** The pools voices can be made for, each with the names of its engines. */
export function PoolOptions({ engines }: { engines: readonly SpeechEngineView[] }) {
  const t = useTranslations("studio");
  return poolsOf(engines).map((pool) => {
    const members = engines.filter((engine) => engine.pool === pool).map(({ name }) => name);
    return (
      <option key={pool} value={pool}>
        {t("poolOf", { pool, names: members.join(", ") })}
      </option>
    );
  });
}

export function poolsOf(engines: readonly SpeechEngineView[]): string[] {
  return [...new Set(engines.map(({ pool }) => pool))];
}
