"use client";

import { type ReactNode, useId } from "react";

/** A labelled line of text. */
export function StudioField({
  label,
  hint,
  value,
  maxLength = 1000,
  type = "text",
  placeholder,
  onChange,
}: {
  label: string;
  hint?: ReactNode;
  value: string;
  maxLength?: number;
  type?: "text" | "url";
  placeholder?: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="studio-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="studio-input"
        type={type}
        value={value}
        maxLength={maxLength}
        placeholder={placeholder}
        aria-describedby={hint ? `${id}-hint` : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
