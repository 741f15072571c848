import { UpstreamError } from "@/lib/upstream/upstream-error";

/** What some server or model does not take of what the others need. */
export type Concession = "alternates" | "hasNoSystem" | "noTemplateOptions" | "noForm";

/** The words it refuses it in. */
const REFUSALS: [Concession, RegExp][] = [
  ["alternates", /roles must alternate|must (start|begin) with a user|after the optional system message/i],
  ["hasNoSystem", /system role (is )?not supported|only user and assistant roles/i],
  ["noForm", /response_format|json_schema|json schema|grammar|structured.?output/i],
  ["noTemplateOptions", /chat_template|enable_thinking|continue_final_message|add_generation_prompt/i],
];

/** What a refusal asks us to do without; null for one that is about something else. */
export function concessionFor(error: unknown): Concession | null {
  if (!(error instanceof UpstreamError) || error.kind !== "rejected" || error.isContextOverflow) return null;
  // A template's exception is a 500 where the server did not expect one.
  if (![400, 422, 500].includes(error.status ?? 400)) return null;
  const words = error.engineMessage ?? "";
  return REFUSALS.find(([, refusal]) => refusal.test(words))?.[0] ?? null;
}
