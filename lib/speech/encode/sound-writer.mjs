import { registerAacEncoder } from "@mediabunny/aac-encoder";
import { registerFlacEncoder } from "@mediabunny/flac-encoder";
import { registerMp3Encoder } from "@mediabunny/mp3-encoder";
import {
  AdtsOutputFormat,
  AppendOnlyStreamTarget,
  AudioSample,
  AudioSampleSource,
  FlacOutputFormat,
  Mp3OutputFormat,
  OggOutputFormat,
  Output,
  registerEncoder,
} from "mediabunny";
import { OpusEncoder } from "./opus-encoder.mjs";
import { createResampler } from "./resampler.mjs";

registerAacEncoder();
registerFlacEncoder();
registerMp3Encoder();
registerEncoder(OpusEncoder);

// MP3 without its table of contents and FLAC without its final header, because what is sent cannot be written
// again; short Ogg pages, because nobody waits for a long one while the sound is made.
const CONTAINERS = {
  mp3: () => new Mp3OutputFormat({ xingHeader: false }),
  aac: () => new AdtsOutputFormat(),
  opus: () => new OggOutputFormat({ maximumPageDuration: 0.2 }),
  flac: () => new FlacOutputFormat({ appendOnly: true }),
};

/**
 * Encodes s16 mono sound of `sampleRate` Hz; the file's bytes, its sound brought to `rate` Hz, go to `onBytes`
 * as they come.
 */
export async function createSoundWriter({ format, bitrate, sampleRate, rate }, onBytes) {
  const resampler = rate === sampleRate ? null : createResampler(sampleRate, rate);
  const file = format === "pcm" ? plainFile(onBytes) : await encodedFile({ format, bitrate, rate }, onBytes);
  let isEmpty = true;
  const add = async (samples) => {
    if (samples.length === 0) return;
    isEmpty = false;
    await file.add(samples);
  };
  return {
    write: (samples) => add(resampler ? resampler.push(samples) : samples),
    async finish() {
      if (resampler) await add(resampler.flush());
      await (isEmpty ? file.cancel() : file.finish());
    },
    cancel: () => file.cancel(),
  };
}

async function encodedFile({ format, bitrate, rate: sampleRate }, onBytes) {
  const target = new AppendOnlyStreamTarget(new WritableStream({ write: onBytes }));
  const output = new Output({ format: CONTAINERS[format](), target });
  const source = new AudioSampleSource({ codec: format, ...(bitrate && { bitrate }) });
  output.addAudioTrack(source);
  await output.start();
  let made = 0;
  return {
    async add(samples) {
      const sample = new AudioSample({
        data: samples,
        format: "s16",
        numberOfChannels: 1,
        sampleRate,
        timestamp: made / sampleRate,
      });
      made += samples.length;
      await source.add(sample);
      sample.close();
    },
    finish: () => output.finalize(),
    cancel: () => output.cancel(),
  };
}

function plainFile(onBytes) {
  return {
    add: async (samples) => onBytes(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)),
    finish: async () => {},
    cancel: async () => {},
  };
}
