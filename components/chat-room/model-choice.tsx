"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useModels } from "@/lib/client/memory-queries";
import type { ChatModel } from "@/lib/contract/chat";

const nameOf = ({ provider, name }: ChatModel) => `${provider}/${name}`;

/** Which model answers in this play from the next line on. */
export function ModelChoice({ load, save }: { load: () => string; save: (model: string) => void }) {
  const t = useTranslations("play");
  const id = useId();
  const { data: models = [], isPending } = useModels();
  const [chosen, setChosen] = useState(load);
  const known = models.find((model) => nameOf(model) === chosen);
  const usual = models.find((model) => model.default);
  const isAway = chosen !== "" && !isPending && !known;
  const provider = (known ?? usual)?.provider;
  return (
    <div className="menu-row">
      <label htmlFor={id}>{t("model")}</label>
      <select
        id={id}
        className="field-text"
        value={chosen}
        onChange={(event) => {
          setChosen(event.target.value);
          save(event.target.value);
        }}
      >
        <option value="">{usual ? t("modelUsual", { name: usual.name }) : t("modelNone")}</option>
        {models.map((model) => (
          <option key={nameOf(model)} value={nameOf(model)}>
            {t("modelOf", { name: model.name, provider: model.provider })}
          </option>
        ))}
        {isAway && <option value={chosen}>{chosen}</option>}
      </select>
      <small>{isAway ? t("modelAway") : provider === "gemini" ? t("modelGoogle") : t("modelHint")}</small>
    </div>
  );
}
