import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { Pace } from "../../pace.ts";

/** Pairs of edges that are compared before the count is given up, beside a few for each edge. */
const MAX_PAIRS = 1_000_000;
const PAIRS_PER_EDGE = 8;

type Kind = "crossings" | "overlaps" | "touches";

/** How the boundary of a polygon meets itself, counted until it is too much. */
export interface Meetings {
  /** Pairs of edges that cross inside both: no sound polygon has any. */
  crossings: number;
  /** Pairs of edges that lie on each other for a length, as where two parts share a border: no sound polygon has any. */
  overlaps: number;
  /** Pairs of edges that touch in a point without following each other: a sound polygon may have some. */
  touches: number;
  /** The first crossing or overlap. */
  place: Position | null;
  /** False when edges lie over each other in so many ways that the count was given up. */
  isWhole: boolean;
}

/** All rings, of all parts. */
export function ringsOf(polygon: Polygon | MultiPolygon): readonly Position[][] {
  return polygon.type === "Polygon" ? polygon.coordinates : polygon.coordinates.flat();
}

/** Counts how edges meet, and stops as soon as there are more than `most` of some kind. */
export async function countMeetings(
  polygon: Polygon | MultiPolygon,
  most: Readonly<Record<Kind, number>>,
): Promise<Meetings> {
  const edges = edgesOf(ringsOf(polygon));
  const found: Meetings = { crossings: 0, overlaps: 0, touches: 0, place: null, isWhole: true };
  if (edges.length === 0) return found;
  const tree = new Flatbush(edges.length);
  for (const edge of edges) tree.add(...boxOf(edge));
  tree.finish();
  const pace = new Pace();
  let pairs = 0;
  for (const [i, edge] of edges.entries()) {
    const near = tree.search(...boxOf(edge));
    pairs += near.length;
    for (const j of near) {
      if (j <= i) continue;
      const kind = meet(edge, edges[j]!, i, j);
      if (kind === null) continue;
      if (kind !== "touches") found.place ??= commonPlace(edge, edges[j]!);
      if (++found[kind] > most[kind]) return found;
    }
    if (pairs > MAX_PAIRS + PAIRS_PER_EDGE * edges.length) return { ...found, isWhole: false };
    if (pace.isDue) await pace.rest();
  }
  return found;
}

interface Edge {
  a: Position;
  b: Position;
  /** Numbers of the first and the last edge of its ring. */
  ring: { first: number; last: number };
}

/** The edges of all rings, those of a ring one after the other; edges without length are left out. */
function edgesOf(rings: readonly Position[][]): Edge[] {
  const edges: Edge[] = [];
  for (const positions of rings) {
    const ring = { first: edges.length, last: -1 };
    for (let i = 1; i < positions.length; i++) {
      const a = positions[i - 1]!;
      const b = positions[i]!;
      if (a[0] !== b[0] || a[1] !== b[1]) edges.push({ a, b, ring });
    }
    ring.last = edges.length - 1;
  }
  return edges;
}

function boxOf({ a, b }: Edge): [west: number, south: number, east: number, north: number] {
  return [
    Math.min(a[0]!, b[0]!),
    Math.min(a[1]!, b[1]!),
    Math.max(a[0]!, b[0]!),
    Math.max(a[1]!, b[1]!),
  ];
}

/** How edge i meets the later edge j; the end that one shares with the next in its ring is no meeting. */
function meet(one: Edge, other: Edge, i: number, j: number): Kind | null {
  const { a, b } = one;
  const { a: c, b: d } = other;
  const sideC = sideOf(a, b, c);
  const sideD = sideOf(a, b, d);
  const sideA = sideOf(c, d, a);
  const sideB = sideOf(c, d, b);
  if (sideC * sideD < 0 && sideA * sideB < 0) return "crossings";
  if (sideC === 0 && sideD === 0 && isOverlap(one, other)) return "overlaps";
  const isSameRing = one.ring === other.ring;
  const isNext = isSameRing && j === i + 1;
  const isAround = isSameRing && i === one.ring.first && j === one.ring.last;
  const isTouch =
    (!isNext && sideC === 0 && isBetween(a, b, c)) ||
    (!isAround && sideD === 0 && isBetween(a, b, d)) ||
    (!isAround && sideA === 0 && isBetween(c, d, a)) ||
    (!isNext && sideB === 0 && isBetween(c, d, b));
  return isTouch ? "touches" : null;
}

/** True when two edges on one line have more than a point in common. */
function isOverlap(one: Edge, other: Edge): boolean {
  const axis = Math.abs(one.b[0]! - one.a[0]!) > Math.abs(one.b[1]! - one.a[1]!) ? 0 : 1;
  const [a, b, c, d] = [one.a[axis]!, one.b[axis]!, other.a[axis]!, other.b[axis]!];
  return Math.max(Math.min(a, b), Math.min(c, d)) < Math.min(Math.max(a, b), Math.max(c, d));
}

function sideOf(a: Position, b: Position, p: Position): number {
  return Math.sign((b[0]! - a[0]!) * (p[1]! - a[1]!) - (b[1]! - a[1]!) * (p[0]! - a[0]!));
}

/** True when a place on the line through a and b lies from a to b. */
function isBetween(a: Position, b: Position, p: Position): boolean {
  return (
    Math.min(a[0]!, b[0]!) <= p[0]! &&
    p[0]! <= Math.max(a[0]!, b[0]!) &&
    Math.min(a[1]!, b[1]!) <= p[1]! &&
    p[1]! <= Math.max(a[1]!, b[1]!)
  );
}

/** A place that two edges which cross or overlap have in common. */
function commonPlace({ a, b }: Edge, { a: c, b: d }: Edge): Position {
  const [ux, uy] = [b[0]! - a[0]!, b[1]! - a[1]!];
  const [vx, vy] = [d[0]! - c[0]!, d[1]! - c[1]!];
  const turn = ux * vy - uy * vx;
  if (turn === 0) return [a, b].find((p) => isBetween(c, d, p)) ?? c;
  const t = ((c[0]! - a[0]!) * vy - (c[1]! - a[1]!) * vx) / turn;
  return [a[0]! + t * ux, a[1]! + t * uy];
}
