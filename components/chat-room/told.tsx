"use client";

/** A word on what was just done, above the composer, for a moment. */
export function Told({ text }: { text: string | null }) {
  return (
    <div className="told" role="status">
      {text && <p>{text}</p>}
    </div>
  );
}
