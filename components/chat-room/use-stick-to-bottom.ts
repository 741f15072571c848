"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Within this distance of the end the reader counts as being at the end. */
const NEAR_PX = 56;

/**
 * Keeps a scroller at its end while its content grows, but only if the reader was there; elsewhere it stays put.
 * `sentKey`: the line the reader has just sent; with each it goes to the end from anywhere.
 */
export function useStickToBottom(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  sentKey: string | null,
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

  const sentBefore = useRef<string | null | undefined>(undefined);
  useLayoutEffect(() => {
    if (sentBefore.current === undefined || (sentKey !== null && sentKey !== sentBefore.current)) toEnd();
    sentBefore.current = sentKey;
  }, [toEnd, sentKey]);

  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    let size = "";
    const isResized = () => {
      const before = size;
      size = `${element.scrollHeight} ${element.clientHeight} ${element.clientWidth}`;
      return before !== size;
    };
    const measure = () => {
      stuck.current = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR_PX;
      setAtEnd(stuck.current);
    };
    const onGrowth = () => {
      isResized();
      if (stuck.current) element.scrollTop = element.scrollHeight;
      else measure();
    };
    // What the browser moves itself when the page is turned is no wish of the reader's.
    const onScroll = () => (isResized() ? onGrowth() : measure());
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
