import { AppError } from "@/lib/contract/app-error";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { VoiceWeights } from "./engine";
import type { SpeechInstance } from "./instance";

/** One half of an engine's model: a file, its own default (null), or nobody knows. */
type Half = string | null | "unknown";
interface Model {
  gpt: Half;
  sovits: Half;
}

const OWN_DEFAULT: Model = { gpt: null, sovits: null };
const HALVES = ["gpt", "sovits"] as const;

/**
 * Which model each engine speaks with. A voice is never synthesised with another's: what it needs is loaded first, and
 * where that cannot be known or done it is refused. Every call is made in a slot of the engine's.
 */
export class LoadedWeights {
  readonly #models = new Map<string, Model>();

  /**
   * `onChange`: told (true) before an engine's own model is replaced for the first time, and (false) where the engine then
   * refused and kept it.
   */
  constructor(
    private readonly onChange: (instanceId: string, isChanged: boolean) => Promise<void> = async () => {},
  ) {}

  /** What an engine has loaded, as far as we know; null: its own default, or not known. */
  of(instanceId: string): VoiceWeights | null {
    const { gpt, sovits } = this.#models.get(instanceId) ?? OWN_DEFAULT;
    const known = (half: Half) => (half === "unknown" ? null : half);
    return gpt === null && sovits === null ? null : { gpt: known(gpt), sovits: known(sovits) };
  }

  /** Whether this engine would have to change its model for a voice. */
  needsChange(instance: SpeechInstance, weights: VoiceWeights | null): boolean {
    const model = this.#models.get(instance.id) ?? OWN_DEFAULT;
    const wanted = wantedOn(instance, weights);
    return HALVES.some((half) => wanted[half] !== model[half]);
  }

  /**
   * Has the engine speak with a voice's weights (null: those it was started with); true where its model changed, after
   * which it has forgotten its references. Rejects as `loadWeights` does: what the engine refused it has not loaded, after
   * any other failure nobody knows what it has, and the next call loads anew. Or with ENGINE_ERROR where its own model is
   * not known any more.
   */
  async ensure(
    instance: SpeechInstance,
    weights: VoiceWeights | null,
    context: EngineContext,
  ): Promise<boolean> {
    const { id, engine } = instance;
    if (!engine.loadWeights || !this.needsChange(instance, weights)) return false;
    const model = this.#models.get(id) ?? OWN_DEFAULT;
    const wanted = wantedOn(instance, weights);
    if (this.isLost(instance, weights)) {
      throw new AppError("ENGINE_ERROR", { key: "notice_VOICE_WEIGHTS_UNKNOWN" });
    }
    const isWhole = engine.capabilities.weightsTogether === true;
    const change = (half: "gpt" | "sovits") =>
      wanted[half] === model[half] && !isWhole ? null : wanted[half];
    const load = { gpt: change("gpt"), sovits: change("sovits") };
    const isFirst = !this.#models.has(id);
    if (isFirst) await this.onChange(id, true);
    try {
      // Half by half, so that it is known which one was refused. The SoVITS half decides which languages there are.
      const parts = isWhole
        ? [load]
        : [
            { gpt: null, sovits: load.sovits },
            { gpt: load.gpt, sovits: null },
          ];
      for (const part of parts) {
        if (part.gpt !== null || part.sovits !== null) await this.#load(instance, part, context);
      }
    } catch (error) {
      if (isFirst && this.of(id) === null) {
        this.#models.delete(id);
        await this.onChange(id, false);
      }
      throw error;
    }
    return true;
  }

  async #load({ id, engine }: SpeechInstance, load: VoiceWeights, context: EngineContext): Promise<void> {
    const before = this.#models.get(id) ?? OWN_DEFAULT;
    const during = (half: "gpt" | "sovits"): Half => (load[half] === null ? before[half] : "unknown");
    this.#models.set(id, { gpt: during("gpt"), sovits: during("sovits") });
    try {
      await engine.loadWeights?.(load, context);
    } catch (error) {
      const isOneHalf = load.gpt === null || load.sovits === null;
      if (isOneHalf && error instanceof UpstreamError && error.kind === "rejected")
        this.#models.set(id, before);
      throw error;
    }
    this.#models.set(id, { gpt: load.gpt ?? before.gpt, sovits: load.sovits ?? before.sovits });
  }

  /** Nobody knows what it speaks with: its model was changed before this process began. */
  mistrust(instanceId: string): void {
    if (!this.#models.has(instanceId)) this.#models.set(instanceId, { gpt: "unknown", sovits: "unknown" });
  }

  /** Whether a voice needs a default of the engine's that was replaced and is not known. */
  isLost(instance: SpeechInstance, weights: VoiceWeights | null): boolean {
    const model = this.#models.get(instance.id) ?? OWN_DEFAULT;
    const wanted = wantedOn(instance, weights);
    if (HALVES.some((half) => wanted[half] === null && model[half] !== null)) return true;
    // Where both are loaded together, neither may be left to an engine's own default.
    const isWhole = instance.engine.capabilities.weightsTogether === true;
    return isWhole && (wanted.gpt === null) !== (wanted.sovits === null);
  }

  /** The engine was away: what we changed in it may have survived, or not. */
  doubt(instanceId: string): void {
    const model = this.#models.get(instanceId);
    if (!model) return;
    const doubted = (half: Half): Half => (half === null ? null : "unknown");
    this.#models.set(instanceId, { gpt: doubted(model.gpt), sovits: doubted(model.sovits) });
  }
}

function wantedOn({ defaultWeights }: SpeechInstance, weights: VoiceWeights | null): VoiceWeights {
  return {
    gpt: weights?.gpt ?? defaultWeights?.gpt ?? null,
    sovits: weights?.sovits ?? defaultWeights?.sovits ?? null,
  };
}
