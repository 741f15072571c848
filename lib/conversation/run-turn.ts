import type { Owned } from "@/db/ownership";
import { saveProgress } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import type { Locale } from "@/lib/i18n/locales";
import type { ChosenModel } from "@/lib/llm/directory";
import type { LanguagePart } from "@/lib/llm/engine";
import type { Segment } from "@/lib/speech/segment";
import { createSegmenter, type SegmenterOptions } from "@/lib/speech/segmenter";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { askModel } from "./ask-model";
import { closeTurn } from "./close-turn";
import type { ConversationDeps } from "./deps";
import type { LineSpeech } from "./line-speech";
import type { PlayPrompt } from "./prompt/play-prompt";
import type { Turn } from "./turn";

export interface TurnRun {
  deps: ConversationDeps;
  turn: Turn;
  play: Owned<Play>;
  chosen: ChosenModel;
  /** Built when the turn runs, so that what fails there is the turn's own failure. */
  prompt: PlayPrompt;
  temperature: number;
  /** Null when nothing is to be spoken. */
  speech: LineSpeech | null;
  /** How the line is cut into what is spoken. */
  cut: SegmenterOptions;
  /** What the line says already, where it is continued. */
  spokenBefore: string;
  locale: Locale;
}

/** How the writing of a line came to its end. */
export interface TurnOutcome {
  /** Everything the line says. */
  content: string;
  /** Null where the engine's end mark never came. */
  finish: Extract<LanguagePart, { type: "finish" }> | null;
  failure: unknown;
}

/** A line without a sentence's end is stored at least this often. */
const SAVE_EVERY_MS = 1000;
const SENTENCE_END = /[.!?…。！？\n]/;

/**
 * Runs a turn to its end: text to its readers as it comes, segments to speech, every sentence to disk.
 * Never rejects: what goes wrong becomes the turn's `error` event, and what was said is kept.
 */
export async function runTurn(run: TurnRun): Promise<void> {
  const { deps, turn, speech } = run;
  const segmenter = speech && createSegmenter(run.cut);
  let content = run.spokenBefore;
  let savedAt = deps.now();
  let finish: TurnOutcome["finish"] = null;
  let failure: unknown = null;
  let carried = "";
  const offset = content.length;
  const save = async () => {
    savedAt = deps.now();
    await saveProgress(deps.db, run.play, turn.identity.messageId, content);
  };
  const speak = async (segments: Segment[]) => {
    for (const segment of segments) {
      const { start, end } = segment;
      await speech?.speak({ ...segment, start: start + offset, end: end + offset }, content);
    }
  };
  try {
    for await (const part of askModel(run)) {
      if (part.type === "finish") {
        finish = part;
        break;
      }
      const { whole, half } = splitSurrogate(carried + part.delta);
      carried = half;
      const delta = whole.toWellFormed();
      if (delta === "") continue;
      content += delta;
      // Before anyone reads it: what was seen as said is there after `kill -9`.
      if (SENTENCE_END.test(delta) || deps.now() - savedAt > SAVE_EVERY_MS) await save();
      turn.append({ type: "text", data: { delta } });
      if (segmenter) await speak(segmenter.push(delta));
    }
    if (!finish && !turn.abort.signal.aborted) {
      throw new UpstreamError("malformed", "the engine's answer has no end");
    }
  } catch (error) {
    failure = error;
  }
  // What a model said before it broke off is spoken too: the page shows it, so it is heard.
  if (segmenter && !turn.abort.signal.aborted) {
    await speak(segmenter.flush()).catch((error) => {
      failure ??= error;
    });
  }
  await closeTurn(run, { content, finish, failure });
  if (deps.turns.newestOf(run.play.id) === turn) run.prompt.tend();
}

/** A character cut in two by the engine waits for its other half. */
function splitSurrogate(text: string): { whole: string; half: string } {
  const last = text.charCodeAt(text.length - 1);
  const isHigh = last >= 0xd800 && last <= 0xdbff;
  return isHigh ? { whole: text.slice(0, -1), half: text.slice(-1) } : { whole: text, half: "" };
}
