"use client";

import { useSyncExternalStore } from "react";
import { useLocale } from "use-intl";
import { relativeTime } from "./relative-time-text";

const MINUTE_MS = 60_000;

function everyMinute(onChange: () => void): () => void {
  const timer = setInterval(onChange, MINUTE_MS);
  return () => clearInterval(timer);
}

/** "Just now", "3 hours ago", or the date. `renderedAt` (epoch ms) is the server's clock for the first drawing. */
export function RelativeTime({ at, renderedAt }: { at: string; renderedAt: number }) {
  const locale = useLocale();
  const now = useSyncExternalStore(
    everyMinute,
    () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS,
    () => renderedAt,
  );
  return (
    <time className="numeric" dateTime={at} suppressHydrationWarning>
      {relativeTime(Date.parse(at), now, locale)}
    </time>
  );
}
