import "react";

declare module "react" {
  interface CSSProperties {
    /** Roles a component hands to its style sheet: portrait ground, aura centre, sizes. */
    [role: `--${string}`]: string | number | undefined;
  }
}
