import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DrawnFeature } from "../../../core/coverage/drawn-feature.ts";
import { columnsOf } from "../../../core/coverage/drawn-feature.ts";
import { rowOf } from "../../../core/coverage/feature-rows.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { polygonOfFeature } from "../../../core/coverage/polygons.ts";
import { segmentsOf } from "../../../core/coverage/segments.ts";
import { NOT_RECORDED, POLYGON, YES } from "../../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../../core/coverage/snapshot-with.ts";
import { unitsOf } from "../../../core/coverage/units.ts";
import { buildSnapshot, type TestFeature } from "../support/build-snapshot.ts";
import { east, point, road, square, VILLAGE } from "../support/judge.ts";
import { feature, region, RULES } from "../support/random-region.ts";

const line = (id: string, metres: number, more: Partial<DrawnFeature> = {}): DrawnFeature => ({
  id,
  ...(road(metres) as Pick<DrawnFeature, "geometry">),
  ...more,
});

describe("a snapshot with other features", () => {
  const villages = [{ at: VILLAGE }];
  const roads = [
    road(100, { class: "county", surface: "cement", numbers: { surfaceWidthM: 4 } }),
    road(200, { class: "village" }),
    point(east(300)),
  ];
  const snapshot = buildSnapshot({ villages, features: { road: roads, water: [point(VILLAGE)] } });
  const { road: before } = snapshot.features;

  test("has what was added behind what was there, with all that is recorded of it", () => {
    const { road: after } = snapshotWith(snapshot, {
      road: {
        added: [
          line("a", 5, { class: "track", surface: "cement", numbers: { curveRadiusM: 15.1 } }),
          line("b", 6, { name: "new road", allSeason: true, accepted: true }),
        ],
      },
    }).features;
    expect(after.count).toBe(5);
    expect([...after.id.subarray(3)]).toEqual([-1, -2]);
    expect(after.name[4]).toBe("new road");
    expect([...after.class].map((code) => after.classes[code])).toEqual([
      "county",
      "village",
      "",
      "track",
      "",
    ]);
    expect([...after.surface].map((code) => after.surfaces[code])).toEqual([
      "cement",
      "",
      "",
      "cement",
      "",
    ]);
    expect([...after.numbers["surfaceWidthM"]!]).toEqual([4, NaN, NaN, NaN, NaN]);
    expect([...after.numbers["curveRadiusM"]!].slice(2)).toEqual([NaN, Math.fround(15.1), NaN]);
    expect([after.allSeason[4], after.accepted![4], after.accepted![3]]).toEqual([
      YES,
      YES,
      NOT_RECORDED,
    ]);
    expect(segmentsOf(after, [3, 4]).ends).toEqual(
      segmentsOf(columnsOf("road", [line("a", 5), line("b", 6)]), [0, 1]).ends,
    );
  });

  test("keeps the index of every feature when one is closed, and finds the closed one nowhere", () => {
    const { road: after } = snapshotWith(snapshot, { road: { closed: [0, 2] } }).features;
    expect(after.count).toBe(3);
    expect(segmentsOf(after, [0, 2]).count).toBe(0);
    expect(segmentsOf(after, [1])).toEqual(segmentsOf(before, [1]));
    expect(after.class).toBe(before.class);
  });

  test("changes only what a change names; null is not recorded", () => {
    const changed = new Map([
      [0, { surface: "earth", numbers: { surfaceWidthM: null, gravelCm: 10 } }],
      [1, { class: null, allSeason: false, accepted: true }],
    ]);
    const { road: after } = snapshotWith(snapshot, { road: { changed } }).features;
    expect([...after.surface].map((code) => after.surfaces[code])).toEqual(["earth", "", ""]);
    expect([...after.class].map((code) => after.classes[code])).toEqual(["county", "", ""]);
    expect([...after.numbers["surfaceWidthM"]!]).toEqual([NaN, NaN, NaN]);
    expect([...after.numbers["gravelCm"]!]).toEqual([10, NaN, NaN]);
    expect([...after.allSeason]).toEqual([NOT_RECORDED, 0, NOT_RECORDED]);
    expect([...after.accepted!]).toEqual([NOT_RECORDED, YES, NOT_RECORDED]);
    expect(after.coordinates).toBe(before.coordinates);
  });

  test("shares what it does not change, and leaves the old one as it was", () => {
    const was = structuredClone(snapshot);
    const next = snapshotWith(snapshot, {
      road: { added: [line("a", 1)], closed: [1], changed: new Map([[0, { class: "x" }]]) },
    });
    expect(next.villages).toBe(snapshot.villages);
    expect(next.features.water).toBe(snapshot.features.water);
    expect(unitsOf(next, "naturalVillage")).toBe(unitsOf(snapshot, "naturalVillage"));
    expect(snapshot).toEqual(was);
    expect(next.dataVersion).not.toBe(snapshot.dataVersion);
    expect(snapshotWith(snapshot, {}, "v2")).toEqual({ ...snapshot, dataVersion: "v2" });
  });

  test.each([-1, 3, 0.5, NaN])("there is no feature %f to close or change", (index) => {
    expect(() => snapshotWith(snapshot, { road: { closed: [index] } })).toThrow(RangeError);
    const changed = new Map([[index, { class: "x" }]]);
    expect(() => snapshotWith(snapshot, { road: { changed } })).toThrow(RangeError);
  });

  test("a 257th class is refused", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => line(`${i}`, 1, { class: `class ${i}` }));
    // "" and two classes of the snapshot are there.
    expect(
      snapshotWith(snapshot, { road: { added: many(253) } }).features.road.classes,
    ).toHaveLength(256);
    expect(() => snapshotWith(snapshot, { road: { added: many(254) } })).toThrow(RangeError);
  });
});

