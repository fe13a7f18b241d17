import fc from "fast-check";
import type { Position } from "geojson";
import type { Sector } from "../../../core/contract/rule.ts";
import type { DrawnFeature, DrawnGeometry } from "../../../core/coverage/drawn-feature.ts";
import type { StatusChange } from "../../../core/coverage/live-verdicts.ts";
import type { WhatIf } from "../../../core/coverage/what-if.ts";
import type { TestFeature, TestRegion } from "./build-snapshot.ts";
import { feature, place } from "./random-region.ts";

/** One step of a person at the map; `which` picks among what is there. */
export interface Step {
  readonly kind: "add" | "reshape" | "drag" | "remove" | "close" | "reopen" | "change" | "back";
  readonly which: number;
  readonly feature: TestFeature;
  readonly to: Position;
}

const KINDS: readonly Step["kind"][] = [
  "add",
  "add",
  "reshape",
  "drag",
  "drag",
  "remove",
  "close",
  "reopen",
  "change",
  "back",
];

/** Steps of all kinds on the features of a sector. */
export function steps(sector: Sector, maxLength: number): fc.Arbitrary<Step[]> {
  return fc.array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      which: fc.nat(1000),
      feature: feature(sector),
      to: place.map((at): Position => at),
    }),
    { minLength: 1, maxLength },
  );
}

/** The geometry with its last vertex elsewhere, as a pointer drags it; a point moves whole. */
function dragged(geometry: DrawnGeometry, to: Position): DrawnGeometry {
  if (geometry.type === "Point") return { type: "Point", coordinates: to };
  if (geometry.type === "LineString") {
    return { type: "LineString", coordinates: [...geometry.coordinates.slice(0, -1), to] };
  }
  if (geometry.type !== "Polygon") return geometry;
  const ring = geometry.coordinates[0]!;
  return { type: "Polygon", coordinates: [[...ring.slice(0, -2), to, ring[0]!]] };
}

/** Plays one step; what cannot be done now, as to remove where nothing is drawn, changes nothing. */
export function play(
  whatIf: WhatIf,
  step: Step,
  number: number,
  count: number,
): readonly StatusChange[] {
  const { geometry, ...attributes } = step.feature;
  const { added = [], closed = [], changed } = whatIf.edits();
  const drawn = added.length > 0 ? added[step.which % added.length]! : null;
  const row = count > 0 ? step.which % count : -1;
  switch (step.kind) {
    case "add":
      return whatIf.add({ ...step.feature, id: `${number}` } as DrawnFeature);
    case "reshape":
      return drawn ? whatIf.reshape(drawn.id, geometry as DrawnGeometry) : [];
    case "drag":
      // The feature under way is the one drawn last.
      return added.length > 0
        ? whatIf.reshape(added.at(-1)!.id, dragged(added.at(-1)!.geometry, step.to))
        : [];
    case "remove":
      return drawn ? whatIf.remove(drawn.id) : [];
    case "close":
      return row >= 0 ? whatIf.close(row) : [];
    case "reopen":
      return closed.length > 0 ? whatIf.reopen(closed[step.which % closed.length]!) : [];
    case "change":
      return row >= 0 ? whatIf.change(row, attributes) : [];
    case "back": {
      const rows = [...changed!.keys()];
      return rows.length > 0 ? whatIf.change(rows[step.which % rows.length]!, null) : [];
    }
  }
}

type Scaled = (at: Position) => Position;

function scaledGeometry<Shape extends TestFeature["geometry"]>(shape: Shape, at: Scaled): Shape {
  const deep = (value: unknown): unknown =>
    Array.isArray(value)
      ? typeof value[0] === "number"
        ? at(value as Position)
        : value.map(deep)
      : value;
  return "coordinates" in shape ? { ...shape, coordinates: deep(shape.coordinates) } : shape;
}

/** The same places farther apart, or nearer together, about the corner of the random regions. */
export const scaleBy =
  (factor: number): Scaled =>
  ([x, y]) => [108 + (x! - 108) * factor, 23 + (y! - 23) * factor];

export function scaledRegion(region: TestRegion, at: Scaled): TestRegion {
  return {
    areas: region.areas!.map((area) => (area.seat ? { ...area, seat: at(area.seat) } : area)),
    villages: region.villages!.map((village) => ({
      ...village,
      at: at(village.at),
      ...(village.outline && { outline: scaledGeometry(village.outline, at) }),
    })),
    features: Object.fromEntries(
      Object.entries(region.features!).map(([sector, rows]) => [
        sector,
        rows.map((row) => ({ ...row, geometry: scaledGeometry(row.geometry, at) })),
      ]),
    ),
  };
}

export function scaledStep(step: Step, at: Scaled): Step {
  const geometry = scaledGeometry(step.feature.geometry, at);
  return { ...step, to: at(step.to), feature: { ...step.feature, geometry } };
}
