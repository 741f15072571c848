"use client";

import { useEffect, useState } from "react";
import { ApiError, apiPost } from "@/lib/client/api-client";
import { type ReferenceCheck, referenceCheck } from "@/lib/contract/voices";
import type { Stretch } from "./region-wave";

const SETTLE_MS = 250;

export interface ReferenceWish {
  stretch: Stretch | null;
  trims: boolean;
  levels: boolean;
}

/** A recording with what is to be done to it, as the server takes it. */
export function recordingForm(file: File, { stretch, trims, levels }: ReferenceWish): FormData {
  const form = new FormData();
  form.set("audio", file);
  if (stretch) {
    form.set("start", stretch.start.toFixed(3));
    form.set("end", stretch.end.toFixed(3));
  }
  form.set("trim_silence", String(trims));
  form.set("loudness", String(levels));
  return form;
}

/** What the server says of the clip this would become, asked again once the hand rests. */
export function useReferenceCheck(file: File | null, { stretch, trims, levels }: ReferenceWish) {
  const [check, setCheck] = useState<ReferenceCheck | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    setProblem("");
    if (!file || !stretch) return setCheck(null);
    const left = new AbortController();
    const timer = setTimeout(() => {
      apiPost("/api/references/check", recordingForm(file, { stretch, trims, levels }), {
        schema: referenceCheck,
        signal: left.signal,
      }).then(setCheck, (error: unknown) => {
        if (left.signal.aborted) return;
        setCheck(null);
        setProblem(error instanceof ApiError ? error.message : String(error));
      });
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [file, stretch, trims, levels]);
  return { check, problem };
}
