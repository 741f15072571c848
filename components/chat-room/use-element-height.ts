"use client";

import { type RefObject, useEffect, useState } from "react";

/** How high an element is now, in CSS pixels; 0 until it is measured. */
export function useElementHeight(ref: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = new ResizeObserver(() => setHeight(element.offsetHeight));
    measure.observe(element);
    return () => measure.disconnect();
  }, [ref]);
  return height;
}
