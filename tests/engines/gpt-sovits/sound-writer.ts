import type { ServerResponse } from "node:http";
import { now } from "../clock";
import { drop, write } from "../socket-server";
import type { EngineState, FaultSettings, GptSovitsFault } from "./engine-state";
import type { GptSovitsRequest } from "./request-log";
import type { TtsParameters } from "./tts-parameters";

/** One `/tts` under way. */
export interface Synthesis {
  engine: EngineState;
  entry: GptSovitsRequest;
  parameters: TtsParameters;
  fault: { name: GptSovitsFault; settings: FaultSettings } | null;
  response: ServerResponse;
  /** Aborts when the engine's process dies. */
  life: AbortSignal;
}

/** A write that took longer than this was held up by its reader. */
const HELD_UP_MS = 50;

/** Breaks the connection off as the engine does after its headers have gone. */
export function hangUp({ entry, response }: Synthesis): void {
  entry.dropped = true;
  drop(response);
}

/** Sends sound; every second chunk ends in the middle of a sample. Dies where the fault says. */
export class SoundWriter {
  #sent = 0;
  #writes = 0;
  #carried: Buffer = Buffer.alloc(0);
  /** When a reader that did not keep up had taken what was sent (epoch ms); 0 when none ever held it up. */
  heldUntil = 0;

  constructor(readonly synthesis: Synthesis) {}

  /** False when nobody listens any more. */
  async write(sound: Buffer): Promise<boolean> {
    this.#writes += 1;
    const all = Buffer.concat([this.#carried, sound]);
    const cut = this.#writes % 2 === 0 ? all.length - 1 : all.length;
    this.#carried = all.subarray(cut);
    return this.#send(all.subarray(0, cut));
  }

  /** Sends what was held back too. */
  async flush(sound: Buffer = Buffer.alloc(0)): Promise<boolean> {
    const rest = Buffer.concat([this.#carried, sound]);
    this.#carried = Buffer.alloc(0);
    return rest.length === 0 || this.#send(rest);
  }

  /** Sends the rest and ends the answer. */
  async end(sound?: Buffer): Promise<void> {
    if (await this.flush(sound)) this.synthesis.response.end();
  }

  async #send(bytes: Buffer): Promise<boolean> {
    const { entry, fault, response } = this.synthesis;
    const began = now();
    const limit =
      fault?.name === "dieMidStream" ? (fault.settings.afterBytes ?? 20_000) : Number.POSITIVE_INFINITY;
    const allowed = bytes.subarray(0, Math.max(0, limit - this.#sent));
    entry.firstByteAt ??= began;
    if (allowed.length > 0 && !(await write(response, allowed))) return false;
    this.#sent += allowed.length;
    if (allowed.length < bytes.length) {
      hangUp(this.synthesis);
      return false;
    }
    if (now() - began > HELD_UP_MS) this.heldUntil = now();
    return !response.destroyed;
  }
}
