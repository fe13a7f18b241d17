import type { MapClass, ThematicView, ValuePart } from "../../core/contract/thematic.ts";
import { classText, type Wording } from "../../core/composition/map-texts.ts";
import type { SheetClass, SheetRanking } from "../../core/composition/sheet-input.ts";
import { levelOf } from "../boundaries/area-tree.ts";
import type { RegionState } from "../coverage/state.ts";
import { printName } from "./map-areas.ts";
import { sayValue, shortMoment } from "./map-side-texts.ts";
import { isHidden, type Side } from "./map-sides.ts";

/** The classes of the legend that are not switched off, and those without a value. */
export function legendClasses(
  sides: readonly Side[],
  view: ThematicView,
  wording: Wording,
): SheetClass[] {
  const [first] = sides as [Side, ...Side[]];
  const { indicator, painted, columns, isDifference } = first;
  const target = isDifference ? null : indicator.targetOf(columns);
  const options = { unit: indicator.unit, isDifference, target };
  const counts = (at: number): number =>
    painted.areas.filter(({ classIndex }) => classIndex === at).length;
  const classes = painted.classes
    .map((each, i): SheetClass => ({
      label: classText(each, options, wording),
      colour: each.colour,
      count: counts(i),
    }))
    .filter((_, i) => !isHidden(view, i));
  const without = painted.areas.filter(({ value }) => value === null);
  if (without.length === 0) return classes;
  const isNothing = without.every(({ parts }) => countsNothing(parts));
  return [
    ...classes,
    {
      label: isNothing ? wording.words.nothing : wording.words.unknown,
      colour: null,
      count: without.length,
    },
  ];
}

/** The classes of hexagons that are not switched off. */
export function hexLegend(
  classes: readonly MapClass[],
  { indicator, columns }: Side,
  view: ThematicView,
  wording: Wording,
): SheetClass[] {
  const options = {
    unit: indicator.unit,
    isDifference: false,
    target: indicator.targetOf(columns),
  };
  return classes
    .map((each) => ({
      label: classText(each, options, wording),
      colour: each.colour,
      count: each.count,
    }))
    .filter((_, i) => !isHidden(view, i));
}

/** True where everything is known and there was nothing to count; false where it is not known. */
function countsNothing(parts: readonly ValuePart[]): boolean {
  const unknown = parts.find(({ code }) => code === "unknown")?.value ?? 0;
  return parts.length > 0 && parts.every(({ value }) => value !== null) && unknown === 0;
}

/** Areas by value, the best first; null where there is nothing to rank. */
export function rankingOf(
  state: RegionState,
  sides: readonly Side[],
  view: ThematicView,
  codes: readonly number[],
  wording: Wording,
): SheetRanking | null {
  const { words, language } = wording;
  const [first, second] = sides as [Side, ...Side[]];
  const isClassed = !["flows", "dots", "hex"].includes(view.style);
  const turn = first.indicator.better === "low" && !first.isDifference ? -1 : 1;
  const rows = first.painted.areas
    .map((area, i) => ({ ...area, i }))
    .filter(
      ({ value, classIndex }) =>
        value !== null && (view.style === "hex" || !isHidden(view, classIndex)),
    )
    .sort((a, b) => turn * (b.value! - a.value!));
  if (rows.length < 2) return null;
  const counted = first.indicator.kind === "rate" && !first.isDifference ? [words.notServed] : [];
  let place = 0;
  return {
    title: words.ranking,
    columns: [
      words.rank,
      words.column(levelOf(state.snapshot.areas, codes[0]!)),
      ...(second ? sides.map((side) => shortMoment(side, wording)) : [words.value]),
      ...(second ? [] : counted),
    ],
    rows: rows.map(({ value, classIndex, parts, i }, at) => {
      if (at === 0 || rows[at - 1]!.value !== value) place = at + 1;
      const unserved = parts.find(({ code }) => code === "unserved")?.value ?? null;
      return {
        colour: isClassed ? (first.painted.classes[classIndex]?.colour ?? null) : null,
        cells: [
          String(place),
          printName(state, codes[i]!, language),
          sayValue(value, first, wording),
          ...(second ? [sayValue(second.painted.areas[i]!.value, second, wording)] : []),
          ...(second || counted.length === 0 ? [] : [unserved?.toLocaleString(language) ?? "—"]),
        ],
      };
    }),
  };
}
