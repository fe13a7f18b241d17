import { describe, expect, test } from "vitest";
import type { Position } from "geojson";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { snapshotWith } from "../../../core/coverage/snapshot-with.ts";
import { SERVED, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { buildRules, withoutBounds } from "../../../core/policy/build-ways.ts";
import {
  HAZARD,
  KARST,
  layServiceLines,
  RED_LINE,
} from "../../../core/relocation/service-lines.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";
import { buildSnapshot, type TestVillage } from "../support/build-snapshot.ts";

const RULES = buildRules(SHIPPED_RULES);
const AREAS = [
  { code: "R", level: "region" as const },
  { code: "C1", level: "county" as const, parent: "R" },
  { code: "C2", level: "county" as const, parent: "R" },
  { code: "T1", level: "township" as const, parent: "C1" },
];
const ROAD: Position[] = [
  [108, 23.9],
  [108, 24.2],
];
const SAFE = { quantityLPerHeadDay: 40, daysOffPerYear: 0 };
const features = {
  road: [{ geometry: { type: "LineString" as const, coordinates: ROAD }, class: "county" }],
  water: [
    {
      geometry: { type: "Point" as const, coordinates: [108, 24] },
      class: "source",
      numbers: SAFE,
    },
  ],
  electricity: [
    { geometry: { type: "LineString" as const, coordinates: ROAD }, class: "lowVoltage" },
  ],
  broadband: [
    {
      geometry: { type: "LineString" as const, coordinates: ROAD },
      class: "fibre",
      numbers: { mbps: 100 },
    },
  ],
};
const village = (lng: number, lat: number, more: Partial<TestVillage> = {}): TestVillage => ({
  at: [lng, lat],
  area: "T1",
  households: 25,
  persons: 100,
  attributes: { qualified: true, karst: false, hazard: false },
  ...more,
});
const region = (villages: readonly TestVillage[]) =>
  buildSnapshot({ areas: AREAS, villages, features });

test("services are brought by the first rule of each sector that judges natural villages and has a target", () => {
  expect(RULES.map(({ id }) => id)).toEqual([
    "village-road",
    "drinking-water",
    "electricity",
    "broadband-natural-village",
  ]);
});

describe("what building would take", () => {
  test("a hamlet of 12 households that no rule asks a road for lacks it all the same, but is not due", () => {
    const snapshot = region([village(108.03, 24, { households: 12 }), village(108.03, 24.1)]);
    const { services, due } = layServiceLines(snapshot, RULES);
    const road = services[0]!;
    expect(new Set(road.village)).toEqual(new Set([0, 1]));
    expect([...due].map((bits) => bits & 1)).toEqual([0, 1]);
  });

  test("nothing is laid to who is served, and nothing where it cannot be told", () => {
    const snapshot = buildSnapshot({
      areas: [{ ...AREAS[0]!, notSurveyed: ["broadband"] }, ...AREAS.slice(1)].map((area) => ({
        ...area,
        notSurveyed: ["broadband"] as const,
      })),
      villages: [village(108.001, 24), village(108.03, 24)],
      features: { ...features, broadband: [] },
    });
    const { services, unknown } = layServiceLines(snapshot, RULES);
    expect(services.map(({ village: of }) => [...of])).toEqual([[1], [1], [1], []]);
    expect([...unknown]).toEqual([8, 8]);
  });

  test("counties share no line, though they start at any", () => {
    const there = [village(108.03, 24), village(108.05, 24, { area: "C2" })];
    const { services } = layServiceLines(region(there), RULES);
    expect([...services[0]!.parent]).toEqual([-1, -1]);
    const together = [village(108.03, 24), village(108.05, 24)];
    expect([...layServiceLines(region(together), RULES).services[0]!.parent]).toEqual([-1, 0]);
  });

  test("a township is told with its whole county, whose villages it shares lines with", () => {
    const snapshot = region([village(108.03, 24), village(108.05, 24, { area: "C1" })]);
    const township = layServiceLines(snapshot, RULES, 3);
    expect(township).toEqual(layServiceLines(snapshot, RULES, 1));
    expect([...township.id]).toEqual([1, 2]);
    expect([...layServiceLines(snapshot, RULES, 2).id]).toEqual([]);
  });

  test("a county alone is told the same as within its region", () => {
    const snapshot = region([
      village(108.05, 24.02, { area: "C2" }),
      village(108.03, 24),
      village(108.06, 24.01),
    ]);
    const whole = layServiceLines(snapshot, RULES);
    const part = layServiceLines(snapshot, RULES, 1);
    const lengths = ({ id, services }: typeof whole) =>
      services.map(({ village: of, lengthM }) =>
        [...of].map((v, i) => `${id[v]} ${lengthM[i]}`).filter((text) => !text.startsWith("1 ")),
      );
    expect(lengths(part)).toEqual(lengths(whole));
  });

  test("water comes by a pipe to the door, a road and a wire stop where the rule is met", () => {
    const { services } = layServiceLines(region([village(108.03, 24)]), RULES);
    const [road, water, wire, fibre] = services.map(({ lengthM }) => lengthM[0]!);
    expect(road).toBeCloseTo(water! - 500, -1);
    expect(wire).toBeCloseTo(road!, 6);
    expect(fibre).toBeCloseTo(water! - 1000, -1);
  });

  test("a tank may stand where the village is karst or short of water, a spring anywhere", () => {
    const { services } = layServiceLines(
      region([
        village(108.03, 24),
        village(108.03, 24.05, { attributes: { karst: true } }),
        village(108.03, 24.1, { attributes: { karst: false, waterScarce: true } }),
      ]),
      RULES,
    );
    const water = services[1]!;
    expect(water.points).toEqual([
      { class: "source", feeds: true },
      { class: "tank", feeds: false },
    ]);
    const allowed = new Map([...water.village].map((v, i) => [v, water.mayHave[i]]));
    expect([allowed.get(0), allowed.get(1), allowed.get(2)]).toEqual([1, 3, 3]);
  });

  test("hazard and karst are told by the village, hazard and red lines also by zones", () => {
    const there = [
      village(108.03, 24, { attributes: { hazard: true, karst: true } }),
      village(108.03, 24.1),
    ];
    const zones = Uint8Array.from([RED_LINE, HAZARD]);
    expect([...layServiceLines(region(there), RULES, 0, zones).flags]).toEqual([
      HAZARD | KARST | RED_LINE,
      HAZARD,
    ]);
    expect([...layServiceLines(region(there), RULES, 1, zones).flags]).toEqual([
      HAZARD | KARST | RED_LINE,
      HAZARD,
    ]);
  });

  test("roads, wires and fibre laid as told do serve: a coverage run on them leaves nobody without", () => {
    const villages = Array.from({ length: 40 }, (_, i) =>
      village(108 + 0.012 * ((i * 7) % 11) - 0.06, 23.92 + 0.007 * ((i * 13) % 37)),
    );
    const snapshot = region(villages);
    const { services } = layServiceLines(snapshot, RULES);
    for (const [s, rule] of RULES.entries()) {
      const { sector, line, lengthM, ends, village: of } = services[s]!;
      if (sector === "water") continue;
      expect(of.length).toBeGreaterThan(5);
      const added = [...lengthM].flatMap((metres, i) => {
        const [ax, ay, bx, by] = ends.subarray(4 * i, 4 * i + 4);
        if (metres === 0) return [];
        const coordinates = [
          [ax!, ay!],
          // A metre further, for the ends are good to less than that.
          [bx! + (bx! - ax!) / metres, by! + (by! - ay!) / metres],
        ];
        const geometry = { type: "LineString" as const, coordinates };
        return [{ id: `${sector} ${i}`, geometry, class: line, numbers: { mbps: 100 } }];
      });
      const after = snapshotWith(snapshot, { [sector]: { added } });
      const every = withoutBounds(rule);
      expect(measureCoverage(snapshot, every).status).toContain(UNSERVED);
      expect(new Set(measureCoverage(after, every).status)).toEqual(new Set([SERVED]));
    }
  });
});
