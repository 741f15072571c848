"use client";

import { useLocale, useTranslations } from "use-intl";
import { byteText } from "@/components/ui/byte-text";
import { Command } from "@/components/ui/command";
import { useEngineModels } from "@/lib/client/model-pull";
import type { RecommendedModel } from "@/lib/contract/models";
import { ModelProgress } from "./model-progress";

/** Where Ollama answers without a model: an admin downloads one here, anyone else reads whom to ask. */
export function ModelOffer({ onInstalled }: { onInstalled: () => void }) {
  const t = useTranslations("engines");
  const locale = useLocale();
  const { models, isForbidden, pull, problem, start, cancel } = useEngineModels(onInstalled);

  if (isForbidden) {
    return (
      <div className="connect" data-testid="model-offer">
        <p>{t("modelAsk")}</p>
        <p>{t("modelOwner")}</p>
        <Command text="npm run owner-link" />
      </div>
    );
  }
  if (!models) return <p className="connect">{t("checking")}</p>;
  // What was begun and not finished is offered again first.
  const first =
    models.recommended.find(({ name }) => name === pull?.model && pull.state !== "done") ??
    models.recommended.find(({ best }) => best);
  const others = models.recommended.filter((model) => model !== first);
  const failure = problem ?? (pull?.state === "failed" ? pull.message : null);
  return (
    <div className="connect" data-testid="model-offer">
      {pull?.state === "cancelled" && !failure && <p role="status">{t("modelCancelled")}</p>}
      {failure && (
        <p role="alert" className="text-velvet-ink">
          {failure}
        </p>
      )}
      {pull?.state === "running" ? (
        <ModelProgress pull={pull} onCancel={cancel} />
      ) : (
        <>
          <p>{t("modelNeeded")}</p>
          {first && <ModelRow model={first} isFirst onStart={start} />}
          <details>
            <summary>{t("modelOthers")}</summary>
            {others.map((model) => (
              <ModelRow key={model.name} model={model} onStart={start} />
            ))}
          </details>
          {models.free_memory !== null && (
            <p className="numeric">{t("modelFree", { size: byteText(models.free_memory, locale) })}</p>
          )}
        </>
      )}
    </div>
  );
}

/** One model to take, with its size and whether it fits. */
export function ModelRow({
  model,
  isFirst = false,
  onStart,
}: {
  model: RecommendedModel;
  isFirst?: boolean;
  onStart: (name: string) => Promise<void>;
}) {
  const t = useTranslations("engines");
  const locale = useLocale();
  const hint = model.fits === false ? t("modelTooBig") : model.best && model.fits ? t("modelBest") : null;
  return (
    <div className="model-row">
      <p>
        <b>{model.name}</b>
        <small className="numeric">
          {byteText(model.size, locale)}
          {hint && ` · ${hint}`}
        </small>
      </p>
      <button
        type="button"
        className={isFirst ? "button button--lit" : "button"}
        aria-label={t("modelGetNamed", { model: model.name })}
        onClick={() => void onStart(model.name)}
      >
        {t("modelGet")}
      </button>
    </div>
  );
}
