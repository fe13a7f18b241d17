import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

export interface ReadFeature {
  id: number | undefined;
  type: number;
  properties: Record<string, unknown>;
  /** Runs of points in tile units. */
  geometry: { x: number; y: number }[][];
}

/** The layers of a tile as a client would read them. */
export function readTile(bytes: Uint8Array): Record<string, ReadFeature[]> {
  const tile = new VectorTile(new PbfReader(bytes));
  return Object.fromEntries(
    Object.entries(tile.layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, i) => {
        const feature = layer.feature(i);
        return {
          id: feature.id,
          type: feature.type,
          properties: { ...feature.properties },
          geometry: feature.loadGeometry().map((run) => run.map(({ x, y }) => ({ x, y }))),
        };
      }),
    ]),
  );
}
