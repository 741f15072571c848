/*
 * Runs in the page before its own scripts. Whatever is connected to an AudioContext's destination is recorded too:
 * by a worklet, whose clock is exact, or, where an insecure origin has none, by a ScriptProcessorNode. Plain
 * JavaScript, because whoever compiles TypeScript for a test may add calls to helpers the page does not have.
 */
(() => {
  /** Read by recorder.ts; its `PageRecording` describes it. */
  const recording = { tracks: [], elements: [] };
  window.soundRecording = recording;
  const buses = new WeakMap();
  const { connect, disconnect } = AudioNode.prototype;

  AudioNode.prototype.connect = function (...target) {
    const result = connect.apply(this, target);
    if (reachesSpeakers(this, target[0])) connect.call(this, busOf(this.context));
    return result;
  };

  AudioNode.prototype.disconnect = function (...target) {
    disconnect.apply(this, target);
    const bus = buses.get(this.context);
    // Without arguments everything was disconnected, the bus too.
    if (bus && reachesSpeakers(this, target[0])) disconnect.call(this, bus);
  };

  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    const note = () => recording.elements.push({ source: this.currentSrc, epochMs: Date.now() });
    this.addEventListener("playing", note, { once: true });
    return play.call(this);
  };

  function reachesSpeakers(node, target) {
    return target instanceof AudioDestinationNode && node.context instanceof AudioContext;
  }

  function busOf(context) {
    const known = buses.get(context);
    if (known) return known;
    const bus = context.createGain();
    buses.set(context, bus);
    const track = { sampleRate: context.sampleRate, chunks: [] };
    recording.tracks.push(track);
    if (context.audioWorklet) tapByWorklet(context, bus, track);
    else tapByScriptProcessor(context, bus, track);
    return bus;
  }

  function keep(track, frame, epochMs, samples) {
    let peak = 0;
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    track.chunks.push({ frame, epochMs, samples, peak });
  }

  async function tapByWorklet(context, bus, track) {
    const source = `registerProcessor("sound-recorder", class extends AudioWorkletProcessor {
      process([channels]) {
        if (!this.samples) {
          this.samples = new Float32Array(1024);
          this.filled = 0;
          this.frame = currentFrame;
          this.epochMs = Date.now();
        }
        for (const channel of channels) {
          for (let i = 0; i < 128; i += 1) this.samples[this.filled + i] += channel[i] / channels.length;
        }
        this.filled += 128;
        if (this.filled === 1024) {
          this.port.postMessage({ frame: this.frame, epochMs: this.epochMs, samples: this.samples });
          this.samples = null;
        }
        return true;
      }
    });`;
    await context.audioWorklet.addModule(
      URL.createObjectURL(new Blob([source], { type: "text/javascript" })),
    );
    const tap = new AudioWorkletNode(context, "sound-recorder");
    tap.port.onmessage = ({ data }) => keep(track, data.frame, data.epochMs, data.samples);
    listen(bus, tap);
  }

  function tapByScriptProcessor(context, bus, track) {
    const tap = context.createScriptProcessor(4096, 1, 1);
    let frame = 0;
    tap.onaudioprocess = ({ inputBuffer }) => {
      const samples = inputBuffer.getChannelData(0).slice();
      keep(track, frame, Date.now() - (samples.length / context.sampleRate) * 1000, samples);
      frame += samples.length;
    };
    listen(bus, tap);
  }

  /** Only nodes on the way to the destination are processed; the tap's own output stays silent. */
  function listen(bus, tap) {
    connect.call(bus, tap);
    connect.call(tap, tap.context.destination);
  }
})();
