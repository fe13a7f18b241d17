import type { Position } from "geojson";
import type { Map as LibreMap } from "maplibre-gl";
import { SECTORS } from "../../core/contract/rule.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { visitBox } from "../../core/coverage/exact-nearest.ts";
import { buildSegmentGrid, type SegmentGrid } from "../../core/coverage/segment-grid.ts";
import { segmentsOf } from "../../core/coverage/segments.ts";
import { LINE, type FeatureColumns, type Snapshot } from "../../core/coverage/snapshot.ts";
import { roundPosition } from "./draw-geometry.ts";

type Box = readonly [west: number, south: number, east: number, north: number];
/** Calls `visit` with every straight piece that may lie in a box. */
export type PiecesIn = (
  box: Box,
  visit: (ax: number, ay: number, bx: number, by: number) => void,
) => void;

/** Pixels per degree at a place: all that a few pixels need of a projection. */
export interface Scale {
  readonly lng: number;
  readonly lat: number;
}

/** How near a vertex, and how near a line, has to be to draw the pointer to it. */
const VERTEX_REACH_PX = 11;
const LINE_REACH_PX = 8;

/** The vertex near a place, else the nearest place on a line near it, else null. Exact ties go to the piece visited first. */
export function snapTo(at: Position, scale: Scale, pieces: PiecesIn): Position | null {
  const [lng, lat] = [at[0]!, at[1]!];
  const [dx, dy] = [VERTEX_REACH_PX / scale.lng, VERTEX_REACH_PX / scale.lat];
  let vertex: Position | null = null;
  let vertexPx: number = VERTEX_REACH_PX;
  let place: Position | null = null;
  let placePx: number = LINE_REACH_PX;
  pieces([lng - dx, lat - dy, lng + dx, lat + dy], (ax, ay, bx, by) => {
    const [x1, y1] = [(ax - lng) * scale.lng, (ay - lat) * scale.lat];
    const [x2, y2] = [(bx - lng) * scale.lng, (by - lat) * scale.lat];
    for (const [x, y, end] of [
      [x1, y1, [ax, ay]],
      [x2, y2, [bx, by]],
    ] as const) {
      const away = Math.hypot(x, y);
      if (away < vertexPx) [vertexPx, vertex] = [away, [...end]];
    }
    const squared = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const along = squared > 0 ? -(x1 * (x2 - x1) + y1 * (y2 - y1)) / squared : 0;
    const t = Math.max(0, Math.min(1, along));
    const away = Math.hypot(x1 + t * (x2 - x1), y1 + t * (y2 - y1));
    if (away < placePx) [placePx, place] = [away, [ax + t * (bx - ax), ay + t * (by - ay)]];
  });
  const found = vertex ?? place;
  return found === null ? null : roundPosition(found);
}

const grids = new WeakMap<FeatureColumns, SegmentGrid>();

/** Existing lines of every sector that the columns hold, exact to the data. */
export function piecesOfNetworks(columns: Snapshot): PiecesIn {
  return (box, visit) => {
    for (const sector of SECTORS) {
      const features = columns.features[sector];
      if (features.count === 0) continue;
      let grid = grids.get(features);
      if (grid === undefined) {
        const lines: number[] = [];
        for (let i = 0; i < features.count; i++) if (features.geometry[i] === LINE) lines.push(i);
        grid = buildSegmentGrid(segmentsOf(features, lines));
        grids.set(features, grid);
      }
      const { ends } = grid.segments;
      if (grid.segments.count === 0) continue;
      visitBox(grid, box, (k) => {
        visit(ends[4 * k]!, ends[4 * k + 1]!, ends[4 * k + 2]!, ends[4 * k + 3]!);
      });
    }
  };
}

/** Outlines and works of a plan, without the one that is being edited ("settlement:ID" or "works:ID"). */
export function piecesOfPlan(plan: Plan, except: string | null): PiecesIn {
  return ([west, south, east, north], visit) => {
    const visitLine = (line: readonly Position[]): void => {
      for (let i = 1; i < line.length; i++) {
        const [[ax, ay], [bx, by]] = [line[i - 1] as [number, number], line[i] as [number, number]];
        const isFar =
          Math.max(ax, bx) < west ||
          Math.min(ax, bx) > east ||
          Math.max(ay, by) < south ||
          Math.min(ay, by) > north;
        if (!isFar) visit(ax, ay, bx, by);
      }
    };
    plan.settlements.forEach(({ outline }, id) => {
      if (outline !== null && except !== `settlement:${id}`) outline.forEach(visitLine);
    });
    plan.works.forEach(({ geometry }, id) => {
      if (geometry === null || except === `works:${id}`) return;
      if (geometry.type === "LineString") visitLine(geometry.coordinates);
      if (geometry.type === "Polygon") geometry.coordinates.forEach(visitLine);
      if (geometry.type === "Point") visitLine([geometry.coordinates, geometry.coordinates]);
    });
  };
}

/**
 * Lines of the tiles in view, for sectors whose columns are not there: good to a tile's pixel (0.6 m at zoom 14, 10 m at zoom 10).
 * Only what is shown can be met.
 */
export function piecesOfTiles(map: LibreMap, columns: Snapshot | null): PiecesIn {
  return ([west, south, east, north], visit) => {
    const layers = SECTORS.filter((sector) => !columns?.features[sector].count)
      .map((sector) => `${sector}-line`)
      .filter((layer) => map.getLayer(layer) !== undefined);
    if (layers.length === 0) return;
    const [a, b] = [map.project([west, north]), map.project([east, south])];
    for (const { geometry } of map.queryRenderedFeatures([a, b], { layers })) {
      const lines =
        geometry.type === "LineString"
          ? [geometry.coordinates]
          : geometry.type === "MultiLineString"
            ? geometry.coordinates
            : [];
      for (const line of lines)
        for (let i = 1; i < line.length; i++)
          visit(line[i - 1]![0]!, line[i - 1]![1]!, line[i]![0]!, line[i]![1]!);
    }
  };
}
