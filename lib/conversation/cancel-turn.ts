import type { Owned } from "@/db/ownership";
import { findAudioFile, findClip } from "@/db/queries/clips";
import { listSegments, setHeardUntil } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { PlaybackReport } from "@/lib/contract/chat";
import { detectLanguage } from "@/lib/i18n/script-language";
import { estimateSpokenMs } from "@/lib/speech/normalize/spoken";
import type { ConversationDeps } from "./deps";
import { heardUntil, type SoundedSegment } from "./heard";

/** What was heard of a line whose sound was cut at this place: stored with the line, so that the model knows. */
export async function storeHeard(
  deps: ConversationDeps,
  actor: Actor,
  play: Owned<Play>,
  line: { id: string; content: string },
  report: Pick<PlaybackReport, "segment_index" | "position_ms">,
): Promise<void> {
  const segments = await listSegments(deps.db, play, [line.id]);
  if (segments.length === 0) return;
  const sounded: SoundedSegment[] = await Promise.all(
    segments.map(async ({ index, start, end, text, audioFileId }) => {
      const file = await findAudioFile(deps.db, actor, audioFileId);
      const clip = file && (await findClip(deps.db, file.clipKey));
      return {
        index,
        start,
        end,
        durationMs: clip?.durationMs ?? estimateSpokenMs(text, detectLanguage(text, "ko")),
      };
    }),
  );
  await setHeardUntil(deps.db, play, line.id, heardUntil(line.content, sounded, report));
}
