"use client";

import { useEffect, useState } from "react";
import { loadScript } from "./load-file";
import { redocTheme } from "./redoc-theme";
import { Reference } from "./reference";

interface RedocWindow {
  Redoc?: {
    init: (url: string, options: object, into: HTMLElement, done: (error?: unknown) => void) => void;
  };
}

/** The API to read, by Redoc; drawn anew when the light changes, since its colours are worked out once. */
export function Redoc() {
  const [mood, setMood] = useState<string>();
  useEffect(() => {
    const page = document.documentElement;
    const follow = () => setMood(page.dataset.mood);
    const watch = new MutationObserver(follow);
    watch.observe(page, { attributeFilter: ["data-mood"] });
    follow();
    return () => watch.disconnect();
  }, []);
  return mood === undefined ? null : <Reference key={mood} draw={draw} />;
}

async function draw(into: HTMLElement): Promise<void> {
  await loadScript("/api/docs/redoc.js");
  const options = {
    theme: redocTheme(),
    hideDownloadButton: true,
    nativeScrollbars: true,
    scrollYOffset: ".bar",
  };
  await new Promise<void>((resolve, reject) => {
    const { Redoc: library } = window as RedocWindow;
    if (!library) return reject(new Error("not loaded"));
    library.init("/api/openapi.json", options, into, (error) => (error ? reject(error) : resolve()));
  });
}
