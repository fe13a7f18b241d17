import type { Feature } from "geojson";
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { SERVED, UNSERVED } from "../../core/coverage/snapshot.ts";
import { dotsOfVillages, personsPerDot } from "../../core/thematic/dots.ts";
import { hexBins } from "../../core/thematic/hex-bins.ts";
import type { Indicator } from "../../core/thematic/indicator.ts";
import { VILLAGE_COUNTS, VILLAGE_SHARES, type VillageCount } from "./villages-say.ts";

/** What a village brings to an indicator: `over` alone for counts, `over` / `under` for rates and shares. */
interface Weights {
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

/** Dots of a count, each for `perDot` of it. Of a share: of what it is a share of. */
export function spreadDots(
  columns: ColumnsOfArea,
  { over }: Weights,
  colour: string,
): { features: Feature[]; perDot: number } {
  const { villages } = columns.snapshot;
  const perDot = personsPerDot(
    over.reduce((sum, value) => sum + value, 0),
    8_000,
  );
  const dots = dotsOfVillages({ ...villages, persons: over }, perDot);
  return {
    perDot,
    features: Array.from({ length: dots.length / 2 }, (_, i) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [dots[2 * i]!, dots[2 * i + 1]!] },
      properties: { id: String(i), colour },
    })),
  };
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

/** Hexagons as the map draws them, those without a value left out. */
export function hexFeatures(
  hexes: readonly Hex[],
  colourOf: (value: number) => string | null,
): Feature[] {
  return hexes.flatMap(({ id, ring, value }): Feature[] => {
    const colour = value === null ? null : colourOf(value);
    if (colour === null) return [];
    return [
      {
        type: "Feature",
        geometry: { type: "Polygon", coordinates: [ring.map(([lng, lat]) => [lng, lat])] },
        properties: { id, colour },
      },
    ];
  });
}
