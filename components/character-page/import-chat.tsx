"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, apiUpload } from "@/lib/client/api-client";
import { sessionShape } from "@/lib/contract/session-shapes";

/** A chat from SillyTavern becomes a play with this character. */
export function ImportChat({ characterId }: { characterId: string }) {
  const t = useTranslations("play");
  const router = useRouter();
  const id = useId();
  const [state, setState] = useState<"idle" | "sending" | { failed: string }>("idle");

  async function send(file: File | undefined) {
    if (!file || state === "sending") return;
    setState("sending");
    try {
      const path = `/api/sessions/import?character_id=${encodeURIComponent(characterId)}`;
      const made = await apiUpload("POST", path, file, { schema: sessionShape });
      router.push(`/play/${encodeURIComponent(made.id)}`);
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("importFailed") });
    }
  }

  return (
    <p className="import-chat">
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept=".jsonl,application/x-ndjson,application/jsonl"
        data-testid="import-chat"
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          void send(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <label className="text-button" htmlFor={id}>
        <Upload className="icon" strokeWidth={1.7} aria-hidden="true" />
        {state === "sending" ? t("importing") : t("import")}
      </label>
      <small id={`${id}-hint`}>{t("importHint")}</small>
      <span className="trouble" role="alert">
        {typeof state === "object" ? state.failed : ""}
      </span>
    </p>
  );
}
