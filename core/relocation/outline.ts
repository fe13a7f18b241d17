import Flatbush from "flatbush";

type Position = readonly [lng: number, lat: number];
type Ring = readonly Position[];
type Edge = readonly [a: Position, b: Position];

/** Why rings do not enclose a site, and where. */
export interface OutlineFault {
  /** A ring left open, of no area, crossing or touching itself or another, or a hole outside its shell. */
  readonly fault: "notClosed" | "noArea" | "crosses" | "holeOutside";
  readonly lng: number;
  readonly lat: number;
}

const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

/**
 * What is wrong with the rings of a polygon, shell first; null when each is closed, encloses an area and meets neither itself nor another
 * one, and the holes lie in the shell. A point that is given twice in a row is none the worse. Planar, in degrees: an outline is small.
 */
export function outlineFault(rings: readonly Ring[]): OutlineFault | null {
  const found = (fault: OutlineFault["fault"], [lng, lat]: Position): OutlineFault => ({
    fault,
    lng,
    lat,
  });
  const clean: Position[][] = [];
  for (const ring of rings) {
    const [first, last] = [ring[0], ring.at(-1)];
    if (first === undefined || last === undefined) return found("noArea", [0, 0]);
    if (!same(first, last)) return found("notClosed", last);
    const corners = ring.filter((corner, i) => i === 0 || !same(corner, ring[i - 1]!));
    if (corners.length < 4) return found("noArea", first);
    clean.push(corners);
  }
  const meeting = firstMeeting(clean);
  if (meeting !== null) return found("crosses", meeting);
  const [shell, ...holes] = clean;
  const outside = holes.find((hole) => !holds(shell!, hole[0]!));
  return outside === undefined ? null : found("holeOutside", outside[0]!);
}

/** A corner where two edges meet that should not; null when the rings are simple and apart. */
function firstMeeting(rings: readonly Ring[]): Position | null {
  const edges: Edge[] = [];
  /** The edge after each one in its ring. */
  const next: number[] = [];
  for (const ring of rings) {
    const start = edges.length;
    for (let i = 0; i + 1 < ring.length; i++) {
      edges.push([ring[i]!, ring[i + 1]!]);
      next.push(i + 2 < ring.length ? edges.length : start);
    }
  }
  if (edges.length === 0) return null;
  const tree = new Flatbush(edges.length);
  for (const edge of edges) tree.add(...boxOf(edge));
  tree.finish();
  for (const [i, edge] of edges.entries()) {
    let met = false;
    tree.search(...boxOf(edge), (j) => {
      // The search goes on after the first meeting; it only looks no further.
      if (met || j <= i) return false;
      const other = edges[j]!;
      if (next[i] === j) met = foldsBack(edge[0], edge[1], other[1]);
      else if (next[j] === i) met = foldsBack(other[0], other[1], edge[1]);
      else met = meet(edge, other);
      return false;
    });
    if (met) return edge[0];
  }
  return null;
}

function boxOf([a, b]: Edge): [number, number, number, number] {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}

/** Positive when p lies left of the line from a to b. */
function side(a: Position, b: Position, p: Position): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}

/** True when the way from a over b to c goes back on itself. */
function foldsBack(a: Position, b: Position, c: Position): boolean {
  if (side(a, b, c) !== 0) return false;
  return (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0;
}

/** True when two edges have a point in common. */
function meet([a, b]: Edge, [c, d]: Edge): boolean {
  const [s1, s2, s3, s4] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (s1 * s2 < 0 && s3 * s4 < 0) return true;
  return (
    (s1 === 0 && within(a, b, c)) ||
    (s2 === 0 && within(a, b, d)) ||
    (s3 === 0 && within(c, d, a)) ||
    (s4 === 0 && within(c, d, b))
  );
}

/** True when p, known to lie on the line through a and b, lies between them. */
function within(a: Position, b: Position, p: Position): boolean {
  const [west, south, east, north] = boxOf([a, b]);
  return p[0] >= west && p[0] <= east && p[1] >= south && p[1] <= north;
}

/** True when a point lies inside a ring, by crossings of a ray to the east. */
function holds(ring: Ring, [x, y]: Position): boolean {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i]!, ring[i + 1]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
