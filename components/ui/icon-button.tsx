import type { ComponentProps } from "react";

/** A button that shows only an icon: its name is spoken and shown as a tooltip. */
export function IconButton({ name, className = "", ...props }: { name: string } & ComponentProps<"button">) {
  return (
    <button type="button" aria-label={name} title={name} {...props} className={`icon-button ${className}`} />
  );
}
