import type { PromptLine } from "@/lib/llm/engine";

/** What a chat template does not take. */
export interface TemplateLimits {
  /** It wants user and assistant to alternate from the first line on. */
  alternates: boolean;
  /** It knows no system line. */
  hasNoSystem: boolean;
}

/** Stands for the person where a template lets nobody speak before them. */
const SILENCE = "…";

/**
 * A prompt as chat templates take it: one system line, first; what a later one says is told by the user; lines of one
 * role after another are one.
 */
export function toTemplate(messages: readonly PromptLine[], limits: TemplateLimits): PromptLine[] {
  const told = messages.findIndex(({ role }) => role !== "system");
  const split = told < 0 ? messages.length : told;
  const system = messages.slice(0, split).map(({ content }) => content);
  const spoken = messages.slice(split).map(({ role, content }): PromptLine => {
    return { role: role === "system" ? "user" : role, content };
  });
  const isSystemToldByUser = limits.hasNoSystem && system.length > 0;
  const first = isSystemToldByUser ? "user" : spoken[0]?.role;
  const lines: PromptLine[] = isSystemToldByUser
    ? [{ role: "user", content: system.join("\n\n") }, ...spoken]
    : spoken;
  const opened: PromptLine[] =
    limits.alternates && first !== "user" ? [{ role: "user", content: SILENCE }, ...lines] : lines;
  const joined: PromptLine[] = [];
  for (const line of opened) {
    const last = joined.at(-1);
    if (last?.role !== line.role) joined.push({ ...line });
    else last.content += `\n\n${line.content}`;
  }
  if (isSystemToldByUser || system.length === 0) return joined;
  return [{ role: "system", content: system.join("\n\n") }, ...joined];
}
