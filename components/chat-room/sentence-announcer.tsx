"use client";

import { useEffect, useRef, useState } from "react";
import type { RoomLine } from "@/lib/client/room-state";
import { finishedSentences } from "./finished-sentences";

/** Tells screen readers each finished sentence of the running answer once, politely; never single tokens. */
export function SentenceAnnouncer({ line, language }: { line: RoomLine | undefined; language: string }) {
  const told = useRef({ key: "", count: 0 });
  const [sentence, setSentence] = useState("");

  useEffect(() => {
    if (line?.role !== "character") return;
    const first = told.current.key !== line.key;
    const finished = finishedSentences(line.content, language, line.state !== "streaming");
    if (first) {
      // A line that was there when the page opened has been read by its reader already.
      told.current = { key: line.key, count: line.state === "streaming" ? 0 : finished.length };
    }
    const fresh = finished.slice(told.current.count);
    told.current.count = Math.max(told.current.count, finished.length);
    if (fresh.length > 0) setSentence(fresh.join(" "));
  }, [line, language]);

  return (
    <div className="visually-hidden" aria-live="polite" lang={language}>
      {sentence}
    </div>
  );
}
