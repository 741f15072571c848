/** A character's picture; without one, the light that waits for them, on the stage ground `gel`. */
export function Portrait({
  src,
  alt,
  className = "",
  gel,
  eager = false,
}: {
  src: string | null;
  alt: string;
  className?: string;
  /** A colour; the house's own when absent. */
  gel?: string;
  eager?: boolean;
}) {
  if (!src) {
    const named = alt === "" ? { "aria-hidden": true } : { role: "img", "aria-label": alt };
    return (
      <div
        className={`${className} portrait--waiting`}
        style={gel ? { "--gel": gel } : undefined}
        {...named}
      />
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: next/image does not optimise SVG and would only add script
    <img
      className={className}
      src={src}
      alt={alt}
      width={512}
      height={640}
      loading={eager ? "eager" : "lazy"}
      fetchPriority={eager ? "high" : "auto"}
      decoding="async"
      draggable={false}
    />
  );
}
