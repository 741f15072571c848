"use client";

import { ImageUp } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Portrait } from "@/components/ui/portrait";
import { ApiError, apiUpload } from "@/lib/client/api-client";
import { type CastMember, castMember } from "@/lib/contract/character";
import { cropToPortrait } from "./crop-picture";

/** The character's picture: chosen, dropped or pasted, cut to a portrait here, judged and drawn again at the server. */
export function PictureField({
  character,
  onPicture,
}: {
  character: CastMember;
  onPicture: (character: CastMember) => void;
}) {
  const t = useTranslations("editor");
  const id = useId();
  const [state, setState] = useState<"idle" | "sending" | { failed: string }>("idle");

  async function take(file: File | undefined) {
    if (!file) return;
    setState("sending");
    try {
      const path = `/api/characters/${encodeURIComponent(character.id)}/picture`;
      onPicture(await apiUpload("PUT", path, await cropToPortrait(file), { schema: castMember }));
      setState("idle");
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("pictureFailed") });
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void take(event.dataTransfer.files[0]);
  };
  const paste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData.files;
    if (file) void take(file);
  };

  return (
    <section
      className="picture-field"
      aria-label={t("picture")}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      onPaste={paste}
      aria-busy={state === "sending"}
    >
      <Portrait
        className="portrait"
        src={character.image_url}
        alt={t("pictureOf", { name: character.name })}
        gel={character.stage.gel}
      />
      <div className="field-actions">
        <label className="button" htmlFor={id}>
          <ImageUp className="icon" strokeWidth={1.7} aria-hidden="true" />
          {character.image_url ? t("pictureChange") : t("pictureChoose")}
        </label>
        <input
          id={id}
          className="visually-hidden"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <span className="field-state" role="status">
          {state === "sending"
            ? t("pictureSending")
            : typeof state === "object"
              ? state.failed
              : t("pictureHint")}
        </span>
      </div>
    </section>
  );
}
