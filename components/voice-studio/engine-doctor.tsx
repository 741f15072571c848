"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { apiPost } from "@/lib/client/api-client";
import {
  type EngineDetection,
  engineDetection,
  type SpeechEngineView,
  speechEngineView,
} from "@/lib/contract/engines";
import { DetectionHints } from "./detection-hints";
import { EngineAbilities } from "./engine-abilities";
import { EngineTrialPanel } from "./engine-trial-panel";
import { StudioField } from "./studio-field";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** An address is pasted; what answers there is told, with each problem and what to do, and can be taken in. */
export function EngineDoctor({ onAdded }: { onAdded: () => Promise<unknown> }) {
  const t = useTranslations("studio");
  const { isBusy, problem, attempt } = useAttempt();
  const [address, setAddress] = useState("");
  const [name, setName] = useState("");
  const [added, setAdded] = useState<SpeechEngineView | null>(null);
  const [found, setFound] = useState<EngineDetection | null>(null);
  const look = () =>
    attempt(async () => {
      setFound(null);
      setAdded(null);
      const body = { base_url: address.trim() };
      setFound(await apiPost("/api/admin/engines/detect", body, { schema: engineDetection }));
    });
  const add = (kind: string) =>
    attempt(async () => {
      const wish = { kind, base_url: address.trim(), name: name.trim() || null };
      setAdded(await apiPost("/api/admin/engines", wish, { schema: speechEngineView }));
      await onAdded();
      setFound(null);
      setAddress("");
      setName("");
    });
  return (
    <section className="studio-panel" aria-labelledby="engine-doctor">
      <h2 id="engine-doctor">{t("doctor")}</h2>
      <form
        className="studio-line"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <StudioField
          label={t("address")}
          type="url"
          value={address}
          maxLength={500}
          placeholder="http://127.0.0.1:9880"
          onChange={(value) => {
            setAddress(value);
            setFound(null);
          }}
        />
        <button type="submit" className="button" disabled={isBusy || !address.trim()}>
          {isBusy ? t("looking") : t("look")}
        </button>
      </form>
      <div role="status">
        {found && (
          <div className="detection" data-testid="detection">
            <h3>{found.kind ? t(`kinds.${found.kind}`) : t("nothingFound")}</h3>
            {found.problems.map(({ code, message }) => (
              <p key={code} className="trouble">
                {message}
              </p>
            ))}
            <DetectionHints hints={found.hints} />
            {found.capabilities && <EngineAbilities capabilities={found.capabilities} />}
          </div>
        )}
      </div>
      {found?.kind && (
        <form
          className="studio-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (found.kind) void add(found.kind);
          }}
        >
          <StudioField label={t("engineName")} value={name} maxLength={80} onChange={setName} />
          <button type="submit" className="button button--lit" disabled={isBusy}>
            {t("engineAdd")}
          </button>
        </form>
      )}
      {added && <EngineTrialPanel key={added.id} engineId={added.id} name={added.name} isBegun />}
      <Trouble text={problem} />
    </section>
  );
}
