import type { Level } from "../../core/contract/area.ts";

const BELOW_REGION: readonly Level[] = ["city", "county", "township", "administrativeVillage"];

/**
 * Levels to paint at a zoom, the one wanted first, then what a region without it may have instead. The closer the view and the
 * smaller the chosen area, the finer; townships only where tiles hold them (zoom 7 and closer).
 */
export function levelsToPaint(zoom: number, chosen: Level): Level[] {
  const wanted: Level =
    zoom < 5.4
      ? "city"
      : zoom < 7
        ? "county"
        : chosen === "region"
          ? zoom < 9
            ? "county"
            : "township"
          : chosen === "city"
            ? zoom < 9.4
              ? "county"
              : "township"
            : "township";
  const at = BELOW_REGION.indexOf(wanted);
  return [wanted, ...BELOW_REGION.slice(0, at).toReversed(), ...BELOW_REGION.slice(at + 1)];
}
