import { SECTORS, type Sector, IndicatorRule } from "../../core/contract/rule.ts";
import {
  type FeatureColumns,
  LINE,
  NOT_RECORDED,
  type PolygonColumns,
  type Snapshot,
  type Verdicts,
  YES,
} from "../../core/coverage/snapshot.ts";
import type { TileRegion } from "../../server/tiles/handler.ts";
import type { ZoneColumns } from "../../server/tiles/zone-layer.ts";

export interface BenchSize {
  villages: number;
  roads: number;
}

export interface BenchRegion extends TileRegion {
  rule(id: string): IndicatorRule;
  readonly zones: ZoneColumns;
}

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const RULE = IndicatorRule.parse({
  id: "village-road",
  sector: "road",
  unit: "naturalVillage",
  test: { kind: "distance", reachM: 500 },
  target: 0.95,
  source: "bench",
});

/** A seeded region of the given size; every process that makes it gets the same. */
export async function makeBenchRegion(size: BenchSize): Promise<BenchRegion> {
  const random = seeded(7);
  const snapshot = makeSnapshot(size, random);
  const verdicts: Verdicts = {
    ruleId: RULE.id,
    unit: RULE.unit,
    units: Int32Array.from({ length: size.villages }, (_, i) => i),
    status: Uint8Array.from({ length: size.villages }, () => (random() < 0.8 ? 3 : 1)),
    reason: new Uint8Array(size.villages),
    distanceM: new Float64Array(size.villages),
    feature: new Int32Array(size.villages),
  };
  return {
    snapshot,
    version: "bench",
    zones: { count: 0, id: new Int32Array(0), kind: [], name: [], outline: emptyPolygons(0) },
    rule: () => RULE,
    judge: async () => ({ verdicts }),
  };
}

function makeSnapshot({ villages, roads }: BenchSize, random: () => number): Snapshot {
  const hubs = Array.from(
    { length: 1300 },
    () => [104.5 + random() * 7.5, 21.5 + random() * 4.7] as const,
  );
  const near = (): [number, number] => {
    const hub = hubs[Math.floor(random() * hubs.length)]!;
    return [hub[0] + (random() + random() - 1) * 0.16, hub[1] + (random() + random() - 1) * 0.14];
  };
  const lng = new Float64Array(villages);
  const lat = new Float64Array(villages);
  for (let i = 0; i < villages; i++) [lng[i], lat[i]] = near() as [number, number];
  const none = new Int32Array(villages).fill(-1);
  const unrecorded = new Uint8Array(villages).fill(NOT_RECORDED);
  const attested = Object.fromEntries(SECTORS.map((sector) => [sector, unrecorded])) as Record<
    Sector,
    Uint8Array
  >;
  const surveyed = Object.fromEntries(
    SECTORS.map((sector) => [sector, Uint8Array.of(YES)]),
  ) as Record<Sector, Uint8Array>;
  const first = "上下新老大小东西南北中龙石木水山";
  const last = "岜峒垌坡岭塘村屯寨湾洞田林桥坪那弄";
  const pick = (text: string) => text[Math.floor(random() * text.length)]!;
  return {
    regionCode: "45",
    dataVersion: "bench",
    areas: {
      count: 1,
      id: Int32Array.of(1),
      code: ["45"],
      name: ["广西"],
      pinyin: [null],
      level: Uint8Array.of(0),
      parent: Int32Array.of(-1),
      lng: Float64Array.of(108),
      lat: Float64Array.of(24),
      attributes: {},
      outline: emptyPolygons(1),
      surveyed,
    },
    villages: {
      count: villages,
      id: Int32Array.from({ length: villages }, (_, i) => i + 1),
      code: Array.from({ length: villages }, () => null),
      name: Array.from({ length: villages }, () => `${pick(first)}${pick(last)}${pick(last)}屯`),
      lng,
      lat,
      area: new Int32Array(villages),
      households: Int32Array.from({ length: villages }, () =>
        Math.floor(5 + 50 * random() ** 2 + 20 * random()),
      ),
      persons: none,
      poorHouseholds: none,
      poorPersons: none,
      willingHouseholds: none,
      attributes: {},
      attested,
      outline: emptyPolygons(villages),
    },
    features: Object.fromEntries(
      SECTORS.map((sector) => [
        sector,
        sector === "road" ? makeRoads(roads, near, random) : noFeatures(sector),
      ]),
    ) as Record<Sector, FeatureColumns>,
  };
}

function makeRoads(
  count: number,
  near: () => [number, number],
  random: () => number,
): FeatureColumns {
  const vertexOf = new Int32Array(count + 1);
  const coordinates: number[] = [];
  const kind = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const part = i / count;
    kind[i] = part < 0.01 ? 1 : part < 0.03 ? 2 : part < 0.1 ? 3 : part < 0.3 ? 4 : 5;
    let [x, y] = near();
    let heading = random() * 6.283;
    const vertices = 8 + Math.floor(random() * 26);
    const step = kind[i]! < 3 ? 0.01 : 0.002;
    for (let k = 0; k < vertices; k++) {
      coordinates.push(x, y);
      heading += (random() - 0.5) * 1.2;
      x += Math.cos(heading) * step * (0.3 + random());
      y += Math.sin(heading) * step * (0.3 + random());
    }
    vertexOf[i + 1] = coordinates.length / 2;
  }
  return {
    ...noFeatures("road"),
    count,
    id: Int32Array.from({ length: count }, (_, i) => i + 1),
    name: Array.from({ length: count }, () => null),
    class: kind,
    classes: ["", "trunk", "provincial", "county", "township", "village"],
    surface: Uint8Array.from({ length: count }, () => 1 + Math.floor(random() * 4)),
    surfaces: ["", "asphalt", "cement", "gravel", "earth"],
    allSeason: new Uint8Array(count).fill(NOT_RECORDED),
    geometry: new Uint8Array(count).fill(LINE),
    partOf: Int32Array.from({ length: count + 1 }, (_, i) => i),
    vertexOf,
    role: new Uint8Array(count),
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

function emptyPolygons(rows: number): PolygonColumns {
  return {
    polygonOf: new Int32Array(rows + 1),
    ringOf: new Int32Array(1),
    vertexOf: new Int32Array(1),
    coordinates: new Float64Array(0),
  };
}
