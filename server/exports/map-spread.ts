import type { MapClass, ThematicView } from "../../core/contract/thematic.ts";
import type { SheetSpread } from "../../core/composition/sheet-input.ts";
import { classIndexOf } from "../../core/thematic/classify.ts";
import { hexZoom } from "../../core/thematic/hex-bins.ts";
import {
  hexClasses,
  spreadDots,
  spreadHexes,
  weightsOf,
  type Hex,
} from "../../core/thematic/spread.ts";
import { areaTotals } from "../boundaries/area-tree.ts";
import { columnsOfArea } from "../coverage/columns-answer.ts";
import type { RegionState } from "../coverage/state.ts";
import { isHidden, type Side } from "./map-sides.ts";

/** Hexagons beside each other on a map at least: each is 2 to 5 mm wide. */
const LEAST_HEXES = 40;

/** What the villages of a map show by themselves: one part a side, and the classes of its hexagons. */
export interface PrintedSpread {
  readonly sides: readonly SheetSpread[];
  readonly classes: readonly (readonly MapClass[])[];
}

/**
 * The villages of an area as dots or hexagons, as the page shows them; null for other styles, for differences, and where villages do not say
 * the indicator. The hexagons of two sides of one unit are classed together.
 */
export async function printedSpread(
  state: RegionState,
  area: number,
  view: ThematicView,
  sides: readonly Side[],
): Promise<PrintedSpread | null> {
  const { style } = view;
  if ((style !== "dots" && style !== "hex") || sides.some(({ isDifference }) => isDifference))
    return null;
  const columns = await columnsOfArea(state, area, []);
  const weights = sides.map(({ indicator }) => weightsOf(indicator, columns));
  if (!weights.every((each) => each !== null)) return null;
  if (style === "dots")
    return {
      classes: [],
      sides: weights.map((each, n) => {
        const others = weights.filter((_, m) => isAlike(sides[m]!, sides[n]!));
        const { positions, perDot } = spreadDots(columns, each, others);
        return { dots: positions, perDot };
      }),
    };
  const [west, south, east, north] = areaTotals(state.snapshot).boxes.subarray(area * 4);
  const zoom = hexZoom(Math.max(east! - west!, north! - south!), LEAST_HEXES);
  const latitude = Math.round((south! + north!) / 2);
  const hexes = weights.map((each) => spreadHexes(columns, each, zoom, latitude));
  const classes = sides.map((_, n) => classesOf(n, hexes, view, sides));
  return {
    classes,
    sides: hexes.map((each, n) => ({
      hexes: each.flatMap(({ ring, value }) => {
        const at = classIndexOf(value, classes[n]!);
        if (at < 0 || isHidden(view, at)) return [];
        return [{ ring: ring.flat(), fill: classes[n]![at]!.colour }];
      }),
    })),
  };
}

/** True for sides on which one colour, or one dot, is to mean one thing. */
const isAlike = (one: Side, other: Side): boolean => one.indicator.unit === other.indicator.unit;

function classesOf(
  n: number,
  hexes: readonly (readonly Hex[])[],
  view: ThematicView,
  sides: readonly Side[],
): MapClass[] {
  const { indicator, columns, painted } = sides[n]!;
  const target = indicator.targetOf(columns);
  const valuesOf = (side: number): (number | null)[] => hexes[side]!.map(({ value }) => value);
  return hexClasses(
    valuesOf(n),
    view,
    target === null ? null : { classes: painted.classes, target },
    sides.flatMap((side, m) => (m !== n && isAlike(side, sides[n]!) ? valuesOf(m) : [])),
  );
}
