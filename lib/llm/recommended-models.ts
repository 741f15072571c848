import type { InstalledModel, RecommendedModel } from "@/lib/contract/models";

const MB = 1e6;
const GB = 1e9;

/** Models that play a part well in all four languages, the smallest first, with what is downloaded for them. */
const MODELS = [
  { name: "gemma3:1b", size: 815 * MB },
  { name: "gemma3:4b", size: 3.3 * GB },
  { name: "qwen3:8b", size: 5.2 * GB },
  { name: "gemma3:12b", size: 8.1 * GB },
  { name: "qwen3:14b", size: 9.3 * GB },
  { name: "gemma3:27b", size: 17 * GB },
];
/** Where nothing is known of the machine. */
const USUAL = "qwen3:8b";

/** What a loaded model takes: its file, and its context. Bytes. */
const memoryOf = (size: number): number => size * 1.15 + 1.2 * GB;

/** What to offer with this much memory (bytes; null: not known): the largest that fits is the best, else the smallest. */
export function recommendModels(
  freeMemory: number | null,
  installed: readonly InstalledModel[],
): RecommendedModel[] {
  const fitting = freeMemory === null ? [] : MODELS.filter(({ size }) => memoryOf(size) <= freeMemory);
  const best = freeMemory === null ? USUAL : (fitting.at(-1) ?? MODELS[0])?.name;
  return MODELS.map(({ name, size }) => ({
    name,
    size,
    installed: installed.some((model) => model.name === name),
    fits: freeMemory === null ? null : memoryOf(size) <= freeMemory,
    best: name === best,
  }));
}
