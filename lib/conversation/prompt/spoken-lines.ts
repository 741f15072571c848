import type { ToldLine } from "@/db/queries/messages";

/** A told line as the model is to know it. */
export interface SpokenLine {
  id: string;
  role: "user" | "assistant";
  speaker: string;
  content: string;
}

/** The lines of a play as they were heard; a client's system lines and empty ones are not sent. */
export function spokenLines(
  told: readonly Pick<ToldLine, "id" | "role" | "speaker" | "content" | "heardUntil">[],
): SpokenLine[] {
  return told.flatMap((line): SpokenLine[] => {
    if (line.role === "system" || line.content === "") return [];
    return [{ id: line.id, role: line.role, speaker: line.speaker, content: heard(line) }];
  });
}

function heard({ content, heardUntil }: Pick<ToldLine, "content" | "heardUntil">): string {
  if (heardUntil === null) return content;
  const part = content.slice(0, heardUntil).trimEnd();
  return part === "" ? "…" : `${part} —`;
}
