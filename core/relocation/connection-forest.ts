import Flatbush from "flatbush";
import { createFrame, localFrame, RADIANS, WGS84, type Frame } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";

/** A village that is to be connected. */
export interface Terminal {
  readonly lng: number;
  readonly lat: number;
  /** Metres from it to the nearest existing line, NaN where there is none. */
  readonly distanceM: number;
  /** The place on that line, null where there is none. */
  readonly foot: readonly [lng: number, lat: number] | null;
  /** Told apart from others at the same place. */
  readonly key: number;
}

/**
 * Lines by which villages are connected, a tree on every start. Element i is a village, each after its parent: `terminal` is its place in
 * the list given; `parent` the element whose line it branches off, -1 for one that starts at an existing line or has none to start at;
 * `lengthM` the metres of its own piece, NaN where there is nothing to start at; `ends` where that piece starts and ends. `directM` and
 * `directEnds` tell the same of a line of its own straight from the nearest existing one.
 */
export interface Forest {
  readonly terminal: Int32Array;
  readonly parent: Int32Array;
  readonly lengthM: Float64Array;
  readonly ends: Float64Array;
  readonly directM: Float64Array;
  readonly directEnds: Float64Array;
}

/** Neighbours looked at for each village. A shortest tree hardly ever needs the twenty-fifth nearest. */
const NEIGHBOURS = 24;
const METRES_PER_DEGREE = 110_000;

/** Metres east and north of a place, in the frame of another. */
class Ground {
  readonly #frame: Frame = createFrame();
  #lng = 0;
  #lat = 0;

