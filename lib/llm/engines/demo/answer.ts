import type { Locale } from "@/lib/i18n/locales";
import type { PromptLine } from "@/lib/llm/engine";
import { hashText } from "./hash";
import { quotableClause } from "./quote";
import type { DemoRepertoire } from "./repertoire";
import { findTopic, type Topic } from "./topic";

/** Every so many answers the character says in passing that its lines are prepared. */
const REMINDER_EVERY = 6;
/** A line counts as said when its beginning was: what a listener broke off is only there in part. */
const RECOGNISED_BY = 12;
const ATTEMPTS = 8;
const LONGEST_SENTENCES = 6;

interface Play {
  /** The conversation so far, without system lines. */
  lines: PromptLine[];
  repertoire: DemoRepertoire;
  language: Locale;
}

/**
 * One answer of a prepared character: 2 to 6 sentences on what the last line is about, or going on from
 * its own. The same conversation gives the same answer; lines already said in it come last.
 */
export function composeAnswer(play: Play): string {
  const seed = hashText(play.lines.map((line) => `${line.role}:${line.content}`).join("\n"));
  const before = play.lines.findLast((line) => line.role === "assistant")?.content;
  let answer = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    answer = compose(play, hashText(`${seed}/${attempt}`));
    if (answer !== before) break;
  }
  return answer;
}

function compose({ lines, repertoire, language }: Play, seed: number): string {
  const own = lines.filter((line) => line.role === "assistant").map((line) => line.content);
  const last = lines.at(-1);
  const heard = last?.role === "user" ? last.content : "";
  const topic = heard === "" ? null : findTopic(heard, repertoire, language);
  const pick = picker(own, seed);
  const chance = (of: string, outOf: number) => hashText(`${seed}:${of}`) % outOf === 0;

  const reminded = topic?.kind !== "honest" && (own.length + 1) % REMINDER_EVERY === 0;
  const quote = topic === null ? quotableClause(heard, language) : null;
  const core = coreOf(topic);
  const parts = [
    own.length > 0 && chance("action", 3) ? `*${pick.from(repertoire.actions)}*` : null,
    reminded ? null : opening(),
    core,
    reminded ? pick.from(repertoire.reminders) : null,
  ];
  const add = (line: string) => {
    if (countSentences([...parts, line]) <= LONGEST_SENTENCES) parts.push(line);
  };
  if (!reminded && heard === "" && chance("more", 2)) add(pick.from(repertoire.musings, core));
  const asks = !reminded && !isComplete(topic) && !isQuestion(core) && !chance("silence", 4);
  if (asks) add(pick.from(repertoire.questions));
  if (countSentences(parts) < 2) add(pick.from(repertoire.musings, core));
  return join(parts, language);

  /** Who asks what it is hears it every time; other matters may run out. */
  function coreOf(about: Topic | null): string {
    if (about?.kind === "honest") return pick.from(about.lines);
    return about ? pick.fresh(about.lines, repertoire.musings) : pick.from(repertoire.musings);
  }

  function opening(): string | null {
    if (quote !== null && (isQuestion(heard) || chance("echo", 2))) {
      return sayBack(pick.from(repertoire.echoes), quote);
    }
    // Going on from its own line it has heard nothing; "I see." would answer itself, or a question.
    const reacts = heard !== "" && !isQuestion(heard) && (topic === null || topic.kind === "theme");
    return reacts && !chance("plain", 3) ? pick.from(repertoire.openers) : null;
  }
}

/** The answer to these is whole; a question after it would come out of nowhere. */
function isComplete(topic: Topic | null): boolean {
  return topic !== null && ["honest", "greeting", "farewell", "thanks", "comfort"].includes(topic.kind);
}

/** An echo with the user's words in it, without a second mark after their question mark. */
function sayBack(echo: string, quote: string): string {
  return echo
    .replaceAll("{quote}", () => quote)
    .replace(/([?？])[.。]?([”」])(?:[.。]|,(?= [a-z]))?/gu, "$1$2");
}

function picker(own: string[], seed: number) {
  const said = own.join("\n");
  const before = own.at(-1) ?? "";
  const isIn = (text: string, line: string) => text.includes(beginningOf(line));
  const choose = (pool: string[]) => pool[hashText(`${seed}/${pool.join()}`) % pool.length] ?? "";
  const unsaid = (pool: string[]) => pool.filter((line) => !isIn(said, line));

  /** A line not yet said in this play; when all were, one that was not said just now. */
  function from(pool: string[], except = ""): string {
    const allowed = pool.filter((line) => line !== except);
    const candidates = [unsaid(allowed), allowed.filter((line) => !isIn(before, line)), allowed];
    return choose(candidates.find((lines) => lines.length > 0) ?? []);
  }

  /** A line on the matter while there is one unsaid, then another thought, then the matter again. */
  function fresh(pool: string[], others: string[]): string {
    const candidates = [unsaid(pool), unsaid(others)].find((lines) => lines.length > 0);
    return candidates ? choose(candidates) : from([...pool, ...others]);
  }
  return { from, fresh };
}

/** What a line is recognised by: its beginning, or what stands after the user's words in it. */
function beginningOf(line: string): string {
  const [before = "", after = before] = line.split("{quote}");
  return (before.length < after.length ? after : before).slice(0, RECOGNISED_BY);
}

function isQuestion(text: string): boolean {
  return /[?？][”’」』]?$/u.test(text.trim());
}

function countSentences(parts: (string | null)[]): number {
  return (
    parts
      .filter((part) => part !== null)
      .join("\n")
      .match(/[.!?…。！？]+/gu)?.length ?? 0
  );
}

/** Sentences one after another; an English one that ends in a comma trails off, as a capital follows. */
function join(parts: (string | null)[], language: Locale): string {
  const spaced = language === "ko" || language === "en";
  return parts
    .filter((part) => part !== null && part !== "")
    .map((part) => (language === "en" ? part?.replace(/,$/u, "…") : part))
    .map((part) => (spaced || part?.startsWith("*") ? `${part} ` : part))
    .join("")
    .trim();
}
