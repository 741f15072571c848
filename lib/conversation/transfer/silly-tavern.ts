import { z } from "zod";
import type { Message } from "@/db/queries/messages";
import { parseSendDate } from "./send-date";

/** One line of a chat elsewhere, with its takes; `chosen` is the one that was told. */
export interface ForeignLine {
  role: "user" | "assistant" | "system";
  speaker: string;
  takes: { content: string; sentAt: number | null }[];
  chosen: number;
}

export interface ForeignChat {
  characterName: string | null;
  lines: ForeignLine[];
}

const text = z.string().catch("");
/** Chub keeps each swipe as an object with the text inside. */
const swipe = z
  .union([z.string(), z.object({ mes: z.union([z.string(), z.object({ message: z.string() })]) })])
  .transform((value) => {
    if (typeof value === "string") return value;
    return typeof value.mes === "string" ? value.mes : value.mes.message;
  });
const line = z.looseObject({
  name: text,
  is_user: z.boolean().catch(false),
  is_system: z.boolean().catch(false),
  send_date: z.unknown().optional(),
  mes: swipe.catch(""),
  swipes: z.array(swipe.catch("")).optional().catch(undefined),
  swipe_id: z.number().int().optional().catch(undefined),
  swipe_info: z
    .array(z.looseObject({ send_date: z.unknown().optional() }).catch({ send_date: null }))
    .optional()
    .catch(undefined),
});

/** Reads a SillyTavern `.jsonl`; null where it is none. Lines that cannot be read are left out. */
export function parseSillyTavern(file: string): ForeignChat | null {
  const rows = file
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((row) => toObject(row));
  const [header, ...rest] = rows;
  if (!header) return null;
  const isHeader = "chat_metadata" in header || ("user_name" in header && !("mes" in header));
  const lines = (isHeader ? rest : rows).flatMap((row) => toLine(row));
  if (lines.length === 0 && !isHeader) return null;
  const named = header.character_name;
  const isNamed = isHeader && typeof named === "string" && named !== "" && named !== "unused";
  const first = lines.find(({ role }) => role === "assistant")?.speaker;
  return { characterName: isNamed ? named : (first ?? null), lines };
}

function toObject(row: string): Record<string, unknown>[] {
  if (row.trim() === "") return [];
  try {
    const value: unknown = JSON.parse(row);
    return typeof value === "object" && value !== null ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}

function toLine(row: Record<string, unknown>): ForeignLine[] {
  if (!("mes" in row)) return [];
  const parsed = line.safeParse(row);
  if (!parsed.success) return [];
  const { name, is_user, is_system, send_date, mes, swipes, swipe_id, swipe_info } = parsed.data;
  const role = is_system ? "system" : is_user ? "user" : "assistant";
  const sentAt = parseSendDate(send_date);
  const told = { content: mes.toWellFormed(), sentAt };
  if (role !== "assistant" || !swipes || swipes.length === 0) {
    return mes === "" ? [] : [{ role, speaker: name, takes: [told], chosen: 0 }];
  }
  const chosen = Math.min(Math.max(0, swipe_id ?? 0), swipes.length - 1);
  const takes = swipes.map((content, at) => ({
    content: content.toWellFormed(),
    sentAt: parseSendDate(swipe_info?.[at]?.send_date) ?? sentAt,
  }));
  // What was edited last stands in the line itself.
  if (mes !== "") takes[chosen] = { ...told, sentAt: takes[chosen]?.sentAt ?? sentAt };
  const kept = takes.filter((take, at) => at === chosen || take.content !== "");
  const isSaid = kept.some(({ content }) => content !== "");
  const place = kept.indexOf(takes[chosen] ?? told);
  return isSaid ? [{ role, speaker: name, takes: kept, chosen: Math.max(0, place) }] : [];
}

export interface ToldTakes {
  line: Message;
  takes: Message[];
}

/** The told lines in SillyTavern's form, the other takes of each as its swipes. */
export function toSillyTavern(
  play: { id: string; characterName: string; createdAt: number },
  lines: readonly ToldTakes[],
): string {
  const header = {
    user_name: lines.find(({ line: { role } }) => role === "user")?.line.speaker ?? "User",
    character_name: play.characterName,
    create_date: new Date(play.createdAt).toISOString(),
    chat_metadata: { integrity: play.id },
  };
  const rows = lines.map(({ line, takes }) => ({
    name: line.speaker,
    is_user: line.role === "user",
    is_system: line.role === "system",
    send_date: new Date(line.createdAt).toISOString(),
    mes: line.content,
    extra: {},
    ...(line.role === "assistant"
      ? {
          swipes: takes.map(({ content }) => content),
          swipe_id: takes.findIndex(({ id }) => id === line.id),
          swipe_info: takes.map(({ createdAt }) => ({
            send_date: new Date(createdAt).toISOString(),
            extra: {},
          })),
        }
      : {}),
  }));
  return `${[header, ...rows].map((row) => JSON.stringify(row)).join("\n")}\n`;
}
