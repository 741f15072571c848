import "server-only";
import type { Database } from "@/db/client";
import {
  findClip,
  listClipsAfter,
  listLeastRecentClips,
  putClip,
  removeClip,
  totalClipBytes,
  touchClip,
} from "@/db/queries/clips";
import type { ClipIndex } from "@/lib/speech/clips";

/** The clip store's index in the database. */
export function clipIndex(db: Database): ClipIndex {
  return {
    find: (key) => findClip(db, key),
    put: (row) => putClip(db, row),
    touch: (key, at) => touchClip(db, key, at),
    leastRecent: (limit) => listLeastRecentClips(db, limit),
    after: (key, limit) => listClipsAfter(db, key, limit),
    remove: (key) => removeClip(db, key),
    totalBytes: () => totalClipBytes(db),
  };
}
