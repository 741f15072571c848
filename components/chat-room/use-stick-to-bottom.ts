"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Within this distance of the end the reader counts as being at the end. */
const NEAR_PX = 56;

/**
 * Keeps a scroller at its end while its content grows, but only if the reader was there; elsewhere it stays put.
 * `sentCount`: when it rises (the reader sent a line), it goes to the end from anywhere.
 */
export function useStickToBottom(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  sentCount: number,
): { atEnd: boolean; toEnd: () => void } {
  const stuck = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    stuck.current = true;
    setAtEnd(true);
  }, [scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line of the reader's own is the reason to jump
  useLayoutEffect(toEnd, [toEnd, sentCount]);

  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    const onScroll = () => {
      stuck.current = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR_PX;
      setAtEnd(stuck.current);
    };
    const onGrowth = () => {
      if (stuck.current) element.scrollTop = element.scrollHeight;
      else onScroll();
    };
    const growth = new ResizeObserver(onGrowth);
    growth.observe(inner);
    growth.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      growth.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller, content]);

  return { atEnd, toEnd };
}
