import { sparkPath } from "./spark-path.ts";

/** A trend as small as a word. What it says stands beside it in figures, so that it needs no words of its own. */
export function Sparkline(props: {
  values: readonly (number | null)[];
  target?: number | null;
  width?: number;
  height?: number;
}) {
  const { values, target = null, width = 84, height = 26 } = props;
  const spark = sparkPath(values, target, width, height);
  if (spark === null) return null;
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      {spark.targetY === null ? null : (
        <line className="spark-target" x1="0" x2={width} y1={spark.targetY} y2={spark.targetY} />
      )}
      <path className="spark-line" d={spark.path} />
      {spark.last === null ? null : (
        <circle className="spark-last" cx={spark.last.x} cy={spark.last.y} r="2.6" />
      )}
    </svg>
  );
}
