import type { Locale } from "@/lib/i18n/locales";
import type { DemoRepertoire } from "@/lib/llm/engines/demo/repertoire";
import { stripRuby } from "@/lib/llm/engines/demo/ruby";
import { listPresetFiles } from "./registry";

function strip(repertoire: DemoRepertoire): DemoRepertoire {
  const { intents, themes, ...lists } = repertoire;
  const plain = (lines: string[]) => lines.map(stripRuby);
  return {
    openers: plain(lists.openers),
    actions: plain(lists.actions),
    musings: plain(lists.musings),
    questions: plain(lists.questions),
    echoes: plain(lists.echoes),
    honest: plain(lists.honest),
    reminders: plain(lists.reminders),
    intents: {
      greeting: plain(intents.greeting),
      farewell: plain(intents.farewell),
      thanks: plain(intents.thanks),
      identity: plain(intents.identity),
      where: plain(intents.where),
      why: plain(intents.why),
      love: plain(intents.love),
      fear: plain(intents.fear),
      comfort: plain(intents.comfort),
    },
    themes: themes.map(({ keys, lines }) => ({ keys, lines: plain(lines) })),
  };
}

/** What the demo cast plays this preset from, as display text; null for a character that is no preset. */
export function demoRepertoire(characterId: string, locale: Locale): DemoRepertoire | null {
  const preset = listPresetFiles().find((candidate) => candidate.id === characterId);
  return preset ? strip(preset.locales[locale].demo) : null;
}
