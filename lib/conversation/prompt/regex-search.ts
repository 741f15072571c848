import vm from "node:vm";

/** One search; people's patterns may take for ever. */
const SEARCH_MS = 25;

const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
const search = new vm.Script("new RegExp(pattern, flags).test(text)");

/**
 * Whether a pattern of a lorebook's (`/pattern/flags`, or the pattern alone) occurs in a text. A pattern that is
 * none, or takes longer than 25 ms, does not.
 */
export function occursAsRegex(key: string, text: string, isCaseSensitive: boolean): boolean {
  const [, pattern = key, flags = isCaseSensitive ? "u" : "iu"] = /^\/(.+)\/([a-z]*)$/s.exec(key) ?? [];
  Object.assign(context, { pattern, flags: flags.replace(/[gy]/g, ""), text });
  try {
    return search.runInContext(context, { timeout: SEARCH_MS }) === true;
  } catch {
    return false;
  }
}
