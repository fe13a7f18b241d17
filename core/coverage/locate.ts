import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { WGS84 } from "../geodesy/ellipsoid.ts";
import { frameDistanceM } from "../geodesy/segment-distance.ts";
import { isPlace } from "../geodesy/place.ts";
import { boxAround } from "./exact-nearest.ts";
import { boxOf, isInside, polygonOfRow } from "./polygons.ts";
import type { AreaColumns } from "./snapshot.ts";

/** An area as far as finding places in it goes. */
export interface LocatableArea {
  /** Index into LEVELS: the higher, the deeper. */
  readonly level: number;
  /** Position of the parent in the same list, -1 for a region. */
  readonly parent: number;
  readonly outline: Polygon | MultiPolygon | null;
}

/** The area of a place: the place lies in it, or it is the nearest where borders leave slivers. */
export interface Location {
  /** Position in the list of areas. */
  readonly area: number;
  readonly how: "inside" | "nearest";
  /** Metres to the area's border, 0 when inside. */
  readonly distanceM: number;
}

/** How far a place may lie from the nearest area and still be counted to it: published borders leave slivers of this size. */
const SLIVER_M = 200;

function ringsOf(outline: Polygon | MultiPolygon): Position[][] {
  return outline.type === "Polygon" ? outline.coordinates : outline.coordinates.flat();
}

/** Metres from a place to the border of an outline, Infinity for one without edges. */
function borderDistanceM(lng: number, lat: number, outline: Polygon | MultiPolygon): number {
  let least = Infinity;
  for (const ring of ringsOf(outline)) {
    for (let v = 0; v + 1 < ring.length; v++) {
      const [ax, ay] = ring[v] as [number, number];
      const [bx, by] = ring[v + 1] as [number, number];
      const metres = frameDistanceM(lng, lat, ax, ay, bx, by, WGS84);
      if (metres < least) least = metres;
    }
  }
  return least;
}

/**
 * Finds the areas of places, by Turf behind an R-tree. The deepest area that holds the place wins, whatever its parents' borders say;
 * then every level below for which there is no area that holds it may still add the nearest of that area's descendants within 200 m.
 * A place that no area holds goes to the nearest of the deepest areas within 200 m.
 */
export class AreaLocator {
  readonly #areas: readonly LocatableArea[];
  readonly #ids: number[] = [];
  readonly #tree: Flatbush | null;

  constructor(areas: readonly LocatableArea[]) {
    this.#areas = areas;
    const boxes: [number, number, number, number][] = [];
    areas.forEach(({ outline }, id) => {
      const box = outline && boxOf(outline);
      if (!box) return;
      this.#ids.push(id);
      boxes.push(box);
    });
    this.#tree = boxes.length > 0 ? new Flatbush(boxes.length) : null;
    for (const box of boxes) this.#tree?.add(...box);
    this.#tree?.finish();
  }

  /** The area of a place, null when none holds it and none lies within 200 m, or when it has no finite coordinates. */
  locate(lng: number, lat: number): Location | null {
    if (!this.#tree || !isPlace(lng, lat)) return null;
    const around = this.#candidates(boxAround(lng, lat, SLIVER_M + 1));
    const holder = around.find((id) => isInside(lng, lat, this.#areas[id]!.outline!)) ?? -1;
    const deeper = around.filter(
      (id) =>
        holder < 0 || (this.#areas[id]!.level > this.#levelOf(holder) && this.#isBelow(id, holder)),
    );
    return (
      this.#nearest(lng, lat, deeper) ??
      (holder < 0 ? null : { area: holder, how: "inside", distanceM: 0 })
    );
  }

  #levelOf(id: number): number {
    return this.#areas[id]!.level;
  }

  /** Areas whose box touches a box, deepest first and then in the order of the list. */
  #candidates(box: [number, number, number, number]): number[] {
    return this.#tree!.search(...box)
      .map((n) => this.#ids[n]!)
      .sort((a, b) => this.#levelOf(b) - this.#levelOf(a) || a - b);
  }

  #isBelow(id: number, ancestor: number): boolean {
    let at = id;
    for (let steps = 0; at >= 0 && steps < this.#areas.length; steps++) {
      if (at === ancestor) return true;
      at = this.#areas[at]!.parent;
    }
    return false;
  }

  /** The nearest of the deepest candidates that lie within 200 m. */
  #nearest(lng: number, lat: number, candidates: readonly number[]): Location | null {
    let best: Location | null = null;
    for (const id of candidates) {
      if (best && this.#levelOf(id) < this.#levelOf(best.area)) break;
      const distanceM = borderDistanceM(lng, lat, this.#areas[id]!.outline!);
      if (distanceM > SLIVER_M || (best && distanceM >= best.distanceM)) continue;
      best = { area: id, how: "nearest", distanceM };
    }
    return best;
  }
}

const locators = new WeakMap<AreaColumns, AreaLocator>();

/** The locator of a snapshot's areas; made once. */
function areaLocatorOf(areas: AreaColumns): AreaLocator {
  let locator = locators.get(areas);
  if (!locator) {
    locator = new AreaLocator(
      Array.from({ length: areas.count }, (_, area) => ({
        level: areas.level[area]!,
        parent: areas.parent[area]!,
        outline: polygonOfRow(areas.outline, area),
      })),
    );
    locators.set(areas, locator);
  }
  return locator;
}

/** The area of a snapshot that holds a place, see `AreaLocator`. */
export function findArea(areas: AreaColumns, lng: number, lat: number): Location | null {
  return areaLocatorOf(areas).locate(lng, lat);
}
