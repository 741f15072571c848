"use client";

import { type RefObject, useEffect, useRef } from "react";

/** For a menu whose lists run off to the side on narrow screens: where one is stands in sight, once for each place. */
export function useCurrentInView(): RefObject<HTMLElement | null> {
  const menu = useRef<HTMLElement>(null);
  const shown = useRef<Element | null>(null);
  useEffect(() => {
    const current = menu.current?.querySelector<HTMLElement>("[aria-current]") ?? null;
    const list = current?.closest("ul");
    if (current === shown.current) return;
    shown.current = current;
    if (!current || !list) return;
    const margin = (list.clientWidth - current.offsetWidth) / 2;
    list.scrollLeft += current.getBoundingClientRect().left - list.getBoundingClientRect().left - margin;
  });
  return menu;
}
