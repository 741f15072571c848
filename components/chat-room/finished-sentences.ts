import { scriptRuns } from "./script-runs";

/**
 * The sentences of a growing line that will not change any more, without their stage-direction marks.
 * While the line grows its last sentence is held back; `complete` lets it out.
 */
export function finishedSentences(content: string, locale: string, complete: boolean): string[] {
  const shown = scriptRuns(content, [], null)
    .map((run) => run.text)
    .join("");
  const splitter = new Intl.Segmenter(locale, { granularity: "sentence" });
  const sentences = [...splitter.segment(shown)].map(({ segment }) => segment.trim());
  const finished = complete ? sentences : sentences.slice(0, -1);
  return finished.filter(Boolean);
}
