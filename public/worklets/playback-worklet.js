/**
 * Joins the samples it is handed and plays them: the audio thread's half of lib/client/playback/worklet-stream.ts.
 * In: {type: "write", samples} · {type: "settle"} play what is there without waiting for more · {type: "stop", frames}.
 * Out: {type: "run" | "rest", at, frame} sound began/ended at that frame of the context's clock · {type: "stopped"}.
 */
class SpeechPlayback extends AudioWorkletProcessor {
  constructor(options) {
    super();
    const { first, step, limit, fade } = options.processorOptions;
    this.prebuffer = first;
    this.step = step;
    this.limit = limit;
    this.fade = fade;
    this.chunks = [];
    this.offset = 0;
    this.available = 0;
    this.played = 0;
    this.settled = false;
    this.sounding = false;
    this.rising = fade;
    this.stopFrames = 0;
    this.stopLeft = -1;
    this.port.onmessage = (event) => this.receive(event.data);
  }

  receive(message) {
    if (message.type === "write") {
      this.chunks.push(message.samples);
      this.available += message.samples.length;
      this.settled = false;
    } else if (message.type === "settle") {
      this.settled = true;
    } else if (message.type === "stop") {
      this.stopFrames = Math.max(1, message.frames);
      this.stopLeft = this.stopFrames;
    }
  }

  process(_inputs, outputs) {
    const out = outputs[0][0];
    const enough = this.available >= this.prebuffer || (this.settled && this.available > 0);
    if (!this.sounding && enough && this.stopLeft < 0) {
      this.sounding = true;
      this.port.postMessage({ type: "run", at: currentFrame, frame: this.played });
    }
    if (this.sounding) this.play(out);
    if (this.stopLeft < 0) return true;
    for (let at = 0; at < out.length; at++) {
      out[at] *= Math.max(0, this.stopLeft - at) / this.stopFrames;
    }
    this.stopLeft -= out.length;
    if (this.sounding && this.stopLeft > 0) return true;
    this.port.postMessage({ type: "stopped" });
    return false;
  }

  play(out) {
    const count = Math.min(out.length, this.available);
    this.read(out, count);
    for (let at = 0; at < count && this.rising < this.fade; at++, this.rising++) {
      out[at] *= this.rising / this.fade;
    }
    const starving = !this.settled && this.available < this.fade;
    if (starving) {
      for (let at = 0; at < count; at++) out[at] *= (count - 1 - at) / count;
      this.rising = 0;
      this.prebuffer = Math.min(this.limit, this.prebuffer + this.step);
    }
    if (starving || this.available === 0) {
      this.sounding = false;
      this.port.postMessage({ type: "rest", at: currentFrame + count, frame: this.played });
    }
  }

  read(out, count) {
    let filled = 0;
    while (filled < count) {
      const chunk = this.chunks[0];
      const taken = Math.min(count - filled, chunk.length - this.offset);
      out.set(chunk.subarray(this.offset, this.offset + taken), filled);
      filled += taken;
      this.offset += taken;
      if (this.offset === chunk.length) {
        this.chunks.shift();
        this.offset = 0;
      }
    }
    this.available -= count;
    this.played += count;
  }
}

registerProcessor("speech-playback", SpeechPlayback);
