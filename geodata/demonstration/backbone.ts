import { Delaunay } from "d3-delaunay";
import { COUNTIES } from "../facts/counties.ts";
import { nextHalfedge } from "./borders.ts";
import { randomFrom } from "./random.ts";
import { cheapestPaths, type Graph } from "./shortest-paths.ts";
import type { Territory } from "./territory.ts";

/** Classes of the roads between administrative villages; a greater number is a greater road, 0 is none. */
export const TOWNSHIP_ROAD = 1;
export const COUNTY_ROAD = 2;
export const PROVINCIAL_ROAD = 3;
export const TRUNK_ROAD = 4;

/** Roads between the seats of administrative villages, as edges between neighbouring cells. */
export interface Backbone {
  readonly graph: Graph;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lengthKm: Float64Array;
  /** Class of each edge, 0 where there is no road. */
  readonly roadClass: Uint8Array;
  /** Edges that carry a road, by cell. */
  roadsAt(cell: number): number[];
}

/**
 * Joins city seats by trunk roads, county seats by provincial roads, townships by county roads and every administrative village by
 * a township road. Each level prefers the roads that are there, so that routes merge as real ones do.
 */
export function createBackbone(land: Territory): Backbone {
  const { cells, townships } = land;
  const from: number[] = [];
  const to: number[] = [];
  const linkOf = new Int32Array(cells.count + 1);
  const target: number[] = [];
  const edgeOfLink: number[] = [];
  const known = new Map<number, number>();
  for (let a = 0; a < cells.count; a++) {
    for (const b of cells.neighboursOf(a)) {
      const key = Math.min(a, b) * cells.count + Math.max(a, b);
      let edge = known.get(key);
      if (edge === undefined) {
        edge = from.length;
        known.set(key, edge);
        from.push(a);
        to.push(b);
      }
      target.push(b);
      edgeOfLink.push(edge);
    }
    linkOf[a + 1] = target.length;
  }
  const graph: Graph = {
    linkOf,
    target: Int32Array.from(target),
    edge: Int32Array.from(edgeOfLink),
  };
  const lengthKm = Float64Array.from(from, (a, e) => {
    const b = to[e] as number;
    return Math.hypot(
      (cells.x[a] as number) - (cells.x[b] as number),
      (cells.y[a] as number) - (cells.y[b] as number),
    );
  });
  const hardness = Float64Array.from(from, (a, e) => {
    const b = to[e] as number;
    const relief = ((land.relief[a] as number) + (land.relief[b] as number)) / 2;
    const karst = ((land.karst[a] as number) + (land.karst[b] as number)) / 2;
    return (
      (lengthKm[e] as number) *
      (1 + 1.6 * relief * relief + 0.5 * karst) *
      (1 + (lengthKm[e] as number) / 12)
    );
  });
  const roadClass = new Uint8Array(from.length);
  const costFor = (level: number) => (edge: number) => {
    const present = roadClass[edge] as number;
    const share = present >= level ? 0.35 : present > 0 ? 0.6 : 1;
    return share * (hardness[edge] as number);
  };
  const build = (start: number, goal: number, level: number): void => {
    const paths = cheapestPaths(graph, [start], costFor(level), goal);
    for (let node = goal; node !== start; node = paths.parent[node] as number) {
      const edge = paths.edge[node] as number;
      if (edge < 0) throw new Error("two seats cannot be joined by road");
      roadClass[edge] = Math.max(roadClass[edge] as number, level);
    }
  };

  const countySeats = Array.from(townships.countySeatCell);
  const citySeats = countySeats.filter(
    (_, c) => COUNTIES[c]?.code.slice(0, 4) !== COUNTIES[c - 1]?.code.slice(0, 4),
  );
  const place = (cell: number) => [cells.x[cell] as number, cells.y[cell] as number] as const;
  for (const [a, b] of gabrielPairs(citySeats.map(place)))
    build(citySeats[a] as number, citySeats[b] as number, TRUNK_ROAD);
  for (const [a, b] of gabrielPairs(countySeats.map(place)))
    build(countySeats[a] as number, countySeats[b] as number, PROVINCIAL_ROAD);
  const random = randomFrom("county roads");
  for (let t = 0; t < townships.count; t++) {
    const seat = townships.seatCell[t] as number;
    const home = countySeats[townships.county[t] as number] as number;
    if (seat !== home) build(seat, home, COUNTY_ROAD);
  }
  const townshipSeats = Array.from(townships.seatCell);
  for (const [a, b] of gabrielPairs(townshipSeats.map(place))) {
    if (random.chance(0.3))
      build(townshipSeats[a] as number, townshipSeats[b] as number, COUNTY_ROAD);
  }
  addTownshipRoads(land, graph, from, to, hardness, roadClass);
  return {
    graph,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    lengthKm,
    roadClass,
    roadsAt: (cell) => {
      const edges = graph.edge.subarray(graph.linkOf[cell], graph.linkOf[cell + 1]);
      return Array.from(edges).filter((edge) => (roadClass[edge] as number) > 0);
    },
  };
}

