import type { Feature, Geometry, Position } from "geojson";
import type { Move, Note, Settlement, Works } from "../../core/contract/plan.ts";

/** Who is to live in a settlement, and how many it takes. */
export interface Use {
  readonly persons: number;
  readonly capacity: number;
}

/** People who go from a place (a village, or a township's middle) to a settlement. */
export interface Flow {
  readonly key: string;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly persons: number;
}

/** Steps of the ring that fills with a settlement's use. */
export const RING_STEPS = 16;

/** How full the ring of a settlement is: 0 only when empty, full only when nobody more fits in, "over" beyond that. */
function ringStep({ persons, capacity }: Use): number | "over" {
  if (persons > capacity) return "over";
  if (persons <= 0) return 0;
  return Math.max(1, Math.floor((RING_STEPS * persons) / capacity));
}

const feature = (
  id: string,
  geometry: Geometry,
  properties: Record<string, string | number> = {},
): Feature => ({ type: "Feature", geometry, properties: { id, ...properties } });

const NUMBERS = new Intl.NumberFormat("en");
const UNUSED: Use = { persons: 0, capacity: 0 };

/** The house sign of a settlement; `at` while it is dragged. */
export function settlementFeature(
  id: string,
  settlement: Settlement,
  use: Use | undefined,
  at: readonly [number, number] = settlement.position,
): Feature {
  const { persons, capacity } = use ?? { ...UNUSED, capacity: settlement.capacityPersons };
  return feature(
    id,
    { type: "Point", coordinates: [at[0], at[1]] },
    {
      name: settlement.name,
      persons,
      use: `${NUMBERS.format(persons)} / ${NUMBERS.format(capacity)}`,
      ring: String(ringStep({ persons, capacity })),
    },
  );
}

/** The site of a settlement, null while only its place is known. */
export function siteFeature(id: string, { outline }: Settlement): Feature | null {
  return outline === null ? null : feature(id, { type: "Polygon", coordinates: outline });
}

/** Works that have a geometry of their own; closing an existing feature may have none. */
export function worksFeature(
  id: string,
  { name, sector, action, geometry }: Works,
  at?: Position,
): Feature | null {
  if (geometry === null) return null;
  const drawn = at !== undefined ? { type: "Point" as const, coordinates: at } : geometry;
  return feature(id, drawn as Geometry, { name, sector, action });
}

/** The pin of a note that has a place. */
export function noteFeature(id: string, note: Note, at?: Position): Feature | null {
  const place = at ?? note.position;
  return place === null ? null : feature(id, { type: "Point", coordinates: [...place] });
}

/** A flow is drawn in pieces, each stronger than the one before, so that it fades at its origin. */
export const FLOW_PIECES = 6;
const STEPS_PER_PIECE = 3;
/** How far the middle of a flow lies aside, as a part of its length. */
const BEND = 0.16;

/** The curve of a flow: it bends to the left of who goes along it, so that two that cross the other way lie apart. */
function flowCurve({ from, to }: Pick<Flow, "from" | "to">): Position[] {
  const squeeze = Math.cos((((from[1] + to[1]) / 2) * Math.PI) / 180);
  const [dx, dy] = [(to[0] - from[0]) * squeeze, to[1] - from[1]];
  const control: Position = [
    (from[0] + to[0]) / 2 - (2 * BEND * dy) / squeeze,
    (from[1] + to[1]) / 2 + 2 * BEND * dx,
  ];
  const steps = FLOW_PIECES * STEPS_PER_PIECE;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [a * from[0] + b * control[0]! + c * to[0], a * from[1] + b * control[1]! + c * to[1]];
  });
}

/** Ids of the pieces of a flow. */
export const flowPieceIds = (key: string): string[] =>
  Array.from({ length: FLOW_PIECES }, (_, piece) => `${key} ${piece}`);

/** The pieces of a flow from its origin on; `piece` counts them. */
export function flowFeatures(flow: Flow): Feature[] {
  const curve = flowCurve(flow);
  const root = Math.sqrt(Math.max(0, flow.persons));
  return flowPieceIds(flow.key).map((id, piece) => {
    const first = piece * STEPS_PER_PIECE;
    const coordinates = curve.slice(first, first + STEPS_PER_PIECE + 1);
    return feature(
      id,
      { type: "LineString", coordinates },
      { flow: flow.key, persons: flow.persons, root, piece },
    );
  });
}

export type MoveStrength = "now" | "later";

/** Whether a village's move is drawn strong: its first people leave up to the year chosen; null = whatever the year. */
export function moveStrength(move: Move, year: number | null): MoveStrength {
  return year === null || move.parts.some((part) => part.year <= year) ? "now" : "later";
}

export type Box = readonly [west: number, south: number, east: number, north: number];

/** Flows whose straight line may be seen in a box: those whose own box meets it. */
export function flowsInBox(flows: readonly Flow[], [west, south, east, north]: Box): Flow[] {
  return flows.filter(
    ({ from, to }) =>
      Math.max(from[0], to[0]) >= west &&
      Math.min(from[0], to[0]) <= east &&
      Math.max(from[1], to[1]) >= south &&
      Math.min(from[1], to[1]) <= north,
  );
}
