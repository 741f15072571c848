"use client";

import "client-only";

/** What recordings in other formats become here. Hz. */
const RATE = 48_000;

/**
 * A sound file as the WAV the server judges: one that is a WAV goes as it is, any other the browser can play is decoded
 * to one channel. Rejects for what the browser cannot decode.
 */
export async function toWav(file: File): Promise<File> {
  const bytes = await file.arrayBuffer();
  if (isWav(new Uint8Array(bytes, 0, Math.min(12, bytes.byteLength)))) return file;
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  const samples = new Float32Array(decoded.length);
  for (let channel = 0; channel < decoded.numberOfChannels; channel++) {
    for (const [at, sample] of decoded.getChannelData(channel).entries()) {
      samples[at] = (samples[at] ?? 0) + sample / decoded.numberOfChannels;
    }
  }
  return wavFile(samples, RATE, `${file.name}.wav`);
}

/** One channel of samples (-1..1) as a 16-bit WAV file. */
export function wavFile(samples: Float32Array, rate: number, name: string): File {
  return new File([wavOf(samples, rate)], name, { type: "audio/wav" });
}

function isWav(head: Uint8Array): boolean {
  const tag = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
  return tag(0) === "RIFF" && tag(8) === "WAVE";
}

function wavOf(samples: Float32Array, rate: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const words: [number, string][] = [
    [0, "RIFF"],
    [8, "WAVE"],
    [12, "fmt "],
    [36, "data"],
  ];
  for (const [at, word] of words) {
    for (let letter = 0; letter < 4; letter++) view.setUint8(at + letter, word.charCodeAt(letter));
  }
  view.setUint32(4, 36 + samples.length * 2, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, samples.length * 2, true);
  for (const [at, sample] of samples.entries()) {
    view.setInt16(44 + at * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true);
  }
  return view.buffer;
}
