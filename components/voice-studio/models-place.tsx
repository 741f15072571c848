"use client";

import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { ModelRow } from "@/components/engine-status/model-offer";
import { ModelProgress } from "@/components/engine-status/model-progress";
import { byteText } from "@/components/ui/byte-text";
import { apiDelete } from "@/lib/client/api-client";
import { MODELS, useEngineModels } from "@/lib/client/model-pull";
import type { InstalledModel } from "@/lib/contract/models";
import { StudioField } from "./studio-field";
import { SureButton } from "./sure-button";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** The language models on the server's Ollama: what is there, what is in memory now, and what to take. */
export function ModelsPlace() {
  const t = useTranslations("studio");
  const { models, pull, problem, failure, start, cancel, refresh } = useEngineModels(() => {});
  const removal = useAttempt();
  const [name, setName] = useState("");
  const remove = (model: string) =>
    void removal.attempt(async () => {
      await apiDelete(`${MODELS}?${new URLSearchParams({ model })}`);
      await refresh();
    });
  const failed = pull?.state === "failed" ? pull.message : null;
  return (
    <>
      <header className="studio-head">
        <h1>{t("models")}</h1>
        <p>{t("modelsIntro")}</p>
      </header>
      <Trouble text={failure ?? problem ?? removal.problem ?? null} />
      {models && (
        <section className="studio-panel" aria-labelledby="models-there">
          <h2 id="models-there">{t("modelsThere")}</h2>
          {models.installed.length === 0 ? (
            <p>{t("modelsNone")}</p>
          ) : (
            <ModelTable models={models.installed} isBusy={removal.isBusy} onRemove={remove} />
          )}
        </section>
      )}
      {models && (
        <section className="studio-panel" aria-labelledby="models-take">
          <h2 id="models-take">{t("modelsTake")}</h2>
          <p>{t("modelNameHint")}</p>
          <Trouble text={failed} />
          {pull?.state === "running" ? (
            <ModelProgress pull={pull} onCancel={cancel} />
          ) : (
            <>
              <form
                className="studio-line"
                onSubmit={(event) => {
                  event.preventDefault();
                  void start(name.trim());
                }}
              >
                <StudioField
                  label={t("modelName")}
                  value={name}
                  maxLength={200}
                  placeholder="qwen3:8b"
                  onChange={setName}
                />
                <button type="submit" className="button button--lit" disabled={!name.trim()}>
                  {t("modelPull")}
                </button>
              </form>
              {models.recommended
                .filter(({ installed }) => !installed)
                .map((model) => (
                  <ModelRow key={model.name} model={model} onStart={start} />
                ))}
            </>
          )}
        </section>
      )}
    </>
  );
}

function ModelTable({
  models,
  isBusy,
  onRemove,
}: {
  models: readonly InstalledModel[];
  isBusy: boolean;
  onRemove: (model: string) => void;
}) {
  const t = useTranslations("studio");
  const locale = useLocale();
  return (
    <table className="cache-rows">
      <thead>
        <tr>
          <th scope="col">{t("model")}</th>
          <th scope="col">{t("cacheBytes")}</th>
          <th scope="col">{t("modelContext")}</th>
          <th scope="col">
            <span className="visually-hidden">{t("delete")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {models.map(
          ({
            name,
            size,
            parameter_size: parameters,
            loaded,
            context_length: now,
            max_context_length: most,
          }) => (
            <tr key={name} data-testid="model">
              <th scope="row">
                {name} <small className="text-faint">{parameters}</small>
                {loaded && <small className="text-spotlight-ink"> {t("modelLoaded")}</small>}
              </th>
              <td className="numeric">{byteText(size, locale)}</td>
              <td className="numeric">
                {now !== null && most !== null
                  ? t("modelContextNow", {
                      now: now.toLocaleString(locale),
                      most: most.toLocaleString(locale),
                    })
                  : ((now ?? most)?.toLocaleString(locale) ?? "–")}
              </td>
              <td>
                <SureButton
                  label={t("delete")}
                  sure={t("modelDeleteSure")}
                  disabled={isBusy}
                  onSure={() => onRemove(name)}
                />
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}
