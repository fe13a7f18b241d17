import { area } from "@turf/turf";

/** Area of a closed ring in m2, by Turf; 0 for what encloses nothing. */
export function ringAreaM2(ring: readonly (readonly [number, number])[]): number {
  if (ring.length < 4) return 0;
  return area({ type: "Polygon", coordinates: [ring.map(([x, y]) => [x, y])] });
}
