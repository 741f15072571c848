"use client";

import { useEffect, useRef } from "react";

const STEP_PX = 4;
const BAR_PX = 2;
const SAMPLE_MS = 80;

/**
 * The sound as it is heard: one bar for every 80 ms of `readLevel()` (0..1), written from left to right,
 * scrolling when full. A drawing of what really sounds, never an invented waveform. Still when not `sounding`.
 */
export function LevelTrace({
  readLevel,
  sounding,
  width,
  height,
}: {
  readLevel: () => number;
  sounding: boolean;
  width: number;
  height: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const levels = useRef<number[]>([]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = width * ratio;
    element.height = height * ratio;
    context.scale(ratio, ratio);
    if (sounding) levels.current = [];

    const draw = () => {
      const style = getComputedStyle(element);
      const count = Math.floor(width / STEP_PX);
      context.clearRect(0, 0, width, height);
      for (let i = 0; i < count; i++) {
        const level = levels.current[i];
        const bar = level === undefined ? BAR_PX : Math.max(BAR_PX, Math.min(1, level * 1.6) * height);
        context.fillStyle = level === undefined ? style.color : style.getPropertyValue("--spotlight");
        context.fillRect(i * STEP_PX, (height - bar) / 2, BAR_PX, bar);
      }
    };
    draw();
    if (!sounding) return;
    const timer = setInterval(() => {
      levels.current.push(readLevel());
      if (levels.current.length > Math.floor(width / STEP_PX)) levels.current.shift();
      draw();
    }, SAMPLE_MS);
    return () => clearInterval(timer);
  }, [readLevel, sounding, width, height]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus
  return <canvas ref={canvas} className="level-trace" style={{ width, height }} aria-hidden="true" />;
}
