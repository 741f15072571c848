"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./icon-button";

/**
 * A page of its own over the page: at the side where there is room, from below on a phone. Escape, a press
 * beside it and its button close it; the browser gives the focus back to where it was.
 */
export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("app");
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    const onPress = (event: MouseEvent) => {
      if (event.target === element) element?.close();
    };
    element?.addEventListener("click", onPress);
    return () => element?.removeEventListener("click", onPress);
  }, []);

  return (
    <dialog ref={dialog} className="side-sheet" aria-labelledby={id} onClose={onClose}>
      <div className="side-sheet-page">
        <div className="side-sheet-head">
          <h2 id={id}>{title}</h2>
          <IconButton name={t("dismiss")} onClick={() => dialog.current?.close()}>
            <X className="icon" strokeWidth={1.7} />
          </IconButton>
        </div>
        {children}
      </div>
    </dialog>
  );
}
