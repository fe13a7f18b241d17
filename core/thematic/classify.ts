import { ckmeans } from "simple-statistics";
import type { ThematicView } from "../contract/thematic.ts";
import { BELOW_TARGET } from "./palettes.ts";

/** Limits of a class: values from `from` (counted in) to `to` (not counted in, but in the last); null is open. */
export interface ClassLimits {
  readonly from: number | null;
  readonly to: number | null;
}

export interface Classing extends Pick<ThematicView, "classing" | "classes" | "breaks"> {
  /** The rate that is to be reached: what the classes of policy turn on. Null where there is none: natural breaks stand in for them. */
  readonly target: number | null;
}

/**
 * Classes for some values, lowest first; they do not overlap and leave no value out. What is not a finite number is no value. Of the numbers
 * asked for there are fewer where values are fewer or fall together: one distinct value makes one class, none makes none. Policy and own
 * classes are there whatever the values; their ends are open.
 *
 * Quantiles hold as many areas each as equal values allow; natural breaks make the squared deviations within classes least (Wang & Song,
 * Ckmeans.1d.dp, The R Journal 2011). Both have their limits at the roundest number between the values that they part. The ends
 * lie at round numbers too, a little beyond the values.
 */
export function classify(
  values: readonly (number | null)[],
  { classing, classes, breaks, target }: Classing,
): ClassLimits[] {
  if (classing === "own") return openClasses(breaks);
  if (classing === "policy" && target !== null) return openClasses(policyBreaks(target));
  const sorted = values.filter(isValue).toSorted((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return [];
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const wanted = Math.min(classes, distinct.length);
  const [first, last] = roundEnds(least, most);
  const limits =
    classing === "equal"
      ? equalBreaks(first, last, wanted)
      : roundBreaks(
          classing === "quantile" ? quantileBreaks(sorted, wanted) : naturalBreaks(sorted, wanted),
          sorted,
        );
  return closedClasses([first, ...limits, last]);
}

/** By how much of their span the ends of classes may go beyond the values, so that they are round. */
const BEYOND = 0.05;

/** The least and the most value, moved outwards to round numbers; as they are where they are one. */
function roundEnds(least: number, most: number): [first: number, last: number] {
  const beyond = (most - least) * BEYOND;
  if (!(beyond > 0)) return [least, most];
  // 0 minus, for minus 0 is no limit to show.
  return [roundBetween(least - beyond, least), 0 - roundBetween(-most - beyond, -most)];
}

/**
 * Classes for differences, symmetric about 0: an odd number of equal width, of which the middle one holds "about the same", or one alone
 * where there is no difference at all.
 */
export function classifyDifferences(
  values: readonly (number | null)[],
  classes: number,
): ClassLimits[] {
  const known = values.filter(isValue);
  if (known.length === 0) return [];
  const most = known.reduce((far, value) => Math.max(far, Math.abs(value)), 0);
  if (most === 0) return [{ from: 0, to: 0 }];
  const odd = classes % 2 === 1 ? classes : classes - 1;
  const half = (odd - 1) / 2;
  // The roundest step by which the outermost classes still hold values and not too many of them.
  const step = roundBetween(((most / (half + 0.5)) * 2) / 3, most / (half + 0.5));
  const breaks = Array.from({ length: odd - 1 }, (_, i) => (i - half + 0.5) * step);
  return openClasses(breaks);
}

/** Position of the class of a value, -1 for what is no value or lies outside all of them. */
export function classIndexOf(value: number | null, classes: readonly ClassLimits[]): number {
  if (value === null || !isValue(value)) return -1;
  const at = classes.findLastIndex(({ from }) => from === null || value >= from);
  if (at < 0) return -1;
  const { to } = classes[at]!;
  return to === null || value <= to ? at : -1;
}

/** A value that can be put into a class. */
export function isValue(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

/** Upper limits of the classes below a target. 100 % has four of them, 85 % three. */
function policyBreaks(target: number): number[] {
  const below = BELOW_TARGET.filter(({ from }) => from < target);
  return [...below.slice(1).map(({ from }) => from), target];
}

function openClasses(breaks: readonly number[]): ClassLimits[] {
  return Array.from({ length: breaks.length + 1 }, (_, i) => ({
    from: breaks[i - 1] ?? null,
    to: breaks[i] ?? null,
  }));
}

function closedClasses(limits: readonly number[]): ClassLimits[] {
  return limits.slice(1).map((to, i) => ({ from: limits[i]!, to }));
}

function equalBreaks(least: number, most: number, classes: number): number[] {
  return Array.from(
    { length: classes - 1 },
    (_, i) => least + ((most - least) * (i + 1)) / classes,
  ).filter((value, i, all) => value > (all[i - 1] ?? least) && value < most);
}

/** The least value of each class but the first. Equal values are never parted: of many zeros and few others the others have classes too. */
function quantileBreaks(sorted: readonly number[], classes: number): number[] {
  const breaks: number[] = [];
  for (let i = 1; i < classes; i++) {
    const last = breaks.at(-1) ?? sorted[0]!;
    const first = Math.round((i * sorted.length) / classes);
    const value = sorted.find((each, at) => at >= first && each > last);
    if (value !== undefined) breaks.push(value);
  }
  return breaks;
}

function naturalBreaks(sorted: readonly number[], classes: number): number[] {
  return (
    ckmeans([...sorted], classes)
      .slice(1)
      .map((cluster) => cluster[0]!)
      // Values that differ by less than the squares of doubles can tell come parted anyhow.
      .filter((value, i, all) => value > (all[i - 1] ?? sorted[0]!))
  );
}

/** Limits moved down to the roundest number above the next lower value: every value stays in its class. */
function roundBreaks(breaks: readonly number[], sorted: readonly number[]): number[] {
  return breaks.map((value) => {
    const below = sorted.findLast((other) => other < value)!;
    return roundBetween(below, value);
  });
}

/** The number with the fewest digits that is above `below` and not above `value`. */
function roundBetween(below: number, value: number): number {
  const largest = Math.max(Math.abs(below), Math.abs(value));
  for (let digits = Math.ceil(Math.log10(largest)); digits > -13; digits--) {
    const round = Math.floor(value * 10 ** -digits + 1e-9);
    // Dividing by a power of ten gives the double nearest to the decimal number, multiplying does not.
    const number = digits < 0 ? round / 10 ** -digits : round * 10 ** digits;
    if (number > below && number <= value) return number;
  }
  return value;
}
