import { type Backbone, COUNTY_ROAD, PROVINCIAL_ROAD, TRUNK_ROAD } from "./backbone.ts";
import type { Point } from "./plane.ts";
import { randomFrom } from "./random.ts";
import type { Territory } from "./territory.ts";
import { unit, windingLine } from "./winding.ts";

/** The line of each backbone edge that carries a road, from `from` to `to`; the same every time it is asked for. */
export interface BackboneLines {
  lineOf(edge: number): readonly Point[];
}

/** Draws the backbone as smooth winding lines that pass through each seat without a kink where two roads go on from one another. */
export function createBackboneLines(land: Territory, backbone: Backbone): BackboneLines {
  const { cells } = land;
  const place = (cell: number): Point => [cells.x[cell] as number, cells.y[cell] as number];
  const directionFrom = (cell: number, edge: number): Point =>
    unit(place(cell), place(otherEnd(backbone, edge, cell)));
  /** Direction in which the edge leaves the cell: along the road that goes on opposite, where there is one. */
  const tangentAt = (cell: number, edge: number): Point => {
    const own = directionFrom(cell, edge);
    let best: Point | undefined;
    let straightest = -0.35;
    for (const other of backbone.roadsAt(cell)) {
      if (other === edge) continue;
      const away = directionFrom(cell, other);
      const classGap = Math.abs(
        (backbone.roadClass[other] as number) - (backbone.roadClass[edge] as number),
      );
      const cosine = own[0] * away[0] + own[1] * away[1] + 0.15 * classGap;
      if (cosine < straightest) {
        straightest = cosine;
        best = away;
      }
    }
    return best === undefined ? own : unit(best, own);
  };
  const drawn = new Map<number, readonly Point[]>();
  return {
    lineOf: (edge) => {
      const known = drawn.get(edge);
      if (known !== undefined) return known;
      const a = backbone.from[edge] as number;
      const b = backbone.to[edge] as number;
      const length = backbone.lengthKm[edge] as number;
      const level = backbone.roadClass[edge] as number;
      const calm =
        level === TRUNK_ROAD
          ? 0.3
          : level === PROVINCIAL_ROAD
            ? 0.5
            : level === COUNTY_ROAD
              ? 0.75
              : 1;
      const hard =
        ((land.karst[a] as number) +
          (land.relief[a] as number) +
          (land.karst[b] as number) +
          (land.relief[b] as number)) /
        4;
      const bend = calm * (0.07 + 0.16 * hard);
      const pieces = Math.max(12, Math.min(30, Math.round(length / 0.15)));
      const [tx, ty] = tangentAt(b, edge);
      const line = windingLine(
        place(a),
        tangentAt(a, edge),
        place(b),
        [-tx, -ty],
        pieces,
        bend,
        randomFrom(`road ${edge}`),
      );
      drawn.set(edge, line);
      return line;
    },
  };
}

/** The cell at the other end of the edge. */
function otherEnd(backbone: Backbone, edge: number, cell: number): number {
  const from = backbone.from[edge] as number;
  return from === cell ? (backbone.to[edge] as number) : from;
}
