import type { Locale } from "@/lib/i18n/locales";
import { CUES, type Cue } from "./cues";
import { foldForSearch, mentions } from "./mentions";
import { DEMO_INTENTS, type DemoRepertoire } from "./repertoire";

export interface Topic {
  kind: Cue | "theme";
  /** What the character has to say about it. */
  lines: string[];
}

interface Candidate extends Topic {
  weight: number;
}

/** These two stand beside almost anything else, so the other words of the line tell more. */
const WEAK: ReadonlySet<Cue> = new Set<Cue>(["greeting", "why"]);

/** What a user's line is about: the longest word that names something wins. Null when nothing does. */
export function findTopic(line: string, repertoire: DemoRepertoire, language: Locale): Topic | null {
  const text = foldForSearch(line);
  const cues = CUES[language];
  if (cues.honest.some((key) => mentions(text, key))) return { kind: "honest", lines: repertoire.honest };
  const named = (keys: string[], topic: Topic, factor: number): Candidate[] =>
    keys.filter((key) => mentions(text, key)).map((key) => ({ ...topic, weight: key.length * factor }));
  const candidates = [
    ...repertoire.themes.flatMap(({ keys, lines }) => named(keys, { kind: "theme", lines }, 1)),
    ...DEMO_INTENTS.flatMap((intent) =>
      named(cues[intent], { kind: intent, lines: repertoire.intents[intent] }, WEAK.has(intent) ? 0.4 : 1),
    ),
  ];
  return candidates.reduce<Candidate | null>(
    (best, candidate) => (best === null || candidate.weight > best.weight ? candidate : best),
    null,
  );
}
