/** How `torchaudio.save` may write float32 sound. */
export type HiggsSampleFormat = "float32" | "int16" | "int32" | "extensible-float32";

const SUBFORMAT_TAIL = Buffer.from("000000001000800000aa00389b71", "hex");

/** s16le mono as a WAV of these samples; float32 comes with a `fact` chunk, as the real writer's does. */
export function encodeWav(pcm: Buffer, rate: number, format: HiggsSampleFormat): Buffer {
  const isFloat = format.endsWith("float32");
  const bytes = format === "int16" ? 2 : 4;
  const count = pcm.length / 2;
  const data = Buffer.alloc(count * bytes);
  for (let i = 0; i < count; i += 1) {
    const value = pcm.readInt16LE(i * 2);
    if (isFloat) data.writeFloatLE(value / 32_767, i * 4);
    else if (bytes === 4) data.writeInt32LE(value * 65_536, i * 4);
    else data.writeInt16LE(value, i * 2);
  }
  const extensible = format.startsWith("extensible");
  const fmt = Buffer.alloc(extensible ? 40 : 16);
  fmt.writeUInt16LE(extensible ? 0xfffe : isFloat ? 3 : 1, 0);
  fmt.writeUInt16LE(1, 2);
  fmt.writeUInt32LE(rate, 4);
  fmt.writeUInt32LE(rate * bytes, 8);
  fmt.writeUInt16LE(bytes, 12);
  fmt.writeUInt16LE(bytes * 8, 14);
  if (extensible) {
    fmt.writeUInt16LE(22, 16);
    fmt.writeUInt16LE(bytes * 8, 18);
    fmt.writeUInt16LE(3, 24);
    SUBFORMAT_TAIL.copy(fmt, 26);
  }
  const samples = Buffer.alloc(4);
  samples.writeUInt32LE(count);
  const chunks = [chunk("fmt ", fmt), ...(isFloat ? [chunk("fact", samples)] : []), chunk("data", data)];
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), ...chunks]));
}

function chunk(tag: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(tag, 0, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
