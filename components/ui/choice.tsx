"use client";

import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";

/** A select with its label before it. */
export function Choice({
  label,
  value,
  onChoose,
  children,
}: {
  label: string;
  value: string;
  onChoose: (value: string) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="labelled-choice">
      <label htmlFor={id}>{label}</label>
      <span className="select">
        <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
          {children}
        </select>
        <ChevronDown className="icon" strokeWidth={1.7} aria-hidden="true" />
      </span>
    </div>
  );
}
