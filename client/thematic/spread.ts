import type { Feature } from "geojson";
import type { Hex } from "../../core/thematic/spread.ts";

export { hexClasses, spreadDots, spreadHexes, weightsOf } from "../../core/thematic/spread.ts";

/** Dots as the map draws them; positions as lng, lat, ... */
export function dotFeatures(positions: Float64Array, colour: string): Feature[] {
  return Array.from({ length: positions.length / 2 }, (_, i) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [positions[2 * i]!, positions[2 * i + 1]!] },
    properties: { id: String(i), colour },
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
