"use client";

import { ImageUp } from "lucide-react";
import { type DragEvent, useCallback, useEffect, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Portrait } from "@/components/ui/portrait";
import { ApiError, apiUpload } from "@/lib/client/api-client";
import { type CastMember, castMember } from "@/lib/contract/character";
import { cropPicture } from "./crop-picture";
import type { Crop } from "./crop-rect";
import { PictureCrop } from "./picture-crop";

/** The character's picture: chosen, dropped or pasted, cut to a square here, judged and drawn again at the server. */
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
  const [bitmap, setBitmap] = useState<ImageBitmap | null>(null);
  const failed = t("pictureFailed");

  const send = useCallback(
    async (picture: Blob) => {
      setState("sending");
      try {
        const path = `/api/characters/${encodeURIComponent(character.id)}/picture`;
        onPicture(await apiUpload("PUT", path, picture, { schema: castMember }));
        setState("idle");
      } catch (error) {
        setState({ failed: (error instanceof ApiError && error.message) || failed });
      }
    },
    [character.id, onPicture, failed],
  );
  const open = useCallback(
    async (file: File | undefined) => {
      if (!file) return;
      setState("idle");
      const read = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
      // What this browser cannot read goes as it is: the server judges it.
      if (read) setBitmap(read);
      else await send(file);
    },
    [send],
  );
  const take = async (crop: Crop) => {
    if (!bitmap) return;
    const cut = await cropPicture(bitmap, crop);
    close();
    if (cut) await send(cut);
    else setState({ failed });
  };
  const close = () => {
    bitmap?.close();
    setBitmap(null);
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const [file] = event.clipboardData?.files ?? [];
      if (!file?.type.startsWith("image/")) return;
      event.preventDefault();
      void open(file);
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, [open]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void open(event.dataTransfer.files[0]);
  };

  return (
    <section
      className="picture-field"
      aria-label={t("picture")}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      aria-busy={state === "sending"}
    >
      {bitmap ? (
        <PictureCrop bitmap={bitmap} onTake={(crop) => void take(crop)} onCancel={close} />
      ) : (
        <>
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
                void open(event.target.files?.[0]);
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
        </>
      )}
    </section>
  );
}
