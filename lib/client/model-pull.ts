"use client";

import "client-only";
import { useEffect, useRef, useState } from "react";
import useSWR from "swr";
import { readWireEvents } from "@/lib/contract/event-stream";
import { type EngineModels, engineModels, type ModelPull, modelPull } from "@/lib/contract/models";
import { ApiError, apiGet, apiPost, requestStream } from "./api-client";

export const MODELS = "/api/admin/models";
const PULL = `${MODELS}/pull`;
const RETRY_MS = 1500;

export interface EngineModelsView {
  /** null until the first answer, and for who may not know. */
  models: EngineModels | null;
  /** The caller is no admin. */
  isForbidden: boolean;
  /** The download that runs, or the last one. */
  pull: ModelPull | null;
  /** Why the last press did nothing, in the person's language. */
  problem: string | null;
  /** Why the models cannot be read, in the person's language; null while they can. */
  failure: string | null;
  start: (model: string) => Promise<void>;
  cancel: () => Promise<void>;
  /** Reads the models again. */
  refresh: () => Promise<unknown>;
}

/** The models of the server's Ollama, and the download that runs there: it is followed, also after a reload. */
export function useEngineModels(onInstalled: () => void): EngineModelsView {
  const { data, error, mutate } = useSWR<EngineModels, ApiError>(
    MODELS,
    (path: string) => apiGet(path, { schema: engineModels }),
    { shouldRetryOnError: (failure: ApiError) => !isRefusal(failure), errorRetryInterval: RETRY_MS },
  );
  const [live, setLive] = useState<ModelPull | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const tellInstalled = useRef(onInstalled);
  tellInstalled.current = onInstalled;
  const pull = live ?? data?.pull ?? null;
  const isRunning = pull?.state === "running";

  useEffect(() => {
    if (!isRunning) return;
    const left = new AbortController();
    followPull(setLive, left.signal).then(
      (last) => {
        void mutate();
        if (last === "done") tellInstalled.current();
      },
      () => undefined,
    );
    return () => left.abort();
  }, [isRunning, mutate]);

  const attempt = async (action: () => Promise<void>) => {
    setProblem(null);
    await action().catch((failure: unknown) => {
      setProblem(failure instanceof ApiError ? failure.message : null);
      void mutate();
    });
  };
  return {
    models: data ?? null,
    isForbidden: error !== undefined && isRefusal(error),
    pull,
    problem,
    failure: error?.message ?? null,
    refresh: () => mutate(),
    start: (model) =>
      attempt(async () => {
        const answer = await requestStream("POST", PULL, { model });
        await answer.body?.cancel();
        setLive({ model, state: "running", step: "starting", completed: 0, total: 0, rate: null });
      }),
    cancel: () =>
      attempt(async () => {
        await apiPost(`${PULL}/cancel`, {});
      }),
  };
}

const isRefusal = ({ status }: ApiError): boolean => status === 401 || status === 403;

/** Tells every state of the download until its end, over as many connections as that takes; resolves with the last. */
async function followPull(tell: (pull: ModelPull) => void, signal: AbortSignal): Promise<ModelPull["state"]> {
  for (;;) {
    try {
      const answer = await requestStream("GET", PULL, undefined, { signal });
      if (answer.body) {
        for await (const event of readWireEvents(answer.body)) {
          const { data } = modelPull.safeParse(event.data);
          if (!data) continue;
          tell(data);
          if (data.state !== "running") return data.state;
        }
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof ApiError && error.status === 404) return "cancelled";
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    signal.throwIfAborted();
  }
}
