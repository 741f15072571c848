import { DEMO_INTENTS, type DemoRepertoire } from "./repertoire";

/** The same repertoire with every spoken line changed; theme keys stay as they are. */
export function mapLines(repertoire: DemoRepertoire, change: (line: string) => string): DemoRepertoire {
  const { intents, themes, ...lists } = repertoire;
  const all = (lines: string[]) => lines.map(change);
  const changed = { ...intents };
  for (const intent of DEMO_INTENTS) changed[intent] = all(intents[intent]);
  return {
    openers: all(lists.openers),
    actions: all(lists.actions),
    musings: all(lists.musings),
    questions: all(lists.questions),
    echoes: all(lists.echoes),
    honest: all(lists.honest),
    reminders: all(lists.reminders),
    intents: changed,
    themes: themes.map(({ keys, lines }) => ({ keys, lines: all(lines) })),
  };
}

/** Every spoken line of a repertoire, as written. */
export function listLines(repertoire: DemoRepertoire): string[] {
  const { intents, themes, ...lists } = repertoire;
  return [
    ...Object.values(lists).flat(),
    ...Object.values(intents).flat(),
    ...themes.flatMap((theme) => theme.lines),
  ];
}
