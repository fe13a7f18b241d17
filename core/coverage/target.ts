import type { Found } from "./exact-nearest.ts";
import type { Nearest } from "./nearest-point.ts";
import type { Reach } from "./radius-index.ts";

/** From where the distance of a unit is measured. */
export type MeasuredFrom = "outline" | "seat";

/** Some features of a sector as the judge of a unit asks for them; `n` is a position in the rule's units. */
export interface Target {
  /** The nearest feature of every unit. Where features come and go the columns stay the same objects and are kept up to date. */
  nearest(from: MeasuredFrom): Nearest;
  /** The nearest by the geodesic itself of those no more than `marginM` beyond `aboutM`; feature -1 when there is none. */
  exactNearest(n: number, from: MeasuredFrom, aboutM: number, marginM: number): Found;
  isPolygon(feature: number): boolean;
  /** The first point feature inside the outline of a unit, -1 when there is none or no outline. */
  firstPointInside(n: number): number;
  /** The nearest feature within whose own radius the point of a unit lies; feature -1 when there is none. */
  serving(reach: Reach, n: number): Found;
}

/** What surely and what perhaps matches the filter of a test; `maybe` is null while there is nothing of the kind. */
export interface Targets {
  readonly yes: Target;
  readonly maybe: Target | null;
}
