/** The making of a character, in order; also what `?step=` takes. */
export const STEPS = ["who", "script", "face"] as const;
export type Step = (typeof STEPS)[number];

export function isStep(value: unknown): value is Step {
  return typeof value === "string" && (STEPS as readonly string[]).includes(value);
}
