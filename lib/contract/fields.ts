import { z } from "zod";

/** Field kinds several contracts share. An empty optional string counts as absent (contract, "General rules"). */
export const optionalText = (max: number) =>
  z.preprocess((value) => (value === "" ? undefined : value), z.string().max(max).optional());

/** A session's id: ours are UUIDs, a client of the first API version may bring its own. */
export const sessionId = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/);

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: optionalText(400),
});

/**
 * `null` means absent in every body: drops null members, also nested ones. Items of lists stay.
 * Recursion is bounded by the JSON depth limit the reader enforces.
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNulls(member)]));
}
