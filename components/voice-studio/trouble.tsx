"use client";

/** Why the last press did nothing, in the server's words; nothing while there is no trouble. */
export function Trouble({ text }: { text: string | null | undefined }) {
  if (!text) return null;
  return (
    <p className="trouble" role="alert">
      {text}
    </p>
  );
}