  centre(lng: number, lat: number): void {
    [this.#lng, this.#lat] = [lng, lat];
    localFrame(lat, WGS84, this.#frame);
  }

  metres(lng: number, lat: number): [x: number, y: number] {
    const f = this.#frame as unknown as readonly [number, number, number, number, number];
    const [dx, dy] = [lng - this.#lng, lat - this.#lat];
    return [dx * (f[0] + f[1] * dy), dy * (f[2] + f[3] * dy) + f[4] * dx * dx];
  }
}

/**
 * The shortest forest that connects villages to existing lines or to each other's (Kruskal, the existing lines being one more node), with
 * every line ended `reachM` before its village: a village is served when the end is no farther. A line to a further village starts at the
 * nearest place on the line of the one before. Villages at the same length are taken from west to east, so that their order leaves no
 * trace. Villages without a place are left out. Source: J. B. Kruskal, On the shortest spanning subtree of a graph (1956).
 */
export function connectionForest(terminals: readonly Terminal[], reachM: number): Forest {
  const order = terminals
    .map((_, i) => i)
    .filter((i) => isPlace(terminals[i]!.lng, terminals[i]!.lat))
    .toSorted((a, b) => {
      const [one, other] = [terminals[a]!, terminals[b]!];
      return one.lng - other.lng || one.lat - other.lat || one.key - other.key;
    });
  const nodes = order.map((i) => terminals[i]!);
  const { parent, sequence } = orient(nodes.length, spanning(nodes, reachM));
  const place = new Int32Array(nodes.length);
  sequence.forEach((node, at) => {
    place[node] = at;
  });
  const forest: Forest = {
    terminal: Int32Array.from(sequence, (node) => order[node]!),
    parent: Int32Array.from(sequence, (node) => (parent[node]! < 0 ? -1 : place[parent[node]!]!)),
    lengthM: new Float64Array(nodes.length),
    ends: new Float64Array(4 * nodes.length),
    directM: new Float64Array(nodes.length),
    directEnds: new Float64Array(4 * nodes.length),
  };
  sequence.forEach((node, at) => layLine(forest, at, nodes[node]!, reachM));
  return forest;
}

type Edge = readonly [a: number, b: number];

/** Edges of the shortest forest; node `nodes.length` is the existing lines. */
function spanning(nodes: readonly Terminal[], reachM: number): Edge[] {
  const start = nodes.length;
  const edges: { a: number; b: number; metres: number }[] = [];
  nodes.forEach(({ distanceM }, a) => {
    if (!Number.isNaN(distanceM))
      edges.push({ a, b: start, metres: Math.max(0, distanceM - reachM) });
  });
  edges.push(...neighbourEdges(nodes));
  edges.sort((one, other) => one.metres - other.metres || one.a - other.a || one.b - other.b);
  const leader = Int32Array.from({ length: start + 1 }, (_, i) => i);
  const leaderOf = (of: number): number => {
    let node = of;
    while (leader[node] !== node) node = leader[node] = leader[leader[node]!]!;
    return node;
  };
  const chosen: Edge[] = [];
  for (const { a, b } of edges) {
    const [one, other] = [leaderOf(a), leaderOf(b)];
    if (one === other) continue;
    leader[one] = other;
    chosen.push([a, b]);
  }
  return chosen;
}

/**
 * Edges between villages that a shortest forest may hold. One that is longer than the way of both its ends to the existing lines never
 * is: it would be the longest of the three.
 */
function neighbourEdges(nodes: readonly Terminal[]): { a: number; b: number; metres: number }[] {
  if (nodes.length < 2) return [];
  const middle = (nodes[0]!.lat + nodes.at(-1)!.lat) / 2;
  const squeeze = Math.max(0.05, Math.cos(middle * RADIANS));
  const tree = new Flatbush(nodes.length);
  for (const { lng, lat } of nodes) tree.add(lng * squeeze, lat, lng * squeeze, lat);
  tree.finish();
  const ground = new Ground();
  const seen = new Set<number>();
  const edges: { a: number; b: number; metres: number }[] = [];
  nodes.forEach(({ lng, lat, distanceM }, i) => {
    const within = Number.isNaN(distanceM) ? Infinity : (1.1 * distanceM) / METRES_PER_DEGREE;
    for (const k of tree.neighbors(lng * squeeze, lat, NEIGHBOURS + 1, within)) {
      if (k === i) continue;
      const [a, b] = i < k ? [i, k] : [k, i];
      const pair = a * nodes.length + b;
      if (seen.has(pair)) continue;
      seen.add(pair);
      ground.centre(nodes[a]!.lng, nodes[a]!.lat);
      edges.push({ a, b, metres: Math.hypot(...ground.metres(nodes[b]!.lng, nodes[b]!.lat)) });
    }
  });
  return edges;
}

/** Turns edges towards the existing lines, or towards the first village of a tree that has none; parents come first. */
function orient(
  count: number,
  edges: readonly Edge[],
): { parent: Int32Array; sequence: readonly number[] } {
  const near: number[][] = Array.from({ length: count + 1 }, () => []);
  for (const [a, b] of edges) {
    near[a]!.push(b);
    near[b]!.push(a);
  }
  const parent = new Int32Array(count).fill(-1);
  const done = new Uint8Array(count + 1);
  const sequence: number[] = [];
  const walk = (from: number): void => {
    done[from] = 1;
    const open = [from];
    for (let at = 0; at < open.length; at++) {
      const node = open[at]!;
      if (node < count) sequence.push(node);
      for (const next of near[node]!.toSorted((a, b) => a - b)) {
        if (done[next] === 1) continue;
        done[next] = 1;
        parent[next] = node === count ? -1 : node;
        open.push(next);
      }
    }
  };
  walk(count);
  for (let node = 0; node < count; node++) if (done[node] === 0) walk(node);
  return { parent, sequence };
}

const ground = new Ground();

/** Lays the piece of the element at a place, whose parent's lies already, and the line that it would have of its own. */
function layLine(forest: Forest, at: number, node: Terminal, reachM: number): void {
  const { parent, lengthM, ends, directM, directEnds } = forest;
  const { lng, lat, foot, distanceM } = node;
  ground.centre(lng, lat);
  const lay = (from: readonly [number, number], wayM: number, metresFrom: number) => {
    const metres = Math.max(0, metresFrom - reachM);
    const part = wayM > 0 ? Math.min(1, metres / wayM) : 0;
    const end = [from[0] + (lng - from[0]) * part, from[1] + (lat - from[1]) * part];
    return { metres, ends: [...from, ...end] };
  };
  // From the outline where there is one: shorter than the way to the village's point.
  const own =
    foot === null || Number.isNaN(distanceM)
      ? { metres: NaN, ends: [lng, lat, lng, lat] }
      : lay(foot, Math.hypot(...ground.metres(...foot)), distanceM);
  directM[at] = own.metres;
  directEnds.set(own.ends, 4 * at);
  const before = parent[at]!;
  let piece = own;
  if (before >= 0) {
    const [ax, ay, bx, by] = ends.subarray(4 * before, 4 * before + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const share = nearestShare(ground.metres(ax, ay), ground.metres(bx, by));
    const start = [ax + (bx - ax) * share, ay + (by - ay) * share] as const;
    const wayM = Math.hypot(...ground.metres(...start));
    piece = lay(start, wayM, wayM);
  }
  lengthM[at] = piece.metres;
  ends.set(piece.ends, 4 * at);
}

/** How far along a piece (0..1) it comes nearest to the origin. */
function nearestShare([ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 0;
  const share = -(ax * dx + ay * dy) / squared;
  return share < 0 ? 0 : share > 1 ? 1 : share;
}
