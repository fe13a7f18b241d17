import type { MapClass, MapSubject, PaintedMap, ThematicView } from "../contract/thematic.ts";
import {
  classify,
  classifyDifferences,
  classIndexOf,
  isValue,
  type Classing,
  type ClassLimits,
} from "./classify.ts";
import type { MapColumns } from "./columns.ts";
import type { Indicator, IndicatorValue } from "./indicator.ts";
import { findIndicator, yearsOf } from "./indicators.ts";
import {
  BELOW_TARGET,
  coloursOf,
  divergingColours,
  MEETS_TARGET,
  type Palette,
} from "./palettes.ts";

/** What the classes of a map are made for beside its own values, so that one colour means one thing. */
export interface ClassedWith {
  /** Every year that the columns hold: classes that stay while the year is played. */
  readonly everyYear?: boolean;
  /** Values of another map that stands beside it. */
  readonly others?: readonly (number | null)[];
}

/** How an indicator is best shown when nobody has chosen otherwise. */
export function usualStyle(indicator: Indicator): Pick<ThematicView, "classing" | "palette"> {
  if (indicator.kind === "rate") return { classing: "policy", palette: "orange-blue" };
  const palette: Readonly<Record<Indicator["group"], Palette>> = {
    coverage: "violet",
    moves: "violet",
    progress: "blue",
    settlements: "blue",
    money: "green",
    people: "blue",
    buildOrMove: "green",
  };
  return { classing: "natural", palette: palette[indicator.group] };
}

/** The values of a subject for every area of the columns; null throughout for an indicator that does not exist. */
export function valuesOf(subject: MapSubject, columns: MapColumns): (number | null)[] {
  return reckon(subject, columns).map(({ value }) => value);
}

/**
 * Paints a map: values of its indicator, classes for them, colours. Without any value there are no classes but those of policy and own
 * limits. Areas come in the order of the columns. A rate or fulfilment has the classes of policy where that is asked for; of other
 * indicators, and of rules without a target, policy says nothing, and they get natural breaks in their usual colours.
 */
export function paintMap(
  view: ThematicView,
  columns: MapColumns,
  classedWith: ClassedWith = {},
): PaintedMap {
  const indicator = findIndicator(view.indicator);
  const reckoned = reckon(view, columns);
  const target = indicator?.targetOf(columns) ?? null;
  const isPolicy = view.classing === "policy" && target !== null;
  const limits = limitsOf(view, columns, { ...view, target }, reckoned, classedWith);
  const usual = indicator === null ? view.palette : usualStyle(indicator).palette;
  const palette = view.classing === "policy" && !isPolicy ? sequential(usual) : view.palette;
  const colours =
    isPolicy && palette === "orange-blue"
      ? policyColours(limits)
      : directed(coloursOf(palette, limits.length), palette, indicator);
  return painted(columns, reckoned, limits, colours);
}

/**
 * What the other map has more than this one, in classes symmetric about 0; blue where that is good, orange where it is not, blue for more
 * where neither is. Null where either value is.
 */
export function differenceMap(
  view: ThematicView,
  columns: MapColumns,
  other: { readonly subject: MapSubject; readonly columns: MapColumns },
): PaintedMap {
  const [here, there] = [reckon(view, columns), reckon(other.subject, other.columns)];
  const positions = new Map(other.columns.today.areas.map(({ code }, i) => [code, i]));
  const differences = here.map(({ value }, i): IndicatorValue => {
    const position = positions.get(columns.today.areas[i]!.code);
    const second = position === undefined ? null : (there[position]?.value ?? null);
    return {
      value: value === null || second === null ? null : second - value,
      parts: [
        { code: "before", value },
        { code: "after", value: second },
      ],
    };
  });
  const limits = classifyDifferences(
    differences.map(({ value }) => value),
    view.classes,
  );
  const colours = divergingColours(limits.length);
  const isTurned = findIndicator(view.indicator)?.better === "low";
  return painted(columns, differences, limits, isTurned ? colours.toReversed() : colours);
}

const NOTHING: IndicatorValue = { value: null, parts: [] };

function reckon(subject: MapSubject, columns: MapColumns): IndicatorValue[] {
  const indicator = findIndicator(subject.indicator);
  const { year, basis } = subject;
  return columns.today.areas.map((_, area) => {
    if (indicator === null) return NOTHING;
    const { value, parts } = indicator.valueAt({ columns, area, year, basis });
    return { value: value !== null && isValue(value) ? value : null, parts };
  });
}

/** Classes for every year, by what they depend on: while years are played only the first one pays for them. */
const ofEveryYear = new WeakMap<MapColumns, Map<string, ClassLimits[]>>();
/** Own limits come from people, so no more than this are kept of the same columns. */
const MOST_KEPT = 200;

/** The classes of a map for all values that they must hold. */
function limitsOf(
  subject: MapSubject,
  columns: MapColumns,
  classing: Classing,
  reckoned: readonly IndicatorValue[],
  { everyYear = false, others = [] }: ClassedWith,
): ClassLimits[] {
  const indicator = findIndicator(subject.indicator);
  const years = everyYear && indicator ? yearsOf(indicator, columns) : [];
  if (!years.includes(subject.year ?? NaN) || others.length > 0) {
    const shown = reckoned.map(({ value }) => value);
    return classify([...shown, ...others, ...valuesOfYears(subject, columns, years)], classing);
  }
  const { classing: way, classes, breaks, target } = classing;
  const key = JSON.stringify([subject.indicator, subject.basis, way, classes, breaks, target]);
  const kept = ofEveryYear.get(columns) ?? new Map<string, ClassLimits[]>();
  ofEveryYear.set(columns, kept);
  let limits = kept.get(key);
  if (limits === undefined) {
    limits = classify(valuesOfYears(subject, columns, years), classing);
    if (kept.size < MOST_KEPT) kept.set(key, limits);
  }
  return limits;
}

function valuesOfYears(
  subject: MapSubject,
  columns: MapColumns,
  years: readonly number[],
): (number | null)[] {
  return years.flatMap((year) => valuesOf({ ...subject, year }, columns));
}

const sequential = (palette: Palette): Palette => (palette === "orange-blue" ? "blue" : palette);

/** Colours of the classes of policy: the last one meets the target. */
function policyColours(limits: readonly ClassLimits[]): string[] {
  return limits.map(({ to }, i) => (to === null ? MEETS_TARGET : BELOW_TARGET[i]!.colour));
}

/** Orange-blue says good and bad, so it turns round where low is good; sequential colours only say less and more. */
function directed(colours: string[], palette: Palette, indicator: Indicator | null): string[] {
  const isTurned = palette === "orange-blue" && indicator?.better === "low";
  return isTurned ? colours.toReversed() : colours;
}

function painted(
  { today: { areas } }: MapColumns,
  reckoned: readonly IndicatorValue[],
  limits: readonly ClassLimits[],
  colours: readonly string[],
): PaintedMap {
  const classes: MapClass[] = limits.map(({ from, to }, i) => ({
    from,
    to,
    colour: colours[i]!,
    count: 0,
  }));
  return {
    classes,
    areas: areas.map(({ id, code }, i) => {
      const { value, parts } = reckoned[i]!;
      const classIndex = classIndexOf(value, classes);
      if (classIndex >= 0) classes[classIndex]!.count++;
      return { id, code, value, classIndex, parts: [...parts] };
    }),
  };
}
