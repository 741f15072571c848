import { expect, it } from "vitest";
import { awaitFirstSound } from "@/lib/speech/engines/first-sound";

async function* chunks(...all: number[][]): AsyncGenerator<Uint8Array> {
  for (const bytes of all) yield new Uint8Array(bytes);
}

it("gives silence back once sound follows", async () => {
  const sound = await awaitFirstSound(chunks([0, 0], [0, 0], [0, 3], [4, 4]));
  const bytes: number[] = [];
  for await (const chunk of sound ?? []) bytes.push(...chunk);
  expect(bytes).toEqual([0, 0, 0, 0, 0, 3, 4, 4]);
});

it("nothing, silence, and less than asked for are null", async () => {
  expect(await awaitFirstSound(chunks())).toBeNull();
  expect(await awaitFirstSound(chunks([0, 0], [0, 0]))).toBeNull();
  expect(await awaitFirstSound(chunks([1, 1]), 4)).toBeNull();
});

it("passes on what breaks before and after the first sound", async () => {
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array([0, 0]);
    throw new Error("early");
  }
  await expect(awaitFirstSound(breaking())).rejects.toThrow("early");
  async function* later(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array([1, 0]);
    throw new Error("late");
  }
  const sound = await awaitFirstSound(later());
  await sound?.next();
  await expect(sound?.next()).rejects.toThrow("late");
});

it("leaving early ends the source, also before anything was read", async () => {
  let ended = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield new Uint8Array([1, 1]);
    } finally {
      ended += 1;
    }
  }
  for await (const _ of (await awaitFirstSound(source())) ?? []) break;
  expect(ended).toBe(1);
});
