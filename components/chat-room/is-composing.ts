import type { KeyboardEvent } from "react";

/** While Hangul, kana or hanzi are being composed, keys belong to the input method (Safari says so by 229 only). */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}
