const WIDTH = 200;
const HEIGHT = 36;

/** Numbers as a thin line, the last one lit; nothing but the ground line before there are two. */
export function Sparkline({
  values,
  label,
  isBad,
}: {
  values: readonly number[];
  label: string;
  isBad: boolean;
}) {
  const top = Math.max(...values, 1);
  const points = values.map((value, at) => {
    const x = values.length > 1 ? (at / (values.length - 1)) * (WIDTH - 6) : WIDTH - 6;
    return `${x.toFixed(1)} ${(HEIGHT - 5 - (value / top) * (HEIGHT - 10)).toFixed(1)}`;
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="sparkline" role="img">
      <title>{label}</title>
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
      {points.length > 1 && (
        <path
          d={`M${points.join("L")}`}
          fill="none"
          stroke="var(--ink-muted)"
          strokeWidth={1.25}
          vectorEffect="non-scaling-stroke"
        />
      )}
      {points.length > 0 && (
        <path
          d={`M${points.at(-1)}v.01`}
          stroke={isBad ? "var(--velvet-ink)" : "var(--spotlight)"}
          strokeWidth={6}
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
