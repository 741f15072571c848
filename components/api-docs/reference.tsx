"use client";

import { useTranslations } from "use-intl";
import { useReference } from "./use-reference";

/** What a library draws of the API's description, and what stands there until it does. */
export function Reference({ draw }: { draw: (into: HTMLElement) => Promise<void> }) {
  const t = useTranslations("apiDocs");
  const { place, state } = useReference(draw);
  return (
    <main id="main" className="api-docs">
      {state !== "there" && (
        <p role="status" className="api-docs-state">
          {state === "failed" ? t("failed") : t("loading")}
        </p>
      )}
      <div ref={place} />
    </main>
  );
}
