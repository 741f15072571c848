import { describe, expect, it } from "vitest";
import { stringifyCardJson } from "@/lib/characters/card/card-json";
import { readSoundOf } from "@/lib/characters/card/card-voice";
import { fromCard } from "@/lib/characters/card/from-card";
import { readCardFile } from "@/lib/characters/card/read-card";
import { AppError } from "@/lib/contract/app-error";
import { wavHeader } from "@/lib/speech/wav";
import { strangersClip } from "@/lib/voices";
import { charx, packedChunk, picture, textChunk, v2, v3 } from "./card-fixture";

const FILES = 10_000;

/** The same sequence every time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mutate(bytes: Buffer, random: () => number): Buffer {
  let file: Buffer = Buffer.from(bytes);
  const at = () => Math.floor(random() * file.length);
  for (let times = 1 + Math.floor(random() * 8); times > 0; times--) {
    const [position, kind] = [at(), Math.floor(random() * 5)];
    if (kind === 0) file[position] = Math.floor(random() * 256);
    else if (kind === 1) file = file.subarray(0, position + 1);
    else if (kind === 2) file = Buffer.concat([file.subarray(0, position), file.subarray(at())]);
    else if (kind === 3) file = Buffer.concat([file, file.subarray(position)]);
    else if (position + 4 <= file.length) file.writeUInt32LE(Math.floor(random() * 2 ** 32), position);
    if (file.length === 0) return file;
  }
  return file;
}

describe("hostile files", () => {
  it("never crash, hang or fill the memory", () => {
    const card = v3({
      description: "효녀 심청",
      character_book: { entries: [{ keys: ["바다"], content: "인당수" }] },
    });
    const wav = Buffer.concat([wavHeader({ sampleRate: 8000, dataBytes: 48_000 }), Buffer.alloc(48_000)]);
    const voice = { voice_id: "x", references: [{ uri: "embeded://a.wav", prompt_text: "안녕" }] };
    const spoken = v3({ extensions: { avatar_forge: { voice } } });
    const seeds = [
      picture(textChunk("chara", v2({})), textChunk("ccv3", card)),
      picture(packedChunk("chara", card)),
      Buffer.from(stringifyCardJson(card)),
      Buffer.from(charx(spoken, { "assets/icon/images/main.png": picture(), "a.wav": wav })),
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(charx(card))]),
    ];
    const random = createRandom(20_261_121);
    const memory = process.memoryUsage().rss;
    let slowest = 0;
    let read = 0;
    let heard = 0;
    for (let index = 0; index < FILES; index++) {
      const file = mutate(seeds[index % seeds.length] ?? Buffer.alloc(0), random);
      const startedAt = performance.now();
      try {
        const { card: came, assets } = readCardFile(file);
        for (const sound of fromCard(came, "이름").sounds) {
          const clip = readSoundOf(sound, assets);
          if (clip && strangersClip(clip.bytes)) heard++;
        }
        read++;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
      slowest = Math.max(slowest, performance.now() - startedAt);
    }
    expect(slowest).toBeLessThan(2000);
    expect(process.memoryUsage().rss - memory).toBeLessThan(200 * 2 ** 20);
    // Both ends of it were reached.
    expect(read).toBeGreaterThan(FILES / 50);
    expect(read).toBeLessThan(FILES);
    expect(heard).toBeGreaterThan(0);
  });
});
