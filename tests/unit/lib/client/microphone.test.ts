import { expect, it } from "vitest";
import { Microphone } from "@/lib/client/microphone";
import { wavFile } from "@/lib/client/recording";
import { lengthOf, readSound } from "@/lib/voices/reference/sound";

it("where the browser lends no microphone it says so, and what would help", async () => {
  const microphone = new Microphone(
    () => {},
    () => "녹음.wav",
  );
  const seen: (string | null)[] = [];
  microphone.subscribe(() => seen.push(microphone.getSnapshot().problem));
  await microphone.open();
  expect(microphone.getSnapshot()).toMatchObject({ state: "off", problem: "insecure" });
  expect(seen.at(-1)).toBe("insecure");
  microphone.start();
  expect(microphone.getSnapshot().state).toBe("off");
});

it("a recording is a WAV of its own rate, as the server reads it", async () => {
  const samples = Float32Array.from({ length: 44_100 * 2 }, (_none, at) => Math.sin(at / 20) * 0.5);
  samples[0] = 2;
  const file = wavFile(samples, 44_100, "녹음.wav");
  const sound = readSound(new Uint8Array(await file.arrayBuffer()));
  expect(sound.sampleRate).toBe(44_100);
  expect(lengthOf(sound)).toBe(2);
  expect(sound.samples[0]).toBeCloseTo(1, 3);
  expect(sound.samples[100]).toBeCloseTo(samples[100] ?? 0, 3);
});
