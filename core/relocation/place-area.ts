import Flatbush from "flatbush";
import type { Works } from "../contract/plan.ts";
import { RADIANS } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import type { PlanContext } from "./context.ts";

interface Neighbourhood {
  readonly tree: Flatbush;
  readonly villages: Int32Array;
}

const made = new WeakMap<PlanContext["villageIndex"], Neighbourhood | null>();

/** Mercator: true to shape in the small, so that the nearest on the plane is the nearest on the ground. */
const northing = (lat: number): number => Math.asinh(Math.tan(lat * RADIANS)) / RADIANS;

function neighbourhoodOf(context: PlanContext): Neighbourhood | null {
  let found = made.get(context.villageIndex);
  if (found === undefined) {
    const { lng, lat } = context.data.villages;
    const villages = Int32Array.from(
      [...context.villageIndex.values()].filter(
        (v) => isPlace(lng[v]!, lat[v]!) && Math.abs(lat[v]!) < 90,
      ),
    );
    found = null;
    if (villages.length > 0) {
      const tree = new Flatbush(villages.length);
      for (const v of villages) tree.add(lng[v]!, northing(lat[v]!));
      tree.finish();
      found = { tree, villages };
    }
    made.set(context.villageIndex, found);
  }
  return found;
}

/**
 * Index of the area that a place counts for when outlines are not at hand: that of the nearest village of the plan's area; -1 when there
 * is none.
 */
export function areaOfPlace(
  position: readonly [number, number] | null,
  context: PlanContext,
): number {
  if (position === null || Math.abs(position[1]) >= 90) return -1;
  const near = neighbourhoodOf(context);
  const [n] = near?.tree.neighbors(position[0], northing(position[1]), 1) ?? [];
  return n === undefined ? -1 : context.data.villages.area[near!.villages[n]!]!;
}

/** A place on works, about their middle; null without a geometry. */
export function middleOfWorks(works: Pick<Works, "geometry">): [number, number] | null {
  const { geometry } = works;
  if (geometry === null) return null;
  if (geometry.type === "Point") return geometry.coordinates;
  const line = geometry.type === "LineString" ? geometry.coordinates : geometry.coordinates[0]!;
  return line[Math.floor(line.length / 2)] ?? null;
}
