"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Marks the end of a list that goes on: what it is put on asks for more before it is scrolled to. */
export function useListEnd(
  hasMore: boolean,
  isReading: boolean,
  readMore: () => void,
): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null);
  const read = useRef(readMore);
  useEffect(() => {
    read.current = readMore;
  });
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasMore || isReading) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && read.current(), {
      rootMargin: "1200px",
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [hasMore, isReading]);
  return end;
}
