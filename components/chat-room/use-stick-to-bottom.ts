"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Within this distance of the end the reader counts as being at the end. */
const NEAR_PX = 56;
/** So long after a press has ended its click may still come. */
const CLICK_MS = 350;

/**
 * Keeps a scroller at its end while its content grows, but only if the reader was there; elsewhere it stays put.
 * While it is pressed nothing moves: what a finger is put on is what it lifts off.
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
    let isPressed = false;
    let lifted: ReturnType<typeof setTimeout> | undefined;
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
      if (isPressed) return;
      if (stuck.current) element.scrollTop = element.scrollHeight;
      else measure();
    };
    // What the browser moves itself when the page is turned is no wish of the reader's.
    const onScroll = () => (isResized() ? onGrowth() : measure());
    const onPress = ({ button }: PointerEvent) => {
      if (button !== 0) return;
      clearTimeout(lifted);
      isPressed = true;
    };
    const onLift = () => {
      if (!isPressed) return;
      clearTimeout(lifted);
      lifted = setTimeout(() => {
        isPressed = false;
        onGrowth();
      }, CLICK_MS);
    };
    const growth = new ResizeObserver(onGrowth);
    growth.observe(inner);
    growth.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("pointerdown", onPress);
    window.addEventListener("pointerup", onLift);
    window.addEventListener("pointercancel", onLift);
    return () => {
      clearTimeout(lifted);
      growth.disconnect();
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("pointerdown", onPress);
      window.removeEventListener("pointerup", onLift);
      window.removeEventListener("pointercancel", onLift);
    };
  }, [scroller, content]);

  return { atEnd, toEnd };
}
