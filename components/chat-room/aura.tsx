"use client";

import { useEffect, useRef } from "react";

const SAMPLE_MS = 120;
const RINGS = [
  { "--size": "74cqw", "--strength": 0.95, "--spread": 0.012 },
  { "--size": "85cqw", "--strength": 0.55, "--spread": 0.03 },
  { "--size": "98cqw", "--strength": 0.3, "--spread": 0.05 },
];

/** Three rings that breathe with the real sound: `readLevel()` (0..1) about eight times a second. */
export function Aura({ audible, readLevel }: { audible: boolean; readLevel: () => number }) {
  const rings = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = rings.current;
    if (!element || !audible) return;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      element.style.setProperty("--level", "0.5");
    } else {
      const timer = setInterval(
        () => element.style.setProperty("--level", Math.min(1, readLevel() * 1.6).toFixed(2)),
        SAMPLE_MS,
      );
      return () => {
        clearInterval(timer);
        element.style.setProperty("--level", "0");
      };
    }
    return () => {
      element.style.setProperty("--level", "0");
    };
  }, [audible, readLevel]);

  return (
    <div ref={rings} className="aura" aria-hidden="true">
      {RINGS.map((ring) => (
        <span key={ring["--size"]} style={ring} />
      ))}
    </div>
  );
}
