"use client";

import { type ReactNode, useId, useState } from "react";

/** One field of the script: its name at the left, the words in the script's own type, what can be done below. */
export function FieldRow({
  label,
  hint,
  value,
  rows = 1,
  maxLength = 32_000,
  onChange,
  onDone,
  children,
}: {
  label: string;
  hint?: string;
  value: string;
  rows?: number;
  maxLength?: number;
  onChange: (value: string) => void;
  /** The field was left. */
  onDone: () => void;
  children?: ReactNode;
}) {
  const id = useId();
  // What is being typed is the person's: an answer of the server never moves the caret.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className="field-row">
      <label htmlFor={id}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
      <div>
        <textarea
          id={id}
          className="field-text"
          rows={rows}
          maxLength={maxLength}
          value={typed ?? value}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(event.target.value);
          }}
          onBlur={() => {
            setTyped(null);
            onDone();
          }}
        />
        {children && <div className="field-actions">{children}</div>}
      </div>
    </div>
  );
}
