import { booleanPointInPolygon } from "@turf/turf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { indexVillages, villageKey, villagesInRing } from "../../client/map/select-villages.ts";
import { buildSnapshot } from "../core/support/build-snapshot.ts";

type Position = [number, number];
const placed = (places: readonly Position[]) => ({
  lng: Float64Array.from(places, ([lng]) => lng),
  lat: Float64Array.from(places, ([, lat]) => lat),
});
/** What Turf says of each place; its border belongs to the polygon too. */
function oracle(places: readonly Position[], ring: readonly Position[]): number[] {
  const closed = { type: "Polygon" as const, coordinates: [[...ring, ring[0]!]] };
  return places.flatMap((place, row) => (booleanPointInPolygon(place, closed) ? [row] : []));
}

const square: Position[] = [
  [107, 24],
  [108, 24],
  [108, 25],
  [107, 25],
];

test("the border belongs to the shape: edges and vertices select, a hair outside does not", () => {
  const places: Position[] = [
    [107.5, 24.5],
    [107, 24],
    [107.5, 24],
    [108, 24.25],
    [107.5, 25],
    [108 + 1e-9, 24.5],
    [107.5, 24 - 1e-9],
    [106.9, 24],
  ];
  expect([...villagesInRing(placed(places), square)]).toEqual([0, 1, 2, 3, 4]);
});

test("an open ring and a closed one select the same", () => {
  const places: Position[] = [
    [107.2, 24.9],
    [109, 24],
  ];
  expect(villagesInRing(placed(places), [...square, square[0]!])).toEqual(
    villagesInRing(placed(places), square),
  );
});

test("a line, a point and nothing select nothing", () => {
  const places: Position[] = [[107, 24]];
  for (const ring of [[], square.slice(0, 1), square.slice(0, 2)])
    expect(villagesInRing(placed(places), ring)).toHaveLength(0);
});

test("what the ring crosses twice is outside: the middle of a star drawn in one stroke", () => {
  const star = [0, 2, 4, 1, 3].map((k): Position => {
    const angle = (k * 2 * Math.PI) / 5;
    return [Math.cos(angle), Math.sin(angle)];
  });
  const places: Position[] = [
    [0, 0],
    [0.8, 0],
  ];
  expect([...villagesInRing(placed(places), star)]).toEqual([1]);
  expect(oracle(places, star)).toEqual([1]);
});

test("on a lattice, where borders and vertices are met all the time, it agrees with Turf", () => {
  const lattice = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }));
  const every: Position[] = [];
  for (let x = -7; x <= 7; x++) for (let y = -7; y <= 7; y++) every.push([x, y]);
  fc.assert(
    fc.property(fc.array(lattice, { minLength: 3, maxLength: 12 }), (ring) => {
      expect([...villagesInRing(placed(every), ring)]).toEqual(oracle(every, ring));
    }),
    { numRuns: 400 },
  );
});

test("anywhere, with lassos of many vertices, it agrees with Turf", () => {
  const degrees = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
  const place = fc.tuple(degrees(104, 112), degrees(20, 27));
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 3, maxLength: 300 }),
      fc.array(place, { minLength: 1, maxLength: 60 }),
      (ring, places) => {
        expect([...villagesInRing(placed(places), ring)]).toEqual(oracle(places, ring));
      },
    ),
    { numRuns: 200 },
  );
});

test("all of Guangxi under a lasso of 300 vertices takes less than Turf takes for a tenth of it", () => {
  const count = 165_000;
  const lng = Float64Array.from({ length: count }, (_, i) => 104.4 + ((i * 0.618034) % 1) * 7.6);
  const lat = Float64Array.from({ length: count }, (_, i) => 20.9 + ((i * 0.754878) % 1) * 5.5);
  const lasso = Array.from({ length: 300 }, (_, i): Position => {
    const angle = (i * 2 * Math.PI) / 300;
    const wobble = 1 + 0.1 * Math.sin(angle * 17);
    return [108.2 + 3.6 * wobble * Math.cos(angle), 23.6 + 2.5 * wobble * Math.sin(angle)];
  });
  const least = (work: () => void): number =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const start = performance.now();
        work();
        return performance.now() - start;
      }),
    );
  const ours = least(() => {
    expect(villagesInRing({ lng, lat }, lasso).length).toBeGreaterThan(80_000);
  });
  const ring = { type: "Polygon" as const, coordinates: [[...lasso, lasso[0]!]] };
  const peer = least(() => {
    let inside = 0;
    for (let i = 0; i < count; i += 10)
      if (booleanPointInPolygon([lng[i]!, lat[i]!], ring)) inside++;
    expect(inside).toBeGreaterThan(8_000);
  });
  expect(ours).toBeLessThan(peer);
});

test("a village goes by its code, or by its number in the data where it has none", () => {
  const { villages } = buildSnapshot({ villages: [{ at: [107, 24] }, { at: [108, 24] }] });
  const mixed = { ...villages, code: ["451221001001001", null] };
  expect(villageKey(mixed, 0)).toBe("451221001001001");
  expect(villageKey(mixed, 1)).toBe("#2");
  const { rowOfKey, rowOfId } = indexVillages(mixed);
  expect(rowOfKey.get("#2")).toBe(1);
  expect(rowOfId.get(1)).toBe(0);
  expect(indexVillages(mixed)).toBe(indexVillages(mixed));
});
