/** A preset's picture. Drawn as SVG, so one file serves every size; the ground is the picture's own colour. */
export function Portrait({
  src,
  alt,
  className,
  eager = false,
}: {
  src: string | null;
  alt: string;
  className?: string;
  eager?: boolean;
}) {
  if (!src) return <div className={className} role="img" aria-label={alt} />;
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