describe("a drawn geometry", () => {
  const columns = (geometry: DrawnFeature["geometry"]) =>
    columnsOf("water", [{ id: "1", geometry }]);

  test("of any kind is the same as the one a file brings", () => {
    const geometries: DrawnFeature["geometry"][] = [
      { type: "Point", coordinates: [108, 23, 400] },
      { type: "MultiPoint", coordinates: [VILLAGE, east(10)] },
      { type: "LineString", coordinates: [VILLAGE, east(10)] },
      { type: "MultiLineString", coordinates: [[VILLAGE, east(10)], [east(20)]] },
      square(108, 23, 0.1),
      {
        type: "MultiPolygon",
        coordinates: [square(1, 2, 3).coordinates, square(9, 9, 1).coordinates],
      },
    ];
    for (const geometry of geometries) {
      const file = buildSnapshot({ features: { water: [{ geometry }] } }).features.water;
      const drawn = columns(geometry);
      for (const key of ["geometry", "partOf", "vertexOf", "role", "coordinates"] as const) {
        expect(drawn[key]).toEqual(file[key]);
      }
    }
  });

  test("whose ring is not closed yet is closed", () => {
    const open = {
      type: "Polygon" as const,
      coordinates: [square(1, 2, 3).coordinates[0]!.slice(0, 3)],
    };
    expect(polygonOfFeature(columns(open), 0)?.coordinates).toEqual([
      [
        [
          [1, 2],
          [4, 2],
          [4, 5],
          [1, 2],
        ],
      ],
    ]);
  });

  test("without a vertex yet has no parts", () => {
    for (const coordinates of [[], [[]]]) {
      const nothing = columns({ type: "Polygon", coordinates });
      expect([nothing.geometry[0], nothing.role.length]).toEqual([POLYGON, 0]);
    }
    expect(segmentsOf(columns({ type: "LineString", coordinates: [] }), [0]).count).toBe(0);
  });
});

test("one row as columns of its own says the same of the feature", () => {
  fc.assert(
    fc.property(fc.array(feature("road"), { minLength: 1, maxLength: 5 }), (rows) => {
      const { road: all } = buildSnapshot({ features: { road: rows } }).features;
      rows.forEach((_, i) => {
        const one = rowOf(all, i);
        expect(one.classes[one.class[0]!]).toBe(all.classes[all.class[i]!]);
        expect(one.accepted![0]).toBe(all.accepted![i]);
        for (const [name, column] of Object.entries(all.numbers)) {
          expect(one.numbers[name]![0]).toBe(column[i]);
        }
        expect(segmentsOf(one, [0]).ends).toEqual(segmentsOf(all, [i]).ends);
        expect(polygonOfFeature(one, 0)).toEqual(polygonOfFeature(all, i));
      });
    }),
    { numRuns: 50 },
  );
});

test("judged with features added, closed and changed is what a snapshot built from those rows gives", () => {
  fc.assert(
    fc.property(
      region,
      fc.array(feature("road"), { maxLength: 3 }),
      fc.array(fc.constantFrom("kept", "closed", "changed"), { minLength: 6, maxLength: 6 }),
      feature("road"),
      (there, added, fates, other) => {
        const rows = there.features!.road!;
        const indices = (fate: string) => rows.flatMap((_, i) => (fates[i] === fate ? [i] : []));
        const { class: kind = null, surface = null, allSeason = null, accepted = null } = other;
        const numbers = { ...other.numbers, radiusM: other.numbers?.["radiusM"] ?? null };
        const edited = snapshotWith(buildSnapshot(there), {
          road: {
            added: added.map((one, i) => ({ ...one, id: `${i}` }) as DrawnFeature),
            closed: indices("closed"),
            changed: new Map(
              indices("changed").map((i) => [
                i,
                { class: kind, surface, allSeason, accepted, numbers },
              ]),
            ),
          },
        });
        // In the row of a closed one stands something that is nowhere.
        const built = rows.map((row, i): TestFeature => {
          if (fates[i] === "closed") return point([NaN, NaN]);
          if (fates[i] === "kept") return row;
          const told: Record<string, number> = { ...row.numbers, ...other.numbers };
          if (other.numbers?.["radiusM"] === undefined) delete told["radiusM"];
          return { ...other, geometry: row.geometry, numbers: told };
        });
        const truth = buildSnapshot({
          ...there,
          features: { ...there.features, road: [...built, ...added] },
        });
        for (const rule of RULES.filter((one) => one.sector === "road")) {
          expect(measureCoverage(edited, rule)).toEqual(measureCoverage(truth, rule));
        }
      },
    ),
    { numRuns: 100 },
  );
});
