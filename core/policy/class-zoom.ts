import type { Sector } from "../contract/rule.ts";
import { CLASSES_BY_SECTOR } from "./classes.ts";

/** First zoom that draws each class of road, by the words used for it here and in common road data. */
const ROAD_ZOOM: Readonly<Record<string, number>> = {
  expressway: 0,
  motorway: 0,
  national: 0,
  trunk: 0,
  provincial: 0,
  primary: 0,
  county: 8,
  secondary: 8,
  township: 10,
  tertiary: 10,
  village: 11,
  track: 11,
};

/** Roads of other classes, or of none. */
const UNLISTED_ROAD_ZOOM = 9;

/** First zoom that draws each class of the other networks and facilities: what carries much, or is rare, from further out. */
const OTHER_ZOOM: Readonly<Record<string, number>> = {
  highVoltage: 6,
  mediumVoltage: 9,
  lowVoltage: 11,
  substation: 8,
  transformer: 11,
  transformerArea: 10,
  supplyArea: 9,
  plant: 9,
  source: 11,
  tank: 11,
  fibre: 8,
  baseStation: 10,
  node: 10,
  settlement: 8,
  hospital: 8,
  school: 10,
  clinic: 10,
  kindergarten: 11,
};
const UNLISTED_ZOOM = 10;

/** First zoom that draws a class. Within a zoom short features give way first. */
export function zoomOfClass(sector: Sector, name: string): number {
  const zooms = sector === "road" ? ROAD_ZOOM : OTHER_ZOOM;
  // Files bring any word, "constructor" too.
  if (Object.hasOwn(zooms, name)) return zooms[name]!;
  return sector === "road" ? UNLISTED_ROAD_ZOOM : UNLISTED_ZOOM;
}

/** First zoom at which something of a sector can be seen: that of its first class; further out its layer is empty. */
export function firstZoomOf(sector: Sector): number {
  return Math.min(
    ...Object.keys(CLASSES_BY_SECTOR[sector]).map((name) => zoomOfClass(sector, name)),
  );
}
