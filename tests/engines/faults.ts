/** To which requests a fault applies; to every one when empty. */
export interface FaultScope {
  /** Only the next so many (matching) requests. */
  next?: number;
  /** Only requests whose text contains or matches this. */
  matching?: string | RegExp;
}

interface Rule<Name extends string, Settings> {
  name: Name;
  settings: Settings & FaultScope;
  left: number;
}

/** Which fault the next request meets. Rules pile up; the newest that applies wins. */
export class FaultBoard<Name extends string, Settings extends object> {
  #rules: Rule<Name, Settings>[] = [];

  /** A fault without a scope replaces all earlier ones. */
  add(name: Name, settings: Settings & FaultScope): void {
    if (settings.next === undefined && settings.matching === undefined) this.#rules = [];
    this.#rules.unshift({ name, settings, left: settings.next ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault for a request with this text, using up one of its `next`. */
  take(text: string): { name: Name; settings: Settings } | null {
    const rule = this.#rules.find((candidate) => applies(candidate.settings.matching, text));
    if (!rule) return null;
    rule.left -= 1;
    if (rule.left <= 0) this.#rules = this.#rules.filter((other) => other !== rule);
    return rule;
  }

  /** The fault that holds for everything at the moment, also for requests without a text. */
  standing(): Name | null {
    const rule = this.#rules.find(({ settings }) => !settings.matching && settings.next === undefined);
    return rule?.name ?? null;
  }
}

function applies(matching: string | RegExp | undefined, text: string): boolean {
  if (matching === undefined) return true;
  return typeof matching === "string" ? text.includes(matching) : text.search(matching) >= 0;
}
