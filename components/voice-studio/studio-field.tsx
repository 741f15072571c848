"use client";

import type { ReactNode } from "react";
import { StudioFrame } from "./studio-frame";

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
  return (
    <StudioFrame label={label} hint={hint}>
      {(ids) => (
        <input
          {...ids}
          className="studio-input"
          type={type}
          value={value}
          maxLength={maxLength}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </StudioFrame>
  );
}
