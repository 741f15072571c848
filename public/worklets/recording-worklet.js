/** Hands over what the microphone hears, block by block: the audio thread's half of lib/client/microphone.ts. */
class Recording extends AudioWorkletProcessor {
  process(inputs) {
    const [first, ...others] = inputs[0] ?? [];
    if (!first) return true;
    const samples = new Float32Array(first);
    for (const channel of others) {
      for (let at = 0; at < samples.length; at++) samples[at] += channel[at];
    }
    const channels = 1 + others.length;
    if (channels > 1) for (let at = 0; at < samples.length; at++) samples[at] /= channels;
    this.port.postMessage(samples, [samples.buffer]);
    return true;
  }
}

registerProcessor("recording", Recording);
