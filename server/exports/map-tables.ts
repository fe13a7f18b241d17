import type { ThematicView, ValuePart } from "../../core/contract/thematic.ts";
import {
  classText,
  indicatorName,
  unitText,
  type Wording,
} from "../../core/composition/map-texts.ts";
import type { SheetClass, SheetInput, SheetRanking } from "../../core/composition/sheet-input.ts";
import { levelOf } from "../boundaries/area-tree.ts";
import type { RegionState } from "../coverage/state.ts";
import { printName } from "./map-areas.ts";
import { sayValue, shortMoment } from "./map-side-texts.ts";
import { isHidden, type Side } from "./map-sides.ts";
import type { PrintedSpread } from "./map-spread.ts";

/** The legend: one part for sides of one indicator, with the counts of each, else one a side. Flows and dots have no classes. */
export function legendParts(
  sides: readonly Side[],
  spread: PrintedSpread | null,
  view: ThematicView,
  wording: Wording,
): SheetInput["legend"]["parts"] {
  const isOne = new Set(sides.map(({ indicator }) => indicator.id)).size === 1;
  return (isOne ? [sides] : sides.map((side) => [side])).map((told) => {
    const [first] = told as [Side, ...Side[]];
    const unit = unitText(first.indicator.unit, wording);
    const title = [
      indicatorName(first.indicator, wording),
      ...(first.isDifference ? [wording.words.difference] : []),
      ...(unit === "" ? [] : [unit]),
    ];
    return { title: title.join(" · "), classes: classesOf(told, sides, spread, view, wording) };
  });
}

/** Classes that are not switched off, the highest first, and areas without a value. */
function classesOf(
  told: readonly Side[],
  sides: readonly Side[],
  spread: PrintedSpread | null,
  view: ThematicView,
  wording: Wording,
): SheetClass[] {
  if (view.style === "flows" || view.style === "dots") return [];
  const { indicator, columns, isDifference, painted } = told[0]!;
  const target = isDifference ? null : indicator.targetOf(columns);
  const options = { unit: indicator.unit, isDifference, target };
  const ofHexes = spread?.classes ?? null;
  const classes = told.map((side) =>
    ofHexes === null ? side.painted.classes : ofHexes[sides.indexOf(side)]!,
  );
  const shown = classes[0]!
    .map((each, i): SheetClass => ({
      label: classText(each, options, wording),
      colour: each.colour,
      counts: classes.map((of) => of[i]?.count ?? 0),
    }))
    .filter((_, i) => !isHidden(view, i))
    .toReversed();
  const without = painted.areas.filter(({ value }) => value === null);
  if (without.length === 0 || ofHexes !== null) return shown;
  const isNothing = without.every(({ parts }) => countsNothing(parts));
  return [
    ...shown,
    {
      label: isNothing ? wording.words.nothing : wording.words.unknown,
      colour: null,
      counts: told.map((side) => side.painted.areas.filter(({ value }) => value === null).length),
    },
  ];
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
      ...(second ? sideHeads(sides, wording) : [words.value]),
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

/** Heads of the columns of two sides: when, or what where that is the same. */
function sideHeads(sides: readonly Side[], wording: Wording): string[] {
  const moments = sides.map((side) => shortMoment(side, wording));
  return new Set(moments).size > 1
    ? moments
    : sides.map(({ indicator }) => indicatorName(indicator, wording));
}
