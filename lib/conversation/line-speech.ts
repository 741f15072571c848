import type { Owned } from "@/db/ownership";
import { ensureAudioFile } from "@/db/queries/clips";
import { insertSegment, setMessageAudio } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { ChatRequest } from "@/lib/contract/chat";
import type { NoticeData } from "@/lib/contract/chat-events";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { audioUrl } from "@/lib/speech/audio-url";
import { type Clip, isDoubtful } from "@/lib/speech/clips";
import type { SpeechChoice } from "@/lib/speech/directory";
import { estimateSpokenMs } from "@/lib/speech/normalize/spoken";
import { clipKey, type SpeechRecipe } from "@/lib/speech/recipe";
import type { Segment } from "@/lib/speech/segment";
import type { SpeakingVoice } from "@/lib/speech/voice";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { ConversationDeps } from "./deps";
import { segmentRecipe } from "./segment-recipe";
import type { Turn } from "./turn";

export interface LineSpeechOptions {
  deps: ConversationDeps;
  turn: Turn;
  play: Owned<Play>;
  actor: Actor;
  voice: SpeakingVoice;
  narrator: SpeakingVoice;
  choice: SpeechChoice;
  speaker: string;
  locale: Locale;
  wishes: Pick<ChatRequest, "tts_mode" | "tts_delay_ms" | "tts_streaming_mode" | "tts_speed">;
  /** Segments the line has already, where it is continued. */
  firstIndex: number;
  earlier: SpeechRecipe[];
}

type SegmentOutcome = "made" | "waiting" | "failed";

/** Speaks one line while it is written: each segment gets its file at once and its sound as soon as may be. */
export class LineSpeech {
  readonly #recipes: SpeechRecipe[];
  readonly #outcomes: (() => SegmentOutcome)[] = [];
  readonly #expectedMs: number[] = [];
  #firstSoundAt: number | null = null;
  #isBusyTold = false;

  constructor(private readonly options: LineSpeechOptions) {
    this.#recipes = [...options.earlier];
  }

  /** Queues a segment of the line `content` (as far as it is written) and tells the turn's readers. A stretch this voice cannot say is told and stays text. */
  async speak(segment: Segment, content: string): Promise<void> {
    const { deps, turn, actor, speaker, firstIndex } = this.options;
    const recipe = segmentRecipe(
      deps,
      { ...this.options, choice: turn.chosenVoice ?? this.options.choice },
      segment,
      content,
    );
    // A direction nobody can say is only shown, as it would be without a narrator.
    if (typeof recipe === "string") return segment.isNarrated ? undefined : this.#notice(recipe);
    const index = firstIndex + this.#outcomes.length;
    const made = this.#make(recipe, index);
    this.#recipes.push(recipe);
    const { file } = await ensureAudioFile(deps.db, actor, { clipKey: clipKey(recipe), recipe }, deps.now());
    const { start, end, text } = segment;
    await insertSegment(deps.db, this.options.play, {
      messageId: turn.identity.messageId,
      index,
      start,
      end,
      text,
      voiceId: recipe.voiceId,
      emotion: recipe.emotion ?? null,
      audioFileId: file.id,
    });
    turn.append({
      type: "segment",
      data: {
        index,
        start,
        end,
        text,
        speaker,
        voice_id: recipe.voiceId,
        audio_url: audioUrl(file.id),
        ...moodOf(recipe),
      },
    });
    if (typeof made === "string") this.#notice(made, index);
  }

