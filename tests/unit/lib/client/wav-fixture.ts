/** A mono 16-bit WAV of a sine at half scale; `streaming` writes the sizes of a file still being made. */
export function sineWav(options: {
  sampleRate: number;
  seconds: number;
  frequency: number;
  sizes?: "true" | "streaming" | "zero";
}): Buffer {
  const { sampleRate, seconds, frequency, sizes = "true" } = options;
  const frames = Math.round(sampleRate * seconds);
  const wav = Buffer.alloc(44 + frames * 2);
  const size = (value: number) => (sizes === "true" ? value : sizes === "zero" ? 0 : 0xffff_ffff);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(size(36 + frames * 2), 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(size(frames * 2), 40);
  for (let n = 0; n < frames; n++) {
    wav.writeInt16LE(Math.round(Math.sin((2 * Math.PI * frequency * n) / sampleRate) * 16_383), 44 + n * 2);
  }
  return wav;
}
