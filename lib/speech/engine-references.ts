import { createHash } from "node:crypto";
import { AppError } from "@/lib/contract/app-error";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { SpeechEngine, VoiceReference } from "./engine";
import type { SpeechInstance } from "./instance";
import { seenBy } from "./reference-path";

/** An engine that could not read a reference is asked again after so long. */
const UNREADABLE_FOR_MS = 10_000;

/** Whether it is given references by their path, which its machine may not see. */
export function readsPaths({ capabilities }: SpeechEngine): boolean {
  return capabilities.cloning && capabilities.references === "path";
}

/** What each engine knows of our references: which it can read, and which it was given to keep. */
export class EngineReferences {
  /** By instance, then path. */
  readonly #readable = new Map<string, Map<string, { isReadable: boolean; at: number }>>();
  /** Names of the voices it keeps for us, by instance. */
  readonly #kept = new Map<string, Map<string, string>>();

  /** `probe`: the reference that tells whether an engine's machine sees our folder. */
  constructor(private readonly probe: () => VoiceReference | null) {}

  /**
   * Has the engine know a reference, in a slot of the caller's; answers with the engine's name for it where it keeps
   * references by name. Rejects where it cannot read it.
   */
  async prepare(
    instance: SpeechInstance,
    reference: VoiceReference,
    context: EngineContext,
  ): Promise<string | null> {
    if (readsPaths(instance.engine)) await this.#assertReadable(instance, reference, context);
    return this.#keep(instance, reference, context);
  }

  /** Whether `prepare` would have nothing to ask. */
  isKnown({ id, engine }: SpeechInstance, reference: VoiceReference): boolean {
    if (readsPaths(engine)) return this.#readable.get(id)?.get(reference.path)?.isReadable === true;
    return !engine.uploadVoice || reference.read === null || this.#kept.get(id)?.has(reference.path) === true;
  }

  /** What one file of a folder tells holds for its neighbours, until they are asked about themselves. */
  isKnownUnreadable(instanceId: string, path: string): boolean {
    const readable = this.#readable.get(instanceId);
    const known = readable?.get(path);
    if (known) return !known.isReadable;
    const probe = this.probe()?.path ?? path;
    const isNeighbour = path !== probe && folderOf(path) === folderOf(probe);
    return isNeighbour && readable?.get(probe)?.isReadable === false;
  }

  /** After a restart, or with another model, an engine may see other folders and have forgotten what it kept. */
  forget(instanceId: string): void {
    this.#readable.delete(instanceId);
    this.#kept.delete(instanceId);
  }

  /** Asks once for each reference. */
  async #assertReadable(instance: SpeechInstance, reference: VoiceReference, context: EngineContext) {
    const { id, engine } = instance;
    const known = this.#readable.get(id)?.get(reference.path);
    if (!known || (!known.isReadable && Date.now() - known.at > UNREADABLE_FOR_MS)) {
      const isReadable = await engine.canReadReference(seenBy(instance, reference), context);
      remember(this.#readable, id, reference.path, { isReadable, at: Date.now() });
    }
    if (this.isKnownUnreadable(id, reference.path)) {
      throw new AppError("ENGINE_ERROR", {
        key: reference.read === null ? "voice_clip_refused" : "notice_VOICE_UNAVAILABLE",
      });
    }
  }

  /** Gives it the clip once, under the name of its content. An engine that refuses to keep it gets it each time. */
  async #keep(
    { id, engine }: SpeechInstance,
    reference: VoiceReference,
    context: EngineContext,
  ): Promise<string | null> {
    const { uploadVoice, listVoices } = engine;
    if (!uploadVoice || reference.read === null) return null;
    const known = this.#kept.get(id)?.get(reference.path);
    if (known !== undefined) return known || null;
    const content = createHash("sha256")
      .update(await reference.read())
      .update(reference.promptText);
    const name = `forge-${content.digest("hex").slice(0, 32)}`;
    try {
      const there = (await listVoices?.(context))?.find((voice) => voice.id === name || voice.name === name);
      const kept = there?.id ?? (await uploadVoice(name, reference, context));
      remember(this.#kept, id, reference.path, kept);
      return kept;
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.kind !== "rejected") throw error;
      remember(this.#kept, id, reference.path, "");
      return null;
    }
  }
}

function remember<T>(known: Map<string, Map<string, T>>, instanceId: string, path: string, value: T): void {
  const ofInstance = known.get(instanceId) ?? new Map<string, T>();
  known.set(instanceId, ofInstance.set(path, value));
}

/** The folder a path on the engine's machine is in, whichever separator it uses. */
function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, "");
}
