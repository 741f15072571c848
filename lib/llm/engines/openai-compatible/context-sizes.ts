import { z } from "zod";
import type { LanguageModel } from "@/lib/llm/engine";
import { PROBE_MS } from "@/lib/llm/limits";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { getJson, joinUrl } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { isKobold } from "./kobold";

/** LM Studio loads a model when it is first asked, and only then knows what it reads. */
const KEPT_MS = 60_000;

/** Tokens the model of this name reads; undefined where the page does not tell. */
type Sizes = (model: string) => number | undefined;

interface Page {
  path: string;
  read(page: unknown): Sizes | null;
}

const size = z.number().int().positive();
const sizeOrNone = size.nullish().catch(null);
const same = (told: number | undefined): Sizes | null => (told === undefined ? null : () => told);
const byName = (told: [string, number | null | undefined][]): Sizes => {
  const sizes = new Map(told);
  return (model) => sizes.get(model) ?? undefined;
};

const llamaProps = z.object({ default_generation_settings: z.object({ n_ctx: size }) });
const koboldLength = z.object({ value: size });
const studioModels = z.object({
  data: z.array(z.object({ id: z.string(), state: z.string(), loaded_context_length: sizeOrNone })),
});
const studioNative = z.object({
  models: z.array(
    z.object({
      key: z.string(),
      loaded_instances: z.array(
        z.object({ id: z.string(), config: z.object({ context_length: sizeOrNone }).nullish() }),
      ),
    }),
  ),
});

const KOBOLD: Page = {
  path: "/api/extra/true_max_context_length",
  read: (page) => same(koboldLength.safeParse(page).data?.value),
};
/** LM Studio first: it notes a path it does not know as an error, the others do not. */
const PAGES: Page[] = [
  {
    path: "/api/v0/models",
    read(page) {
      const told = studioModels.safeParse(page).data?.data;
      return told ? byName(told.map((model) => [model.id, model.loaded_context_length])) : null;
    },
  },
  {
    path: "/api/v1/models",
    read(page) {
      const told = studioNative.safeParse(page).data?.models;
      if (!told) return null;
      return byName(
        told.flatMap(({ key, loaded_instances }) =>
          loaded_instances.flatMap(({ id, config }): [string, number | null | undefined][] => [
            [key, config?.context_length],
            [id, config?.context_length],
          ]),
        ),
      );
    },
  },
  {
    path: "/props",
    read: (page) => same(llamaProps.safeParse(page).data?.default_generation_settings.n_ctx),
  },
];

/**
 * What the models of a server read whose list does not say it: LM Studio, llama.cpp and KoboldCpp each tell on a page of
 * their own. Which one it is is found out once; what it tells is kept for a minute.
 */
export class ContextSizes {
  /** Those that may be the server's own: all of them, one, or none. */
  #pages: Page[] | null = null;
  #known: { names: string; sizes: Sizes; until: number } | null = null;

  constructor(
    private readonly root: string,
    private readonly headers: Record<string, string>,
  ) {}

  /** The models with what they read, where it is told. Never rejects, but where `context` is aborted. */
  async of(models: LanguageModel[], context: EngineContext): Promise<LanguageModel[]> {
    const names = models.map(({ name }) => name).join("\n");
    if (this.#known?.names !== names) this.#pages = null;
    if (this.#known?.names !== names || context.now() >= this.#known.until) {
      const sizes = await this.#ask(models, context);
      this.#known = { names, sizes, until: context.now() + KEPT_MS };
    }
    const { sizes } = this.#known;
    return models.map((model) => {
      const contextLength = sizes(model.name);
      return contextLength === undefined ? model : { ...model, contextLength };
    });
  }

  /** Nobody answers there any more: another server may be there next. */
  forget(): void {
    this.#pages = null;
    this.#known = null;
  }

  async #ask(models: LanguageModel[], context: EngineContext): Promise<Sizes> {
    const pages = this.#pages ?? (models.some(({ name }) => isKobold(name)) ? [KOBOLD] : PAGES);
    let isSure = true;
    for (const page of pages) {
      const url = joinUrl(this.root, page.path);
      try {
        const sizes = page.read(await getJson(url, { answerMs: PROBE_MS, headers: this.headers }, context));
        if (!sizes) continue;
        this.#pages = [page];
        return sizes;
      } catch (error) {
        if (!(error instanceof UpstreamError) || error.kind === "aborted") throw error;
        // A busy server does not say that it has no such page.
        if (error.kind !== "rejected" && error.kind !== "malformed") isSure = false;
      }
    }
    if (isSure && this.#pages === null) this.#pages = [];
    return () => undefined;
  }
}
