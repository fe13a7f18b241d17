/** One row of values over the categories of a chart. */
export interface ChartSeries {
  name: string;
  /** Points are a line that is not drawn: for values that have nothing between them. */
  kind: "line" | "bar" | "point";
  /** A value per category; null = not known, drawn as a gap. */
  values: readonly (number | null)[];
  colour: string;
  /** Series of one stack stand on each other. */
  stack?: string;
  /** Told apart without colour: the sign at the points of a line. Bars get a pattern of their own. */
  sign?: "circle" | "rect" | "triangle" | "diamond";
  dashed?: boolean;
  /** Low and high of every value, where it is a forecast or some of it is unknown. */
  range?: readonly (readonly [low: number, high: number] | null)[];
}

/** A chart as values: the drawing and the table behind it are both made of this. */
export interface ChartModel {
  /** What it shows, for people who can't see it. */
  title: string;
  /** What the categories are ("year"). */
  category: string;
  categories: readonly string[];
  series: readonly ChartSeries[];
  /** A value with its unit. */
  format: (value: number) => string;
  /** A value as short as an axis wants it. */
  short: (value: number) => string;
  /** Name of the value axis: its unit where the short values lack it. */
  axis?: string;
  /** Categories stand below each other, so that long names of categories can be read. */
  lying?: boolean;
  /** Bounds of the value axis where they are not to be found from the values. */
  least?: number;
  most?: number;
  /** A line across at this value. */
  target?: { name: string; value: number };
}

/** Whether there is anything to draw. */
export const isDrawn = (model: ChartModel): boolean =>
  model.categories.length > 0 &&
  model.series.some(({ values }) => values.some((value) => value !== null));

/**
 * Where the axis of rates begins: a multiple of 10 % at or under all of `values` and the target, so that rates between 86 % and 95 %
 * are not squeezed into one line; 0 where something is near 0 or nothing is known.
 */
export function rateFloor(values: readonly (number | null)[], target: number | null): number {
  const known = [...values, target].filter((value) => value !== null);
  if (known.length === 0) return 0;
  const least = Math.floor(Math.min(...known) * 10 - 1e-9) / 10;
  return Math.max(0, Math.min(least, 0.9));
}
