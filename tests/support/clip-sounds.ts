import { createHash } from "node:crypto";

/** The key of the nth clip a child makes. */
export function clipKeyOf(run: string, number: number): string {
  return createHash("sha256").update(`${run} ${number}`).digest("hex");
}

/** The sound that belongs to a key, s16le: whatever else is found under it is wrong. 4 to 260 KB. */
export function soundOf(key: string): Buffer {
  const sound = Buffer.alloc(4096 + Number.parseInt(key.slice(0, 4), 16) * 4);
  let state = Number.parseInt(key.slice(4, 12), 16) | 1;
  for (let at = 0; at < sound.length; at += 2) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    sound.writeInt16LE((state >> 16) | 0, at);
  }
  return sound;
}
