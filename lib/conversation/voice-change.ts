import type { Owned } from "@/db/ownership";
import { ensureAudioFile, findAudioFile, findClip } from "@/db/queries/clips";
import { listSegments, listToldLines, replaceSegmentAudio } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { SpeechChoice } from "@/lib/speech/directory";
import { engineText } from "@/lib/speech/engine-text";
import { toSpoken } from "@/lib/speech/normalize/spoken";
import { clipKey, recipe } from "@/lib/speech/recipe";
import type { ConversationDeps } from "./deps";
import { narrationIn } from "./narration";
import { voiceOf } from "./segment-recipe";

/**
 * The person chose another voice engine for this play: lines that were never made wait for the new one from
 * now on; what was made stays as it sounded.
 */
export async function voiceChange(
  deps: ConversationDeps,
  actor: Actor,
  play: Owned<Play>,
  choice: SpeechChoice,
): Promise<void> {
  const lines = await listToldLines(deps.db, play);
  const segments = await listSegments(
    deps.db,
    play,
    lines.map((line) => line.id),
  );
  const { cut } = await narrationIn(deps, actor, play, voiceOf(deps, play));
  for (const segment of segments) {
    const file = await findAudioFile(deps.db, actor, segment.audioFileId);
    const known = recipe.safeParse(file?.recipe).data;
    if (!file || known?.kind !== "speech") continue;
    const voice = deps.voices.find(segment.voiceId, actor.id) ?? deps.voices.fallback();
    const pool = deps.speech.poolFor(choice, voice, known.language);
    if (pool === null || pool === known.pool) continue;
    if (await findClip(deps.db, file.clipKey)) continue;
    // From the line itself: what the embedded voice was given may be kana.
    const spoken = toSpoken(segment.text, cut) || toSpoken(segment.text, { speakDirections: true });
    const text = engineText(deps.readings, spoken, { pool, language: known.language });
    if (text === null) continue;
    const changed = { ...known, pool, text };
    const made = await ensureAudioFile(
      deps.db,
      actor,
      { clipKey: clipKey(changed), recipe: changed },
      deps.now(),
    );
    await replaceSegmentAudio(deps.db, play, segment, made.file.id);
  }
}
