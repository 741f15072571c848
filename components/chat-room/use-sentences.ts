"use client";

import { type RefObject, useEffect, useRef } from "react";

const SENTENCE = "q[data-segment]";
/** One stop for each sentence, also where it is drawn in two pieces. */
const STOP = `${SENTENCE}[tabindex]`;

/**
 * A line's sentences are played from by a press, and by Enter or Space on the one that has the focus. The line's replay
 * button leads to them (`enterSentences`), arrows go from one to the next, Escape and the way back from the first lead
 * to the button again.
 */
export function useSentences(
  place: RefObject<HTMLElement | null>,
  onSpeakFrom: (index: number) => void,
): void {
  const speak = useRef(onSpeakFrom);
  useEffect(() => {
    speak.current = onSpeakFrom;
  }, [onSpeakFrom]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const sentenceOf = (event: Event) =>
      event.target instanceof Element ? event.target.closest<HTMLElement>(SENTENCE) : null;
    const play = (sentence: HTMLElement) => speak.current(Number(sentence.dataset.segment));
    const onClick = (event: MouseEvent) => {
      const sentence = sentenceOf(event);
      if (sentence && window.getSelection()?.isCollapsed !== false) play(sentence);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const sentence = sentenceOf(event);
      if (!sentence || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" || event.key === " ") play(sentence);
      else if (!move(element, sentence, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    element.addEventListener("click", onClick);
    element.addEventListener("keydown", onKeyDown);
    return () => {
      element.removeEventListener("click", onClick);
      element.removeEventListener("keydown", onKeyDown);
    };
  }, [place]);
}

/** From a line's replay button into its sentences: the one that sounds, else the first. False for any other key. */
export function enterSentences(button: HTMLElement, key: string): boolean {
  if (key !== "ArrowRight" && key !== "ArrowDown") return false;
  const line = button.closest("[data-line-key]");
  const sounding = line?.querySelector<HTMLElement>(`${STOP}[data-reading="now"]`);
  (sounding ?? line?.querySelector<HTMLElement>(STOP))?.focus();
  return true;
}

function move(place: HTMLElement, sentence: HTMLElement, key: string): boolean {
  const stops = [...place.querySelectorAll<HTMLElement>(STOP)];
  const at = stops.indexOf(sentence);
  const to = {
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: stops.length - 1,
    Escape: -1,
  }[key];
  if (to === undefined) return false;
  const back = place.closest("[data-line-key]")?.querySelector<HTMLElement>("[data-replay]");
  if (to < 0) back?.focus();
  else stops[Math.min(to, stops.length - 1)]?.focus();
  return true;
}
