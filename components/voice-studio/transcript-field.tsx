"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, apiGet, apiPost } from "@/lib/client/api-client";
import { recognitionState, transcript } from "@/lib/contract/voices";
import { StudioField } from "./studio-field";

const PATH = "/api/references/transcript";

/**
 * The words of a clip: written by hand, or by the recogniser where there is one. What it heard stands in an empty field
 * at once, and beside what somebody has written.
 */
export function TranscriptField({
  value,
  formOf,
  onChange,
}: {
  value: string;
  /** The stretch and its language, as the server takes them; null while there is none. */
  formOf: () => FormData | null;
  onChange: (words: string) => void;
}) {
  const studio = useTranslations("studio");
  const t = useTranslations("clips");
  const { data: recogniser } = useQuery({
    queryKey: ["recognition"],
    queryFn: ({ signal }) => apiGet(PATH, { schema: recognitionState, signal }),
  });
  const [listening, setListening] = useState<AbortController | null>(null);
  const [heard, setHeard] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const written = useRef(value);
  written.current = value;
  useEffect(() => () => listening?.abort(), [listening]);

  const listen = async (form: FormData) => {
    const work = new AbortController();
    setListening(work);
    setHeard(null);
    setProblem("");
    try {
      const { text } = await apiPost(PATH, form, { schema: transcript, signal: work.signal });
      if (text === "" || written.current.trim() !== "") setHeard(text);
      else onChange(text);
    } catch (error) {
      if (!work.signal.aborted) setProblem(error instanceof ApiError ? error.message : String(error));
    } finally {
      setListening(null);
    }
  };
  const ask = () => {
    const form = formOf();
    if (form) void listen(form);
  };
  const canListen = recogniser !== undefined && recogniser.state !== "none";
  return (
    <div className="transcript">
      <StudioField
        label={studio("words")}
        hint={recogniser?.state === "none" ? `${studio("wordsHint")} ${t("byHand")}` : studio("wordsHint")}
        value={value}
        onChange={(words) => {
          setHeard(null);
          onChange(words);
        }}
      />
      {canListen && (
        <div className="transcript-ask">
          <button
            type="button"
            className="text-button text-button--lit"
            onClick={() => (listening ? listening.abort() : ask())}
          >
            {listening ? t("stop") : t("write")}
          </button>
          <span role="status">
            {listening
              ? t("listening")
              : heard === ""
                ? t("nothing")
                : heard
                  ? t("heard", { words: heard })
                  : ""}
          </span>
          {heard && (
            <button
              type="button"
              className="text-button"
              onClick={() => {
                onChange(heard);
                setHeard(null);
              }}
            >
              {t("take")}
            </button>
          )}
        </div>
      )}
      {(problem || (canListen && recogniser.reason)) && (
        <p className="trouble" role={problem ? "alert" : undefined}>
          {problem || recogniser?.reason}
        </p>
      )}
    </div>
  );
}
