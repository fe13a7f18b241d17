import type { MapClass, ThematicView } from "../contract/thematic.ts";
import type { ColumnsOfArea } from "../coverage/area-columns.ts";
import { SERVED, UNSERVED } from "../coverage/snapshot.ts";
import { classify, classIndexOf } from "./classify.ts";
import { dotsOfVillages, personsPerDot } from "./dots.ts";
import { hexBins } from "./hex-bins.ts";
import type { Indicator } from "./indicator.ts";
import { coloursOf } from "./palettes.ts";
import { VILLAGE_COUNTS, VILLAGE_SHARES, type VillageCount } from "./villages-say.ts";

/** What a village brings to an indicator: `over` alone for counts, `over` / `under` for rates and shares. */
export interface Weights {
  over: Float64Array;
  under: Float64Array | null;
}

type Villages = ColumnsOfArea["snapshot"]["villages"];
function counted(villages: Villages, of: VillageCount): Float64Array {
  const column = VILLAGE_COUNTS[of];
  return column === null
    ? new Float64Array(villages.count).fill(1)
    : Float64Array.from(villages[column], (value) => Math.max(0, value));
}

/** What each village brings to an indicator as it is today; null where villages do not say it. */
export function weightsOf(
  indicator: Indicator,
  { snapshot, status }: ColumnsOfArea,
): Weights | null {
  const { villages } = snapshot;
  if (indicator.rule !== null) {
    const judged = status[indicator.rule];
    if (judged === undefined) return null;
    const all = counted(villages, indicator.measure ?? "villages");
    const of = (wanted: readonly number[]) =>
      all.map((value, i) => (wanted.includes(judged[i]!) ? value : 0));
    return indicator.kind === "rate"
      ? { over: of([SERVED]), under: of([SERVED, UNSERVED]) }
      : { over: of([UNSERVED]), under: null };
  }
  const share = VILLAGE_SHARES[indicator.id];
  if (share !== undefined)
    return { over: counted(villages, share[0]), under: counted(villages, share[1]) };
  return indicator.id in VILLAGE_COUNTS
    ? { over: counted(villages, indicator.id as VillageCount), under: null }
    : null;
}

/** More dots than these hide the map. */
const MOST_DOTS = 8_000;

/**
 * Dots of a count at the villages, each for `perDot` of it, as lng, lat, ... Of a share: of what it is a share of. `others` are counts of maps
 * beside this one, on which a dot is to say as much.
 */
export function spreadDots(
  { snapshot }: ColumnsOfArea,
  { over }: Weights,
  others: readonly Weights[] = [],
): { positions: Float64Array; perDot: number } {
  const sums = [over, ...others.map((other) => other.over)].map((each) =>
    each.reduce((sum, value) => sum + value, 0),
  );
  const perDot = personsPerDot(Math.max(...sums), MOST_DOTS);
  return { perDot, positions: dotsOfVillages({ ...snapshot.villages, persons: over }, perDot) };
}

/** A hexagon with its value, before it has a colour. */
export interface Hex {
  id: string;
  ring: readonly (readonly [number, number])[];
  places: number;
  value: number | null;
}

/** Hexagons of villages with the value of what lies in each. */
export function spreadHexes(
  columns: ColumnsOfArea,
  { over, under }: Weights,
  zoom: number,
  latitude: number,
): Hex[] {
  const { villages } = columns.snapshot;
  const bins = hexBins(villages, { over, under: under ?? over }, { zoom, latitude });
  return bins.map(({ ring, places, sums, centre }) => ({
    id: `${centre[0].toFixed(5)},${centre[1].toFixed(5)}`,
    ring,
    places,
    value: under === null ? sums.over : sums.under > 0 ? sums.over / sums.under : null,
  }));
}

/**
 * Classes for the values of hexagons, with how many are in each: those of policy as the areas of the map have them, others by the hexagons' own
 * values and those of `others`, dark for many. `policy` null where the indicator has no target.
 */
export function hexClasses(
  values: readonly (number | null)[],
  view: Pick<ThematicView, "classing" | "classes" | "breaks" | "palette">,
  policy: { classes: readonly MapClass[]; target: number } | null,
  others: readonly (number | null)[] = [],
): MapClass[] {
  const isPolicy = view.classing === "policy" && policy !== null;
  const limits = isPolicy
    ? policy.classes
    : classify([...values, ...others], { ...view, target: policy?.target ?? null });
  const colours = isPolicy
    ? policy.classes.map(({ colour }) => colour)
    : coloursOf(view.palette === "orange-blue" ? "blue" : view.palette, limits.length);
  const counts = limits.map(() => 0);
  for (const value of values) {
    const at = classIndexOf(value, limits);
    if (at >= 0) counts[at]!++;
  }
  return limits.map(({ from, to }, i) => ({ from, to, colour: colours[i]!, count: counts[i]! }));
}
