import type { WaveSurferOptions } from "wavesurfer.js";

type Part = "waveColor" | "progressColor" | "cursorColor";

/**
 * What every drawn sound has in common: bars in the page's own colours (`colors` names its tokens), and the nonce
 * without which the page's policy keeps the library's styles out (`proxy.ts`).
 */
export function waveLook(
  container: HTMLElement,
  colors: Partial<Record<Part, `--${string}`>>,
): WaveSurferOptions {
  const style = getComputedStyle(container);
  const drawn = Object.entries(colors).map(([part, token]) => [part, style.getPropertyValue(token).trim()]);
  return {
    container,
    cspNonce: pageNonce(),
    barWidth: 2,
    barGap: 2,
    normalize: true,
    ...Object.fromEntries(drawn),
  };
}

function pageNonce(): string | undefined {
  // Markup never shows a nonce; the element still knows it.
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
}
