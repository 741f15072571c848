import { isLosslessNumber } from "lossless-json";
import { isObject, type JsonValue, toPlain } from "./card-json";

/**
 * What a program made of `kept`, which it was given as plain JSON, with everything in it that plain JSON does not
 * carry: numbers that JavaScript cannot hold, and members that are null. Entries of lists may have been moved.
 */
export function withKeptValues(edited: JsonValue, kept: JsonValue | undefined): JsonValue {
  if (kept === undefined) return edited;
  if (isLosslessNumber(kept)) return told(kept) === told(edited) ? kept : edited;
  if (Array.isArray(edited) && Array.isArray(kept)) return withKeptItems(edited, kept);
  if (!isObject(edited) || !isObject(kept)) return edited;
  const nulls = Object.entries(kept).filter(([name, value]) => told(value) === "null" && !(name in edited));
  const members = Object.entries(edited).map(([name, value]): [string, JsonValue] => [
    name,
    withKeptValues(value, Object.hasOwn(kept, name) ? kept[name] : undefined),
  ]);
  return Object.fromEntries([...members, ...nulls]);
}

/** Each with the one that reads the same, else with the one in its place. */
function withKeptItems(edited: JsonValue[], kept: JsonValue[]): JsonValue[] {
  const left = new Map<string, number[]>();
  for (const [at, item] of kept.entries()) {
    const text = told(item);
    left.set(text, [...(left.get(text) ?? []), at]);
  }
  const same = edited.map((item) => left.get(told(item))?.shift());
  const taken = new Set(same);
  return edited.map((item, at) => withKeptValues(item, kept[same[at] ?? (taken.has(at) ? -1 : at)]));
}

/** As a program is told it, and gives it back: without nulls, whatever the order of members. */
function told(value: JsonValue): string {
  return JSON.stringify(toPlain(value), (_name, member) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(
          Object.entries(member)
            .filter(([, inner]) => inner !== null && inner !== Number.POSITIVE_INFINITY)
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : member,
  );
}
