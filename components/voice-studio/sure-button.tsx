"use client";

import { type ReactNode, useState } from "react";

/** What cannot be taken back: the second press does it, leaving the button takes the first one back. */
export function SureButton({
  label,
  sure,
  icon,
  disabled = false,
  onSure,
}: {
  label: string;
  /** What the button says after the first press. */
  sure: string;
  icon?: ReactNode;
  disabled?: boolean;
  onSure: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  return (
    <button
      type="button"
      className={isAsking ? "text-button text-velvet-ink" : "text-button"}
      disabled={disabled}
      onBlur={() => setAsking(false)}
      onClick={() => {
        setAsking(!isAsking);
        if (isAsking) onSure();
      }}
    >
      {icon}
      {isAsking ? sure : label}
    </button>
  );
}
