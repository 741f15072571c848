"use client";

import { Eye, EyeOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, apiPut } from "@/lib/client/api-client";
import { type CastMember, castMember } from "@/lib/contract/character";

/** An admin shows a character of their own to everyone on this server, or takes it back. */
export function ShowEveryone({ character }: { character: CastMember }) {
  const t = useTranslations("character");
  const router = useRouter();
  const [visibility, setVisibility] = useState(character.visibility);
  const [failed, setFailed] = useState("");
  const isShown = visibility === "server";

  async function change() {
    setFailed("");
    const wanted = isShown ? "private" : "server";
    try {
      const path = `/api/characters/${encodeURIComponent(character.id)}`;
      const changed = await apiPut(path, { visibility: wanted }, { schema: castMember });
      setVisibility(changed.visibility);
      router.refresh();
    } catch (error) {
      setFailed((error instanceof ApiError && error.message) || t("showFailed"));
    }
  }

  return (
    <>
      <button type="button" className="text-button" aria-pressed={isShown} onClick={() => void change()}>
        {isShown ? (
          <EyeOff className="icon" strokeWidth={1.7} aria-hidden="true" />
        ) : (
          <Eye className="icon" strokeWidth={1.7} aria-hidden="true" />
        )}
        {isShown ? t("hide") : t("show")}
      </button>
      <span className="trouble" role="alert">
        {failed}
      </span>
    </>
  );
}
