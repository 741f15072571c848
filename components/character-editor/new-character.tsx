"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, apiPost } from "@/lib/client/api-client";
import { localStorageOrNull, readStored, writeStored } from "@/lib/client/browser-storage";
import { castMember } from "@/lib/contract/character";
import { EditorSteps } from "./editor-steps";

const KEPT = "avatar-forge.new-character";
const FIELDS = ["name", "category", "source_work"] as const;
type First = Record<(typeof FIELDS)[number], string>;
const EMPTY: First = { name: "", category: "", source_work: "" };

/** The first step: only a name is needed, Enter goes on. What is typed stays in this browser until there is a character. */
export function NewCharacter() {
  const t = useTranslations("editor");
  const router = useRouter();
  const [first, setFirst] = useState(EMPTY);
  const [state, setState] = useState<"idle" | "sending" | { failed: string }>("idle");

  useEffect(() => {
    const kept = readStored(localStorageOrNull(), KEPT);
    if (typeof kept === "object" && kept !== null) setFirst({ ...EMPTY, ...(kept as Partial<First>) });
  }, []);
  const write = (field: keyof First, value: string) => {
    const next = { ...first, [field]: value };
    setFirst(next);
    writeStored(localStorageOrNull(), KEPT, next);
  };

  async function begin(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const wantsDraft = submitter?.getAttribute("value") !== "empty";
    if (first.name.trim() === "" || state === "sending") return;
    setState("sending");
    try {
      const made = await apiPost("/api/characters", first, { schema: castMember });
      writeStored(localStorageOrNull(), KEPT, null);
      router.push(
        `/characters/${encodeURIComponent(made.id)}/edit?step=script${wantsDraft ? "&draft=1" : ""}`,
      );
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("createFailed") });
    }
  }

  return (
    <main id="main" className="wrap editor">
      <EditorSteps step="who" onStep={null} />
      <form className="sheet" onSubmit={begin}>
        <h1>{t("newTitle")}</h1>
        <p>{t("newIntro")}</p>
        <div className="fields">
          {FIELDS.map((field) => (
            <div className="field-row" key={field}>
              <label htmlFor={`new-${field}`}>
                {t(`fields.${field}`)}
                <small>{t(`hints.${field}`)}</small>
              </label>
              <div>
                <input
                  id={`new-${field}`}
                  className="field-text"
                  value={first[field]}
                  maxLength={200}
                  required={field === "name"}
                  // biome-ignore lint/a11y/noAutofocus: the page is this one question
                  autoFocus={field === "name"}
                  autoComplete="off"
                  onChange={(event) => write(field, event.target.value)}
                />
              </div>
            </div>
          ))}
        </div>
        <div className="field-actions field-actions--end">
          <span className="trouble" role="alert">
            {typeof state === "object" ? state.failed : ""}
          </span>
          <button type="submit" className="button button--lit" disabled={state === "sending"}>
            {state === "sending" ? t("creating") : t("createDrafted")}
          </button>
          <button type="submit" className="button" value="empty" disabled={state === "sending"}>
            {t("createEmpty")}
          </button>
        </div>
      </form>
    </main>
  );
}
