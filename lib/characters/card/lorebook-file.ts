import { isObject, type JsonObject, type JsonValue } from "./card-json";
import { readText } from "./card-text";

/**
 * A stand-alone lorebook (`lorebook_v3`, a SillyTavern world, a Risu lorebook) as a card's `character_book`; null for
 * anything else. What the book form has no field for stays under the entry's `extensions`.
 */
export function toCharacterBook(file: JsonObject, fallbackName: string): JsonObject | null {
  if (file.spec === "lorebook_v3" && isObject(file.data)) return { name: fallbackName, ...file.data };
  if (file.type === "risu" && Array.isArray(file.data)) {
    return book(fallbackName, {}, file.data.filter(isObject).map(fromRisu));
  }
  if (isObject(file.entries)) {
    const { entries, name, ...others } = file;
    const items = Object.values(entries as JsonObject).filter(isObject);
    if (items.every(isWorldEntry)) {
      return book(readText(name)?.text || fallbackName, others, items.map(fromWorld));
    }
  }
  return Array.isArray(file.entries) && file.data === undefined ? { name: fallbackName, ...file } : null;
}

function book(name: string, extensions: JsonObject, entries: JsonObject[]): JsonObject {
  return { name, extensions, entries };
}

function isWorldEntry(entry: JsonObject): boolean {
  return "key" in entry || "keysecondary" in entry || "content" in entry;
}

function fromWorld(entry: JsonObject, index: number): JsonObject {
  const {
    key,
    keysecondary,
    comment,
    content,
    constant,
    selective,
    order,
    position,
    disable,
    caseSensitive,
    uid,
    ...rest
  } = entry;
  return {
    keys: list(key),
    secondary_keys: list(keysecondary),
    comment: comment ?? "",
    content: content ?? "",
    constant: constant === true,
    selective: selective === true && list(keysecondary).length > 0,
    insertion_order: typeof order === "number" ? order : 100,
    enabled: disable !== true,
    position: position === 1 ? "after_char" : "before_char",
    case_sensitive: caseSensitive === true,
    id: uid ?? index,
    use_regex: list(key).some((one) => typeof one === "string" && /^\/.+\/[a-z]*$/.test(one)),
    extensions: { ...rest, ...(typeof position === "number" && position > 1 ? { position } : {}) },
  };
}

function fromRisu(entry: JsonObject, index: number): JsonObject {
  const { key, secondkey, comment, content, alwaysActive, selective, insertorder, useRegex, mode, ...rest } =
    entry;
  const split = (value: JsonValue | undefined) =>
    list(value).flatMap((text) => (typeof text === "string" ? text.split(",").map((one) => one.trim()) : []));
  return {
    keys: useRegex === true ? list(key) : split(key).filter(Boolean),
    secondary_keys: split(secondkey).filter(Boolean),
    comment: comment ?? "",
    content: content ?? "",
    constant: alwaysActive === true || mode === "constant",
    selective: selective === true,
    insertion_order: typeof insertorder === "number" ? insertorder : 100,
    enabled: mode !== "folder",
    use_regex: useRegex === true,
    id: index,
    extensions: rest,
  };
}

function list(value: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string" && item !== "");
  return typeof value === "string" && value !== "" ? [value] : [];
}
