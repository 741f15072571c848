/**
 * Hand checks of what a server of ours answers, for the browser: the same shapes as the zod schemas beside this,
 * at a hundredth of their weight. The compiler holds each to its schema's type, a test to its schema's judgement.
 */
export type Check<T> = (value: unknown) => value is T;

/** What reads an unknown value: a zod schema is one, too. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error?: unknown };
}

export const text: Check<string> = (value) => typeof value === "string";
export const number: Check<number> = (value): value is number => Number.isFinite(value);
export const truth: Check<boolean> = (value) => typeof value === "boolean";

export function oneOf<const T extends string>(...words: readonly T[]): Check<T> {
  return (value): value is T => (words as readonly unknown[]).includes(value);
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

export function list<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(check);
}

/** Each field of `T` by its check; what else the value has is left alone. */
export function fields<T extends object>(checks: { [K in keyof T]-?: Check<T[K]> }): Check<T> {
  const entries = Object.entries<Check<unknown>>(checks);
  return (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    entries.every(([name, check]) => check(Reflect.get(value, name)));
}

export function shape<T>(check: Check<T>): Schema<T> {
  return { safeParse: (data) => (check(data) ? { success: true, data } : { success: false }) };
}
