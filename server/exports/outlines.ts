import type { Outline, Ring, SheetInput, SheetMap } from "../../core/composition/sheet-input.ts";
import { paperSize } from "../../core/composition/compose-sheet.ts";
import { RADIANS } from "../../core/geodesy/ellipsoid.ts";
import type { AreaColumns } from "../../core/coverage/snapshot.ts";
import { FULL_DETAIL_ZOOM, worldX, worldY } from "../tiles/grid.ts";
import { rankSharedBorders } from "../tiles/shared-borders.ts";
import { TOLERANCE } from "../tiles/simplify.ts";

/** How far a simplified border may lie from the true one on paper, mm: less than half the width of its line. */
const TOLERANCE_MM = 0.06;
const EQUATOR_M = 40_075_017;
const UNITS_IN_TILE = 4096;

/** The outline of an area, copied, so that it can be handed to another thread. Empty where none is known. */
export function outlineOf({ outline }: AreaColumns, area: number): Outline {
  const { polygonOf, ringOf, vertexOf, coordinates } = outline;
  const polygons: Ring[][] = [];
  for (let p = polygonOf[area]!; p < polygonOf[area + 1]!; p++) {
    const rings: Ring[] = [];
    for (let r = ringOf[p]!; r < ringOf[p + 1]!; r++)
      rings.push(coordinates.slice(vertexOf[r]! * 2, vertexOf[r + 1]! * 2));
    if (rings.length > 0) polygons.push(rings);
  }
  return polygons;
}

/**
 * The same page with borders as fine as its paper can show. Areas of one map and those around it are simplified together, so that a common
 * border stays common and no gap opens.
 */
export function simplifySheet(input: SheetInput): SheetInput {
  const metresPerMm = groundPerMm(input);
  const simplified = (outlines: readonly Outline[]): Outline[] =>
    simplifyTogether(outlines, metresPerMm * TOLERANCE_MM);
  const maps = input.maps.map((map): SheetMap => {
    const own = simplified([
      ...map.areas.map(({ outline }) => outline),
      ...map.surroundings.map(({ outline }) => outline),
    ]);
    const wider = simplified(map.borders);
    return {
      ...map,
      areas: map.areas.map((area, i) => ({ ...area, outline: own[i]! })),
      surroundings: map.surroundings.map((area, i) => ({
        ...area,
        outline: own[map.areas.length + i]!,
      })),
      borders: wider,
      whole: simplified([map.whole])[0]!,
      labels:
        map.labels &&
        simplifiedLabels(map.labels, simplified(map.labels.map((each) => each.outline))),
    };
  });
  const { locator } = input;
  const coarse = (outline: Outline): Outline => simplifyTogether([outline], metresPerMm)[0]!;
  return {
    ...input,
    maps,
    locator: locator && {
      ...locator,
      region: coarse(locator.region),
      area: coarse(locator.area),
    },
  };
}

function simplifiedLabels<Label extends { outline: Outline }>(
  labels: readonly Label[],
  outlines: readonly Outline[],
): Label[] {
  return labels.map((label, i) => ({ ...label, outline: outlines[i]! }));
}

/** Metres of land in a millimetre of paper, from the paper and the extent of the first map, at most what it will be drawn at. */
function groundPerMm({ maps, paper, orientation }: SheetInput): number {
  const [west, south, east, north] = boxOf(maps[0]!.whole);
  const metresPerDegree = EQUATOR_M / 360;
  const widthM = (east - west) * metresPerDegree * Math.cos(((south + north) / 2) * RADIANS);
  const heightM = (north - south) * metresPerDegree;
  return Math.max(widthM, heightM, 1) / Math.max(...paperSize(paper, orientation));
}

function boxOf(outline: Outline): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of outline)
    for (const ring of polygon)
      for (let i = 0; i + 1 < ring.length; i += 2) {
        box[0] = Math.min(box[0], ring[i]!);
        box[1] = Math.min(box[1], ring[i + 1]!);
        box[2] = Math.max(box[2], ring[i]!);
        box[3] = Math.max(box[3], ring[i + 1]!);
      }
  return box;
}

/** Outlines without the vertices that lie closer to what is left than a tolerance in metres; common borders stay common. */
function simplifyTogether(outlines: readonly Outline[], toleranceM: number): Outline[] {
  const rings = outlines.flat(2);
  const vertices = rings.reduce((sum, ring) => sum + ring.length / 2, 0);
  if (vertices === 0) return [...outlines];
  const [x, y] = [new Int32Array(vertices), new Int32Array(vertices)];
  const starts = new Int32Array(rings.length + 1);
  let at = 0;
  rings.forEach((ring, r) => {
    for (let i = 0; i + 1 < ring.length; i += 2, at++) {
      x[at] = worldX(ring[i]!);
      y[at] = worldY(ring[i + 1]!);
    }
    starts[r + 1] = at;
  });
  const fromZoom = new Uint8Array(vertices).fill(FULL_DETAIL_ZOOM);
  rankSharedBorders({ x, y, starts, chosen: rings.map((_, r) => r) }, fromZoom);
  const zoom = zoomOf(toleranceM, rings[0]![1]!);
  let r = 0;
  return outlines.map((outline) =>
    outline.map((polygon) =>
      polygon.map((ring): Ring => {
        const first = starts[r++]!;
        const kept: number[] = [];
        for (let i = 0; i + 1 < ring.length; i += 2)
          if (fromZoom[first + i / 2]! <= zoom) kept.push(ring[i]!, ring[i + 1]!);
        return kept.length >= 8 ? kept : ring;
      }),
    ),
  );
}

/** The least zoom of tiles that keeps borders within a tolerance. */
function zoomOf(toleranceM: number, lat: number): number {
  const unitM = (EQUATOR_M * Math.cos(lat * RADIANS)) / UNITS_IN_TILE;
  return Math.max(
    0,
    Math.min(FULL_DETAIL_ZOOM, Math.ceil(Math.log2((unitM * TOLERANCE) / toleranceM))),
  );
}
