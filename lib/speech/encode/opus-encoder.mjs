import { CustomAudioEncoder, EncodedPacket } from "mediabunny";
import OpusScript from "opusscript";

const FRAMES_PER_SECOND = 50;
/** What libopus's encoder holds back, in seconds: fixed for everything but its low-delay mode. */
const LOOKAHEAD = 0.0065;
/** Opus counts in this rate whatever it was given. */
const GRANULE_RATE = 48_000;

/** libopus for the muxer: mono, frames of 20 ms, the length kept to the sample. */
export class OpusEncoder extends CustomAudioEncoder {
  #opus = null;
  #frame = 0;
  #lookahead = 0;
  #waiting = new Int16Array(0);
  #taken = 0;
  #frames = 0;

  static supports(codec, { numberOfChannels }) {
    return codec === "opus" && numberOfChannels === 1;
  }

  init() {
    const { sampleRate, bitrate } = this.config;
    this.#opus = new OpusScript(sampleRate, 1, OpusScript.Application.AUDIO);
    this.#opus.setBitrate(bitrate);
    this.#frame = sampleRate / FRAMES_PER_SECOND;
    this.#lookahead = sampleRate * LOOKAHEAD;
  }

  encode(sample) {
    const samples = new Int16Array(sample.numberOfFrames);
    sample.copyTo(samples, { planeIndex: 0, format: "s16" });
    this.#taken += samples.length;
    this.#add(samples);
  }

  flush() {
    const wanted = this.#taken + this.#lookahead;
    const missing = Math.ceil(wanted / this.#frame) * this.#frame - this.#frames * this.#frame;
    this.#add(new Int16Array(missing - this.#waiting.length), wanted);
  }

  close() {
    this.#opus?.delete();
    this.#opus = null;
  }

  /** `end`: of the sound, in samples, where this is the last of it. */
  #add(samples, end = Number.POSITIVE_INFINITY) {
    const all = new Int16Array(this.#waiting.length + samples.length);
    all.set(this.#waiting);
    all.set(samples, this.#waiting.length);
    let at = 0;
    for (; at + this.#frame <= all.length; at += this.#frame) {
      const pcm = Buffer.from(all.buffer, at * 2, this.#frame * 2);
      const start = this.#frames * this.#frame;
      const length = Math.min(this.#frame, end - start);
      const { sampleRate } = this.config;
      const data = new Uint8Array(this.#opus.encode(pcm, this.#frame));
      this.onPacket(new EncodedPacket(data, "key", start / sampleRate, length / sampleRate), this.#head());
      this.#frames += 1;
    }
    this.#waiting = all.slice(at);
  }

  #head() {
    const description = new Uint8Array(19);
    const view = new DataView(description.buffer);
    description.set(Buffer.from("OpusHead"));
    description.set([1, 1], 8);
    view.setUint16(10, LOOKAHEAD * GRANULE_RATE, true);
    view.setUint32(12, this.config.sampleRate, true);
    return { decoderConfig: { codec: "opus", numberOfChannels: 1, sampleRate: GRANULE_RATE, description } };
  }
}
