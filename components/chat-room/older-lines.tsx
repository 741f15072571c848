"use client";

import { type RefObject, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

/** Reading begins this far before the reader gets there. */
const AHEAD = "1200px 0px 0px 0px";

/** Stands for the lines before those that are here, and has them read as the reader comes near. */
export function OlderLines({
  scroller,
  count,
  onRead,
}: {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  onRead: () => void;
}) {
  const t = useTranslations("line");
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!button.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && onRead(), {
      root: scroller.current,
      rootMargin: AHEAD,
    });
    watch.observe(button.current);
    return () => watch.disconnect();
  }, [scroller, onRead]);
  return (
    <p className="older-lines">
      <button ref={button} type="button" className="text-button" onClick={onRead}>
        {t("older", { count })}
      </button>
    </p>
  );
}
