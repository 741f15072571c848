"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** What is drawn into the page's own element by a library, and whether it came. */
export function useReference(draw: (into: HTMLElement) => Promise<void>): {
  place: RefObject<HTMLDivElement | null>;
  state: "loading" | "there" | "failed";
} {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const drawn = useRef(draw);
  useEffect(() => {
    let isLeft = false;
    const tell = (told: "there" | "failed") => () => {
      if (!isLeft) setState(told);
    };
    // An element of its own for each time: what one drew is not drawn over.
    const into = document.createElement("div");
    place.current?.replaceChildren(into);
    drawn.current(into).then(tell("there"), tell("failed"));
    return () => {
      isLeft = true;
      into.remove();
    };
  }, []);
  return { place, state };
}
