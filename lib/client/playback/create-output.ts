import "client-only";
import type { AudioOutput } from "./audio-output";
import { ContextOutput } from "./context-output";
import { ElementOutput } from "./element-output";

/**
 * The best way to sound that this browser offers; call it inside a tap where there is one. `only` names one
 * way (a check of that way). Throws where there is none.
 */
export function createOutput(only?: AudioOutput["kind"]): AudioOutput {
  const hasContext = typeof AudioContext !== "undefined";
  return only === "element" || !hasContext ? new ElementOutput() : new ContextOutput(only !== "buffers");
}