  /** Gives the whole line its file; null when nothing of it can be heard. */
  async finishLine(): Promise<string | null> {
    const { deps, turn, actor } = this.options;
    if (this.#recipes.length === 0) return null;
    const recipe = { kind: "line" as const, parts: this.#recipes };
    const { file } = await ensureAudioFile(deps.db, actor, { clipKey: clipKey(recipe), recipe }, deps.now());
    await setMessageAudio(deps.db, this.options.play, turn.identity.messageId, file.id);
    return audioUrl(file.id);
  }

  /** How the line's speech stands now. */
  status(): "ready" | "pending" | "failed" {
    const outcomes = this.#outcomes.map((outcome) => outcome());
    if (outcomes.length === 0 || outcomes.every((outcome) => outcome === "failed")) return "failed";
    return outcomes.every((outcome) => outcome === "made") ? "ready" : "pending";
  }

  /** Starts the synthesis as the request wishes; a code when this segment cannot be made now. */
  #make(recipe: SpeechRecipe, index: number): Clip | "SPEECH_PENDING" | "VOICE_UNAVAILABLE" | null {
    const { deps, wishes, turn } = this.options;
    let outcome: SegmentOutcome = "waiting";
    const place = this.#outcomes.push(() => outcome) - 1;
    this.#expectedMs.push(estimateSpokenMs(recipe.text, recipe.language) / wishes.tts_speed);
    if (!deps.speech.isUp(recipe.pool)) return "SPEECH_PENDING";
    const reference = recipe.sound?.reference;
    if (reference && deps.speech.isUnreadable(recipe.pool, deps.voices.reference(reference))) {
      outcome = "failed";
      return "VOICE_UNAVAILABLE";
    }
    if (wishes.tts_mode === "on_click") return null;
    if (turn.abort.signal.aborted) return null;
    const start = (): Clip => {
      const clip = deps.speaker.make(recipe, {
        userId: turn.identity.ownerId,
        priority: "live",
        deadline: () => this.#deadline(place),
        onQueued: (ahead) => this.#tellBusy(ahead, index),
      });
      const release = clip.hold();
      turn.abort.signal.addEventListener("abort", release, { once: true });
      clip.started.then(
        () => {
          this.#firstSoundAt ??= deps.now();
          turn.reach("first_audio");
        },
        () => {},
      );
      clip.finished
        .then(
          (made) => {
            outcome = "made";
            if (isDoubtful(made)) this.#doubt(index);
          },
          (error: unknown) => {
            const isAway = error instanceof UpstreamError && error.kind === "unreachable";
            outcome = isAway ? "waiting" : "failed";
            if (!turn.abort.signal.aborted) this.#notice(isAway ? "SPEECH_PENDING" : "SPEECH_FAILED", index);
          },
        )
        .finally(() => {
          release();
          turn.abort.signal.removeEventListener("abort", release);
        });
      return clip;
    };
    if (wishes.tts_mode === "realtime") return start();
    const timer = setTimeout(start, wishes.tts_delay_ms).unref();
    turn.abort.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    return null;
  }

  /** Once for each line, and only where the listener has nothing to hear meanwhile. */
  #tellBusy(ahead: number, index: number): void {
    if (this.#isBusyTold || this.#firstSoundAt !== null) return;
    this.#isBusyTold = true;
    this.#notice("VOICE_BUSY", index, { ahead });
  }

  /** When the listener runs dry before this segment: what the player says, else what the segments before it last. */
  #deadline(place: number): number {
    const { deps, turn, firstIndex } = this.options;
    const report = turn.playback;
    if (report) {
      const ahead = this.#expectedMs.slice(Math.max(0, report.segment_index - firstIndex + 1), place);
      return report.at + report.buffered_ms + sum(ahead);
    }
    return (this.#firstSoundAt ?? deps.now()) + sum(this.#expectedMs.slice(0, place));
  }

  #notice(code: string, index?: number, params: Record<string, number> = {}): void {
    this.options.turn.append({ type: "notice", data: this.#noticeOf(code, index, params) });
  }

  /** Most sounds are whole after the last word: then whoever plays them is told when it reports. */
  #doubt(index: number): void {
    const { turn } = this.options;
    if (turn.events.closed) turn.doubts.push(this.#noticeOf("SPEECH_DOUBTFUL", index));
    else this.#notice("SPEECH_DOUBTFUL", index);
  }

  #noticeOf(code: string, index?: number, params: Record<string, number> = {}): NoticeData {
    const message = sentence(this.options.locale, `notice_${code}`, params);
    return { code, message, ...(index === undefined ? {} : { segment_index: index }) };
  }
}

/** The mood it is spoken in; absent = the neutral one. */
const moodOf = ({ emotion }: SpeechRecipe) => (emotion === undefined ? {} : { emotion });

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
