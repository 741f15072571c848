"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";

/**
 * A button with a panel under it. Escape and a press elsewhere close it; Escape gives the focus back.
 * The panel is not modal: the play goes on behind it.
 */
export function Popover({
  label,
  trigger,
  triggerClassName,
  triggerTestId,
  children,
}: {
  label: string;
  trigger: ReactNode;
  triggerClassName: string;
  triggerTestId?: string;
  children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onPress);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPress);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);

  return (
    <div className="popover" ref={root}>
      <button
        ref={button}
        type="button"
        className={triggerClassName}
        data-testid={triggerTestId}
        aria-label={label}
        title={label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen((was) => !was)}
      >
        {trigger}
      </button>
      {open && (
        <section id={id} className="popover-panel" aria-label={label}>
          {children(() => setOpen(false))}
        </section>
      )}
    </div>
  );
}
