"use client";

import { useEffect, useState } from "react";
import useSWR from "swr";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import { byteText } from "@/components/ui/byte-text";
import { apiDelete, apiGet } from "@/lib/client/api-client";
import { useStudioVoices } from "@/lib/client/voice-queries";
import { cacheView } from "@/lib/contract/cache";
import { RemakePanel, useRemake } from "./remake-panel";
import { StudioField } from "./studio-field";
import { SureButton } from "./sure-button";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

const CACHE = "/api/admin/cache";

/** The sounds that are kept: how many, whose, how often they spared the engines work, and a way to let go of them. */
export function CachePlace() {
  const t = useTranslations("studio");
  const locale = useLocale();
  const format = useFormatter();
  const { data, error, mutate } = useSWR(CACHE, (path: string) => apiGet(path, { schema: cacheView }));
  const { data: voices = [] } = useStudioVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const again = useRemake();
  const remakeState = again.state?.state;
  useEffect(() => {
    if (remakeState && remakeState !== "running") void mutate();
  }, [remakeState, mutate]);
  const [days, setDays] = useState("");
  const purge = (wish: Record<string, string>) =>
    void attempt(async () => {
      await apiDelete(`${CACHE}?${new URLSearchParams(wish)}`);
      await mutate();
    });
  const nameOf = (id: string) => voices.find((voice) => voice.id === id)?.name ?? (id || t("cacheNobody"));
  const asked = data ? data.hits + data.misses : 0;
  const trouble = problem || error?.message;
  const isAge = /^\d{1,4}$/.test(days);
  return (
    <>
      <header className="studio-head">
        <h1>{t("cache")}</h1>
        <p>{t("cacheIntro")}</p>
      </header>
      <Trouble text={trouble} />
      {again.state && (
        <RemakePanel
          state={again.state}
          name={nameOf(again.state.voice_id)}
          onCancel={() => void attempt(again.cancel)}
        />
      )}
      {data && (
        <section className="studio-panel">
          <p className="numeric">
            {t("cacheSize", {
              size: byteText(data.bytes, locale),
              limit: byteText(data.max_bytes, locale),
              clips: data.clips,
            })}
            {asked > 0 &&
              ` · ${t("cacheHits", {
                share: format.number(data.hits / asked, { style: "percent" }),
                hits: data.hits,
                misses: data.misses,
              })}`}
          </p>
          {data.voices.length > 0 && (
            <table className="cache-rows">
              <thead>
                <tr>
                  <th scope="col">{t("cacheVoice")}</th>
                  <th scope="col">{t("cacheClips")}</th>
                  <th scope="col">{t("cacheBytes")}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t("purge")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.voices.map(({ voice_id: id, clips, bytes, outdated }) => (
                  <tr key={id}>
                    <th scope="row" className="serif">
                      {nameOf(id)}
                    </th>
                    <td className="numeric">
                      {clips}
                      {outdated > 0 && (
                        <small className="text-faint"> {t("outdated", { count: outdated })}</small>
                      )}
                    </td>
                    <td className="numeric">{byteText(bytes, locale)}</td>
                    <td className="cache-acts">
                      {outdated > 0 && again.state?.state !== "running" && (
                        <button
                          type="button"
                          className="text-button"
                          aria-label={t("remakeNamed", { name: nameOf(id) })}
                          disabled={isBusy}
                          onClick={() => void attempt(() => again.start(id))}
                        >
                          {t("remake")}
                        </button>
                      )}
                      {id !== "" && (
                        <SureButton
                          label={t("purge")}
                          sure={t("purgeSure")}
                          disabled={isBusy}
                          onSure={() => purge({ voice_id: id })}
                        />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <form
            className="studio-line"
            onSubmit={(event) => {
              event.preventDefault();
              purge({ older_than_days: days });
            }}
          >
            <StudioField label={t("purgeDays")} value={days} maxLength={4} onChange={setDays} />
            <button type="submit" className="button" disabled={isBusy || !isAge}>
              {t("purgeOld")}
            </button>
            <SureButton
              label={t("purgeAll")}
              sure={t("purgeSure")}
              disabled={isBusy}
              onSure={() => purge({})}
            />
          </form>
        </section>
      )}
    </>
  );
}
