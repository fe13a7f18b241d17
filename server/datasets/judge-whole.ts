import type { BoundingBox } from "../../core/contract/area.ts";
import type { AreaContext } from "./area-context.ts";
import { isInBox, type OrientationWitness } from "./checking/orientation.ts";
import type { Placing } from "./placing.ts";
import type { ProblemLog } from "./problems.ts";

/** Problems of single rows that a fault of the whole file explains better. */
const SYMPTOMS = [
  "out-of-range",
  "outside-region",
  "village-in-no-area",
  "village-beside-area",
  "outside-dataset-area",
  "area-code-disagrees",
  "crosses-antimeridian",
  "null-island",
  "segment-too-long",
];

/** Judges the file as a whole once all places were seen: swapped axes, or data of another part of the world. */
export function judgeWhole(
  witness: OrientationWitness,
  placing: Placing,
  area: AreaContext,
  log: ProblemLog,
): void {
  const { extent } = area;
  const fits = (x: number, y: number): boolean => {
    const [lng, lat] = placing.toWgs84(x, y);
    return extent === null
      ? Math.abs(lng) <= 180 && Math.abs(lat) <= 90
      : isInBox(extent.box, lng, lat);
  };
  const shares = witness.shares(fits);
  if (shares === null) return;
  const few = extent === null ? 1 : 0.5;
  if (shares.asWritten < few && shares.swapped >= few && shares.swapped > shares.asWritten) {
    log.remove(...SYMPTOMS);
    log.add("swapped-axes", "error", null, {
      message:
        "Latitude and longitude are swapped: the first coordinate is the latitude (or the northing).",
      mend: "Exchange the two coordinates (in a table: --map lng=COLUMN,lat=COLUMN the other way round), and export again.",
      params: { fitting: shares.asWritten, fittingSwapped: shares.swapped },
    });
  } else if (extent !== null && extent.from !== "villages" && shares.asWritten < 0.5) {
    log.remove(...SYMPTOMS);
    const [west, south, east, north] = extent.box.map((each) => each.toFixed(1));
    log.add("outside-region", "error", null, {
      message: `Most places lie outside ${area.regionCode}, which reaches from ${west} to ${east} east and from ${south} to ${north} north.`,
      mend: "Check --area, the reference system (.prj, --crs: central meridian and zone) and the datum.",
      params: { inside: shares.asWritten },
    });
  }
}

/** Tells of a record of which any part lies outside the region's outlines; `box` is the record's. */
export function warnOutside(
  row: number,
  box: BoundingBox,
  { extent, regionCode }: AreaContext,
  log: ProblemLog,
): void {
  if (extent === null || extent.from === "villages") return;
  if (isInBox(extent.box, box[0], box[1]) && isInBox(extent.box, box[2], box[3])) return;
  log.add("outside-region", "warning", row, {
    message: `Records that lie well outside ${regionCode}, whole or in part.`,
    mend: "Check their coordinates; they are taken in as they are.",
  });
}
