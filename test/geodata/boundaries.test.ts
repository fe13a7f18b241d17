import {
  area,
  booleanPointInPolygon,
  featureCollection,
  intersect,
  kinks,
  feature,
} from "@turf/turf";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { beforeAll, expect, test } from "vitest";
import type { BoundaryRecord } from "../../core/contract/record.ts";
import { COUNTIES } from "../../geodata/facts/counties.ts";
import { type DemonstrationRecords, readDemonstration } from "./demonstration-records.ts";

let guangxi: DemonstrationRecords;
let byCode: Map<string, BoundaryRecord>;
beforeAll(() => {
  guangxi = readDemonstration("guangxi");
  byCode = new Map(guangxi.boundaries.map((each) => [each.code, each]));
});

const outlineOf = (record: BoundaryRecord): Polygon | MultiPolygon => {
  if (record.geometry === null) throw new Error(`${record.code} has no outline`);
  return record.geometry;
};
const areaKm2 = (record: BoundaryRecord): number => area(outlineOf(record)) / 1e6;

test("the areas of the parts sum to the area of the whole at every level", () => {
  const sums = new Map<string, number>();
  for (const each of guangxi.boundaries) {
    if (each.parentCode !== null)
      sums.set(each.parentCode, (sums.get(each.parentCode) ?? 0) + areaKm2(each));
  }
  expect(sums.size).toBe(1 + 14 + 111 + 1252);
  const wrong = [...sums].filter(
    ([code, sum]) => Math.abs(sum / areaKm2(byCode.get(code)!) - 1) >= 0.001,
  );
  expect(wrong).toEqual([]);
});

test("every county has about its known area, and the region 237,000 km2", () => {
  const offBy = (share: number, leastKm2: number): string[] =>
    COUNTIES.filter((county) => {
      const ratio = areaKm2(byCode.get(county.code)!) / county.areaKm2;
      return county.areaKm2 >= leastKm2 && (ratio < 1 - share || ratio > 1 + share);
    }).map((county) => county.name);
  // City districts of a few cells keep their area only roughly.
  expect(offBy(0.6, 100)).toEqual([]);
  expect(offBy(0.25, 600)).toEqual([]);
  expect(offBy(0.1, 600).length).toBeLessThanOrEqual(6);
  expect(areaKm2(byCode.get("45")!)).toBeGreaterThan(230_000);
  expect(areaKm2(byCode.get("45")!)).toBeLessThan(245_000);
});

test("neighbours share their vertices: every side of a border is used once in each direction, or lies on the outer outline", () => {
  const sides = new Map<string, number>();
  const key = (from: Position, to: Position) => `${from.join(" ")} ${to.join(" ")}`;
  const add = (record: BoundaryRecord, turn: boolean): void => {
    const outline = outlineOf(record);
    for (const rings of outline.type === "Polygon" ? [outline.coordinates] : outline.coordinates) {
      for (const ring of rings) {
        for (let i = 0; i + 1 < ring.length; i++) {
          const side = turn ? key(ring[i + 1]!, ring[i]!) : key(ring[i]!, ring[i + 1]!);
          sides.set(side, (sides.get(side) ?? 0) + 1);
        }
      }
    }
  };
  for (const each of guangxi.boundaries)
    if (each.level === "administrativeVillage") add(each, false);
  add(byCode.get("45")!, true);
  expect(sides.size).toBeGreaterThan(300_000);
  let unmatched = 0;
  for (const [side, count] of sides) {
    const [a, b, c, d] = side.split(" ");
    if (count !== 1 || !sides.has(`${c} ${d} ${a} ${b}`)) unmatched++;
  }
  expect(unmatched).toBe(0);
});

test("no outline crosses itself and no two neighbours overlap", () => {
  const sample = guangxi.boundaries.filter(
    (each, i) => each.level === "administrativeVillage" && i % 12 === 0,
  );
  expect(sample.length).toBeGreaterThan(1_000);
  for (const each of sample) {
    expect(kinks(outlineOf(each) as Polygon).features).toEqual([]);
  }
  const near = guangxi.boundaries
    .filter((each) => each.level === "administrativeVillage" && each.code.startsWith("451224"))
    .slice(0, 40);
  let neighbours = 0;
  const overlaps: string[] = [];
  for (const [i, a] of near.entries()) {
    const corners = new Set(outlineOf(a).coordinates.flat(1).map(String));
    for (const b of near.slice(i + 1)) {
      if (
        outlineOf(b)
          .coordinates.flat(1)
          .some((at) => corners.has(String(at)))
      )
        neighbours++;
      const common = intersect(featureCollection([feature(outlineOf(a)), feature(outlineOf(b))]));
      if (common !== null && area(common) > 1) overlaps.push(`${a.name} ${b.name}`);
    }
  }
  expect(neighbours).toBeGreaterThan(40);
  expect(overlaps).toEqual([]);
});

test("every natural village lies in its administrative village, every seat in its area", () => {
  const outside = guangxi.villages.filter(
    (village) =>
      !booleanPointInPolygon([...village.position], outlineOf(byCode.get(village.areaCode!)!)),
  );
  expect(outside.map((village) => village.name)).toEqual([]);
  const strayed = guangxi.boundaries.filter(
    (each) => !booleanPointInPolygon([...each.seat!], outlineOf(each)),
  );
  expect(strayed.map((each) => each.name)).toEqual([]);
});

test("the coordinates of all 14,240 administrative villages stay below 25 MB", () => {
  let bytes = 0;
  for (const each of guangxi.boundaries) {
    if (each.level === "administrativeVillage")
      bytes += JSON.stringify(outlineOf(each).coordinates).length;
  }
  expect(bytes).toBeLessThan(25e6);
});
