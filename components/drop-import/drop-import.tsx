"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

/** What a drop asks for is fetched when something is dragged over the page. */
const ImportPanel = dynamic(() => import("./import-panel").then((module) => module.ImportPanel), {
  ssr: false,
});

/** Name of the event that brings files to the panel from a button. */
export const IMPORT_EVENT = "avatar-forge:import";

/** Takes files that are dropped anywhere on the page where nothing else takes them, or handed over by a button. */
export function DropImport() {
  const [files, setFiles] = useState<readonly File[] | null>(null);
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      setOver(!event.defaultPrevented);
      event.preventDefault();
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      setFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const handed = (event: Event) => {
      if (event instanceof CustomEvent) setFiles(event.detail as File[]);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    window.addEventListener(IMPORT_EVENT, handed);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
      window.removeEventListener(IMPORT_EVENT, handed);
    };
  }, []);

  return isOver || files ? (
    <ImportPanel files={files} isOver={isOver} onClosed={() => setFiles(null)} />
  ) : null;
}
