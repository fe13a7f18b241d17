import type { KeyFigure } from "../../core/contract/figures.ts";

/** How a figure changes: from one value to another, the first of a year or of today (`from` null), the second of a year. */
export interface FigureChange {
  by: number;
  from: number | null;
  to: number;
}

/**
 * The change that a figure is read with. Of a rate: from today to the end of the plan's last year, after works and moves. Of what
 * happened: from the year before to the last year that has a value and is over (`openYear` is not). Null where one of the two is not known or there is nothing to compare.
 */
export function changeOf(
  figure: Pick<KeyFigure, "id" | "unit" | "value" | "trend">,
  openYear: number | null = null,
): FigureChange | null {
  const known = figure.trend.filter(
    (each): each is { year: number; value: number } => each.value !== null,
  );
  const last = known.at(-1);
  if (last === undefined) return null;
  if (figure.id.startsWith("rate:"))
    return figure.value === null
      ? null
      : { by: last.value - figure.value, from: null, to: last.year };
  // From year to year a plan rises and falls as it was drawn; only what happened has a direction.
  if (!figure.id.startsWith("actual-")) return null;
  const whole = known.filter(({ year }) => year !== openYear);
  const [before, after] = [whole.at(-2), whole.at(-1)];
  return before === undefined || after === undefined
    ? null
    : { by: after.value - before.value, from: before.year, to: after.year };
}

/** Whether a change is for the better; plain where neither way is. */
export function toneOf(by: number, better: KeyFigure["better"]): "good" | "bad" | "plain" {
  if (by === 0 || better === null) return "plain";
  return by > 0 === (better === "higher") ? "good" : "bad";
}
