import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import {
  LINE,
  NOT_RECORDED,
  YES,
  type FeatureColumns,
  type Snapshot,
} from "../../core/coverage/snapshot.ts";

/** Guangxi's box; towns gather villages and roads, as on the ground. */
const WEST = 104.5;
const SOUTH = 20.9;
const EAST = 112;
const NORTH = 26.4;
const TOWNS = 1500;
const VERTICES_PER_ROAD = 20;
const STEP_M = 100;

/** Numbers 0..1 that are the same on every machine. Source: mulberry32 (T. Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Scatter {
  readonly #random: () => number;
  readonly #towns: readonly (readonly [number, number])[];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.#towns = Array.from({ length: TOWNS }, () => this.#anywhere());
  }

  uniform(): number {
    return this.#random();
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random()));
    return radius * Math.cos(2 * Math.PI * this.#random());
  }

  /** A place near a town, or (as often as `wild` says) anywhere; rounded as exports are. */
  place(wild: number, spread: number): readonly [number, number] {
    if (this.#random() < wild) return this.#anywhere();
    const [x, y] = this.#towns[Math.floor(this.#random() ** 1.5 * TOWNS)]!;
    const lng = Math.min(EAST, Math.max(WEST, x + this.normal() * spread));
    const lat = Math.min(NORTH, Math.max(SOUTH, y + this.normal() * spread));
    return [round(lng), round(lat)];
  }

  #anywhere(): readonly [number, number] {
    return [
      round(WEST + this.#random() * (EAST - WEST)),
      round(SOUTH + this.#random() * (NORTH - SOUTH)),
    ];
  }
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** Roads as random walks of about 20 vertices and 2 km; one step in 500 is a long straight of kilometres. */
function roadColumns(scatter: Scatter, roads: number): FeatureColumns {
  const vertexOf = new Int32Array(roads + 1);
  const coordinates: number[] = [];
  for (let road = 0; road < roads; road++) {
    let [x, y] = scatter.place(0.2, 0.07);
    let heading = scatter.uniform() * 2 * Math.PI;
    const vertices = Math.max(2, Math.round(VERTICES_PER_ROAD * (0.5 + scatter.uniform())));
    for (let v = 0; v < vertices; v++) {
      coordinates.push(round(x), round(y));
      heading += scatter.normal() * 0.35;
      const longer = scatter.uniform() < 0.002 ? 30 : 1;
      const step = STEP_M * (0.3 + 1.4 * scatter.uniform()) * longer;
      x += (Math.cos(heading) * step) / 102_000;
      y += (Math.sin(heading) * step) / 110_800;
    }
    vertexOf[road + 1] = coordinates.length / 2;
  }
  return {
    ...noFeatures("road"),
    count: roads,
    id: Int32Array.from({ length: roads }, (_, i) => i + 1),
    name: Array.from({ length: roads }, () => null),
    class: new Uint8Array(roads).fill(1),
    classes: ["", "village"],
    surface: new Uint8Array(roads),
    allSeason: new Uint8Array(roads).fill(YES),
    geometry: new Uint8Array(roads).fill(LINE),
    partOf: Int32Array.from({ length: roads + 1 }, (_, i) => i),
    role: new Uint8Array(roads),
    vertexOf,
    coordinates: Float64Array.from(coordinates),
  };
}

function noFeatures(sector: Sector): FeatureColumns {
  return {
    sector,
    count: 0,
    id: new Int32Array(0),
    name: [],
    class: new Uint8Array(0),
    classes: [""],
    surface: new Uint8Array(0),
    surfaces: [""],
    allSeason: new Uint8Array(0),
    numbers: {},
    geometry: new Uint8Array(0),
    partOf: new Int32Array(1),
    vertexOf: new Int32Array(1),
    role: new Uint8Array(0),
    coordinates: new Float64Array(0),
  };
}

function bySector<Value>(make: (sector: Sector) => Value): Record<Sector, Value> {
  return Object.fromEntries(SECTORS.map((sector) => [sector, make(sector)])) as Record<
    Sector,
    Value
  >;
}

/** A seeded region of villages and roads, in one area that is surveyed in every sector. */
export function syntheticRegion(villages: number, roads: number, seed = 42): Snapshot {
  const scatter = new Scatter(seed);
  const lng = new Float64Array(villages);
  const lat = new Float64Array(villages);
  const households = new Int32Array(villages);
  for (let i = 0; i < villages; i++) {
    [lng[i], lat[i]] = scatter.place(0.25, 0.09) as [number, number];
    households[i] = Math.max(1, Math.round(Math.exp(3.4 + 0.8 * scatter.normal())));
  }
  const noOutlines = (rows: number) => ({
    polygonOf: new Int32Array(rows + 1),
    ringOf: new Int32Array(1),
    vertexOf: new Int32Array(1),
    coordinates: new Float64Array(0),
  });
  return {
    regionCode: "45",
    dataVersion: `synthetic ${seed}`,
    areas: {
      count: 1,
      id: Int32Array.of(1),
      code: ["45"],
      name: ["synthetic"],
      pinyin: [null],
      level: Uint8Array.of(0),
      parent: Int32Array.of(-1),
      lng: Float64Array.of(NaN),
      lat: Float64Array.of(NaN),
      attributes: {},
      outline: noOutlines(1),
      surveyed: bySector(() => Uint8Array.of(YES)),
    },
    villages: {
      count: villages,
      id: Int32Array.from({ length: villages }, (_, i) => i + 1),
      code: Array.from({ length: villages }, () => null),
      name: Array.from({ length: villages }, () => ""),
      lng,
      lat,
      area: new Int32Array(villages),
      households,
      persons: households.map((n) => n * 4),
      poorHouseholds: new Int32Array(villages).fill(-1),
      poorPersons: new Int32Array(villages).fill(-1),
      willingHouseholds: new Int32Array(villages).fill(-1),
      attributes: {},
      attested: bySector(() => new Uint8Array(villages).fill(NOT_RECORDED)),
      outline: noOutlines(villages),
    },
    features: {
      ...bySector(noFeatures),
      road: roadColumns(scatter, roads),
    },
  };
}
