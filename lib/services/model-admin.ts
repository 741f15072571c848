import "server-only";
import { freemem } from "node:os";
import type { Settings } from "@/lib/config/env";
import { AppError } from "@/lib/contract/app-error";
import { ModelPulls, type PullState } from "@/lib/llm/model-pulls";
import { createOllamaModels, type ModelStore } from "@/lib/llm/ollama-models";
import { recommendModels } from "@/lib/llm/recommended-models";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";

export type { PullState };

export interface ModelAdminOptions {
  settings: Settings;
  context: (signal: AbortSignal) => EngineContext;
  /** The models of the engine are others than before. */
  onModelsChanged: () => Promise<void>;
  now: () => number;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The models on the operator's Ollama. Throws NOT_FOUND where the settings leave it out, and what it answers. */
export class ModelAdmin {
  readonly #store: ModelStore | null;
  readonly #pulls: ModelPulls | null;
  readonly #isHere: boolean;

  constructor(private readonly options: ModelAdminOptions) {
    const { service, ollamaBaseUrl } = options.settings.llm;
    const { context, onModelsChanged, now } = options;
    const store = service === "auto" || service === "ollama" ? createOllamaModels(ollamaBaseUrl) : null;
    this.#store = store;
    this.#pulls = store && new ModelPulls({ store, context, onInstalled: onModelsChanged, now });
    this.#isHere = LOOPBACK.test(new URL(ollamaBaseUrl).hostname);
  }

  /** What is there, what to take, and the download that runs. */
  async list(signal: AbortSignal) {
    const { store, pulls } = this.#parts();
    const installed = await store.list(this.options.context(signal)).catch(asEngineError);
    const freeMemory = this.#isHere ? freemem() : null;
    return {
      installed,
      recommended: recommendModels(freeMemory, installed),
      freeMemory,
      pull: pulls.state,
    };
  }

  /** Starts a download or joins the one of the same model; its states, until the signal or its end. Throws CONFLICT. */
  pull(model: string, signal: AbortSignal): AsyncIterable<PullState> {
    const { pulls } = this.#parts();
    pulls.start(model);
    return pulls.follow(signal);
  }

  /** The states of the download that runs, or the end of the last one. */
  follow(signal: AbortSignal): AsyncIterable<PullState> {
    return this.#parts().pulls.follow(signal);
  }

  async cancel(): Promise<PullState | null> {
    const { pulls } = this.#parts();
    await pulls.cancel();
    return pulls.state;
  }

  async remove(model: string, signal: AbortSignal): Promise<void> {
    await this.#parts()
      .store.remove(model, this.options.context(signal))
      .catch((error) => {
        if (error instanceof UpstreamError && error.status === 404) {
          throw new AppError("NOT_FOUND", { key: "model_not_found", params: { model } });
        }
        return asEngineError(error);
      });
    await this.options.onModelsChanged();
  }

  close(): Promise<void> {
    return this.#pulls?.close() ?? Promise.resolve();
  }

  #parts() {
    if (!this.#store || !this.#pulls) throw new AppError("NOT_FOUND", { key: "models_elsewhere" });
    return { store: this.#store, pulls: this.#pulls };
  }
}

function asEngineError(error: unknown): never {
  throw error instanceof UpstreamError ? toPublicError(error, { offline: "ollama_offline" }) : error;
}
