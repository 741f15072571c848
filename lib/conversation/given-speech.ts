import type { Owned } from "@/db/ownership";
import { ensureAudioFile } from "@/db/queries/clips";
import { insertSegment } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import { clipKey } from "@/lib/speech/recipe";
import { createSegmenter } from "@/lib/speech/segmenter";
import type { ConversationDeps } from "./deps";
import { narrationIn } from "./narration";
import { segmentRecipe, voiceOf } from "./segment-recipe";

/** The sound is streamed when it is asked for, at the pace a person speaks. */
const WISHES = { tts_streaming_mode: 2, tts_speed: 1 } as const;

/** Gives a line nobody speaks live (a greeting, one that was rewritten) its segments; each is made when somebody asks to hear it. */
export async function giveSpeech(
  deps: ConversationDeps,
  actor: Actor,
  play: Owned<Play>,
  line: { id: string; content: string },
): Promise<void> {
  const voice = voiceOf(deps, play);
  const choice = play.speechEngine ?? deps.speech.choiceForNewPlay(voice);
  if (!choice) return;
  const { cut, narrator } = await narrationIn(deps, actor, play, voice);
  const segmenter = createSegmenter(cut);
  const spoken = { play, voice, narrator, choice, wishes: WISHES };
  let index = 0;
  for (const segment of [...segmenter.push(line.content), ...segmenter.flush()]) {
    const recipe = segmentRecipe(deps, spoken, segment, line.content);
    if (typeof recipe === "string") continue;
    const { file } = await ensureAudioFile(deps.db, actor, { clipKey: clipKey(recipe), recipe }, deps.now());
    const { start, end, text } = segment;
    const place = { messageId: line.id, index: index++, start, end, text, emotion: recipe.emotion ?? null };
    await insertSegment(deps.db, play, { ...place, voiceId: recipe.voiceId, audioFileId: file.id });
  }
}
