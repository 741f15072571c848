import type { PromptSettings } from "@/db/queries/memory";
import { lorebook } from "@/lib/contract/lorebook";
import { DEFAULT_RULES, type PromptSettingsView, promptRules } from "@/lib/contract/memory";

/** Made once: zod compiles a new shape at its first use, which took longer than all else a prompt reads. */
const someRules = promptRules.partial();

/** What a person set for a play's prompts, the product's own where they set nothing. */
export function toPromptSettings(stored: PromptSettings | null): PromptSettingsView {
  return {
    user: { name: stored?.userName ?? "", persona: stored?.userPersona ?? "" },
    rules: { ...DEFAULT_RULES, ...someRules.safeParse(stored?.rules ?? {}).data },
    lorebook: lorebook.safeParse(stored?.lorebook).data ?? null,
  };
}
