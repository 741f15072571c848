/** A WAV header as some engine might send it; sizes are whatever is asked for. */
export function wavHead(options: { sampleRate?: number; dataSize?: number; extra?: Buffer } = {}): Buffer {
  const { sampleRate = 32_000, dataSize = 0, extra = Buffer.alloc(0) } = options;
  const head = Buffer.alloc(36);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(Math.min(36 + dataSize, 0xffffffff), 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  const data = Buffer.alloc(8);
  data.write("data", 0, "latin1");
  data.writeUInt32LE(dataSize, 4);
  return Buffer.concat([head, extra, data]);
}

/** s16le samples that are never zero. */
export function tone(samples: number): Buffer {
  const pcm = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i += 1) pcm.writeInt16LE(1000 + (i % 500), i * 2);
  return pcm;
}

export async function* inPieces(bytes: Buffer, ...borders: number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const border of [...borders, bytes.byteLength]) {
    if (border > from) yield new Uint8Array(bytes.subarray(from, border));
    from = border;
  }
}