/** Joins every cell that no greater road reaches, and closes some of the loops that would save a long way round. */
function addTownshipRoads(
  land: Territory,
  graph: Graph,
  from: readonly number[],
  to: readonly number[],
  hardness: Float64Array,
  roadClass: Uint8Array,
): void {
  const sources = new Set<number>();
  roadClass.forEach((level, edge) => {
    if (level > 0) sources.add(from[edge] as number).add(to[edge] as number);
  });
  // A small toll per edge keeps ways direct instead of zigzagging through every village.
  const paths = cheapestPaths(graph, [...sources], (edge) => (hardness[edge] as number) + 0.4);
  const rootOf = new Int32Array(land.cells.count).fill(-1);
  const root = (node: number): number => {
    let known = rootOf[node] as number;
    if (known < 0)
      known = rootOf[node] =
        (paths.parent[node] as number) < 0 ? node : root(paths.parent[node] as number);
    return known;
  };
  for (let cell = 0; cell < land.cells.count; cell++) {
    const edge = paths.edge[cell] as number;
    if (edge >= 0) roadClass[edge] = Math.max(roadClass[edge] as number, TOWNSHIP_ROAD);
  }
  const random = randomFrom("loops");
  for (let edge = 0; edge < from.length; edge++) {
    if (roadClass[edge] !== 0) continue;
    const a = from[edge] as number;
    const b = to[edge] as number;
    const round = (paths.cost[a] as number) + (paths.cost[b] as number);
    const isFar = root(a) !== root(b) && round > 2.4 * (hardness[edge] as number);
    if (isFar && random.chance(0.42 - 0.3 * (land.relief[a] as number)))
      roadClass[edge] = TOWNSHIP_ROAD;
  }
}

/** Pairs of places with no third place inside the circle over them (Gabriel graph): a sparse, sensible net. */
function gabrielPairs(places: readonly (readonly [number, number])[]): [number, number][] {
  const { triangles, halfedges } = new Delaunay(Float64Array.from(places.flat()));
  // Of all places, only the far corners of the two triangles at an edge can be the first inside its circle.
  const isFree = (edge: number): boolean => {
    const [ax, ay] = places[triangles[edge] as number] as readonly [number, number];
    const [bx, by] = places[triangles[nextHalfedge(edge)] as number] as readonly [number, number];
    const [cx, cy] = places[triangles[nextHalfedge(nextHalfedge(edge))] as number] as readonly [
      number,
      number,
    ];
    return (ax - cx) * (bx - cx) + (ay - cy) * (by - cy) >= 0;
  };
  const pairs: [number, number][] = [];
  for (let edge = 0; edge < triangles.length; edge++) {
    const back = halfedges[edge] as number;
    if (back > edge || !isFree(edge) || (back >= 0 && !isFree(back))) continue;
    pairs.push([triangles[edge] as number, triangles[nextHalfedge(edge)] as number]);
  }
  return pairs;
}
