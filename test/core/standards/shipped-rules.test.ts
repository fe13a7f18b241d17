import type { Position } from "geojson";
import { describe, expect, test } from "vitest";
import { REASONS, STATUSES } from "../../../core/contract/coverage.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";
import { buildSnapshot, type TestArea, type TestRegion } from "../support/build-snapshot.ts";
import { east, point, road, square, VILLAGE } from "../support/judge.ts";

/** The verdict of a shipped rule on the first unit of a region, in words. */
function judged(id: string, region: TestRegion) {
  const shipped = SHIPPED_RULES.find((one) => one.id === id)!;
  const verdicts = measureCoverage(buildSnapshot(region), shipped);
  return { status: STATUSES[verdicts.status[0]!], reason: REASONS[verdicts.reason[0]!] };
}
const status = (id: string, region: TestRegion) => judged(id, region).status;
/** A village of 25 households with everything recorded that is not told otherwise. */
const village = (attributes: Record<string, boolean> = {}, more: Record<string, unknown> = {}) => ({
  at: VILLAGE,
  households: 25,
  persons: 100,
  attributes: { qualified: true, rural: true, waterScarce: false, karst: false, ...attributes },
  ...more,
});

describe("village road", () => {
  test.each([
    [499, "served"],
    [501, "unserved"],
  ])("an earth road %i m away: %s", (metres, expected) => {
    const features = { road: [road(metres, { class: "village", surface: "earth" })] };
    expect(status("village-road", { villages: [village()], features })).toBe(expected);
  });

  test("a road of a class that the system does not know is a road", () => {
    const features = { road: [road(100, { class: "RR(T)" })] };
    expect(status("village-road", { villages: [village()], features })).toBe("served");
  });

  test("a hamlet of 19 households is not asked for", () => {
    const hamlet = village({}, { households: 19 });
    expect(status("village-road", { villages: [hamlet] })).toBe("notEligible");
  });
});

describe("village road that was accepted or is up to standard", () => {
  const standard = {
    roadbedWidthM: 4.5,
    surfaceWidthM: 3.5,
    gravelCm: 15,
    curveRadiusM: 15,
    gradePercent: 10,
  };
  const by = (more: Record<string, unknown>) =>
    status("accepted-village-road", {
      villages: [village()],
      features: { road: [road(100, more)] },
    });

  test("an accepted road counts, whatever its width", () => {
    expect(by({ accepted: true, numbers: { ...standard, surfaceWidthM: 3 } })).toBe("served");
  });

  test("a road just up to standard counts though it was never accepted", () => {
    expect(by({ accepted: false, numbers: standard })).toBe("served");
  });

  test.each([
    ["roadbedWidthM", 4.4],
    ["surfaceWidthM", 3.4],
    ["gravelCm", 14],
    ["curveRadiusM", 14],
    ["gradePercent", 10.5],
  ])("a road never accepted with %s of %f does not", (name, value) => {
    expect(by({ accepted: false, numbers: { ...standard, [name]: value } })).toBe("unserved");
  });

  test("a road of which neither acceptance nor all figures are recorded leaves the village unknown", () => {
    expect(by({})).toBe("unknown");
    expect(by({ accepted: false, numbers: { surfaceWidthM: 4 } })).toBe("unknown");
    expect(by({ accepted: false, numbers: { surfaceWidthM: 3 } })).toBe("unserved");
  });

  test("what was reported does not replace acceptance", () => {
    const reported = village({}, { attested: { road: true } });
    expect(status("accepted-village-road", { villages: [reported] })).toBe("unserved");
  });
});

const TREE: readonly TestArea[] = [
  { code: "R", level: "region" },
  { code: "T", level: "township", parent: "R", seat: VILLAGE, outline: square(107.9, 22.9, 0.2) },
  {
    code: "A",
    level: "administrativeVillage",
    parent: "T",
    seat: VILLAGE,
    outline: square(107.98, 22.98, 0.04),
    attributes: { qualified: true },
  },
];

describe("hardened road to the administrative village", () => {
  const hardened = (metres: number, surface?: string, areas = TREE) =>
    status("hardened-road", {
      areas,
      features: { road: [road(metres, surface === undefined ? {} : { surface })] },
    });

  test.each([
    ["cement", "served"],
    ["asphalt", "served"],
    ["gravel", "unserved"],
    [undefined, "unknown"],
  ])("a road of surface %s past the seat: %s", (surface, expected) => {
    expect(hardened(100, surface)).toBe(expected);
  });

  test("a hardened road elsewhere in its territory does not reach the seat", () => {
    expect(hardened(1500, "cement")).toBe("unserved");
  });

  test("only qualified administrative villages count", () => {
    const told = (qualified: boolean) => [
      ...TREE.slice(0, 2),
      { ...TREE[2]!, attributes: { qualified } },
    ];
    expect(hardened(100, "cement", told(false))).toBe("notEligible");
    const unsaid = [...TREE.slice(0, 2), { ...TREE[2]!, attributes: {} }];
    expect(hardened(100, "cement", unsaid)).toBe("unknown");
  });
});

describe("drinking water", () => {
  const safe = { quantityLPerHeadDay: 35, daysOffPerYear: 36 };
  const source = (metres: number, numbers: Record<string, number>, kind = "source") =>
    point(east(metres), { class: kind, numbers });
  const water = (feature: ReturnType<typeof source>, attributes = {}) =>
    status("drinking-water", { villages: [village(attributes)], features: { water: [feature] } });
  const area = (numbers: Record<string, number>) => ({
    geometry: square(107.9, 22.9, 0.2),
    class: "supplyArea",
    numbers,
  });

  test.each([
    [799, "served"],
    [801, "unserved"],
  ])("a safe spring %i m away: %s", (metres, expected) => {
    expect(water(source(metres, safe))).toBe(expected);
  });

  test.each([
    [{ quantityLPerHeadDay: 34, daysOffPerYear: 0 }, "unserved"],
    [{ quantityLPerHeadDay: 60, daysOffPerYear: 37 }, "unserved"],
    [{ quantityLPerHeadDay: 60 }, "unknown"],
    [safe, "served"],
  ])(
    "one criterion that fails makes it unsafe, one not recorded unknown: %j",
    (numbers, expected) => {
      expect(water(source(100, numbers as Record<string, number>))).toBe(expected);
    },
  );

  test("where water is scarce 20 litres are enough, elsewhere they are not", () => {
    const little = { quantityLPerHeadDay: 20, daysOffPerYear: 10 };
    expect(water(source(100, little), { waterScarce: true })).toBe("served");
    expect(water(source(100, little))).toBe("unserved");
    expect(water(source(100, { ...little, quantityLPerHeadDay: 19 }), { waterScarce: true })).toBe(
      "unserved",
    );
  });

  test("tanks and cellars count in karst only", () => {
    expect(water(source(100, safe, "tank"), { karst: true })).toBe("served");
    expect(water(source(100, safe, "tank"))).toBe("unserved");
  });

  test("a pipe that passes by serves nobody, a supply area serves whom it holds", () => {
    expect(water(source(1, safe, "pipe"))).toBe("unserved");
    const features = { water: [area(safe)] };
    expect(judged("drinking-water", { villages: [village()], features })).toEqual({
      status: "served",
      reason: "inside",
    });
  });

  test("a supply area with too many days off does not", () => {
    const features = { water: [area({ ...safe, daysOffPerYear: 60 })] };
    expect(status("drinking-water", { villages: [village()], features })).toBe("unserved");
  });
});

describe("electricity", () => {
  test("a low-voltage line within 500 m serves, a medium-voltage line does not", () => {
    const by = (kind: string, metres: number) =>
      status("electricity", {
        villages: [village()],
        features: { electricity: [road(metres, { class: kind })] },
      });
    expect(by("lowVoltage", 499)).toBe("served");
    expect(by("lowVoltage", 501)).toBe("unserved");
    expect(by("mediumVoltage", 10)).toBe("unserved");
  });

  test("every village counts, the smallest too", () => {
    expect(status("electricity", { villages: [village({}, { households: 1 })] })).toBe("unserved");
  });
});

describe("broadband", () => {
  const network = (kind: string, metres: number, numbers: Record<string, number>) => ({
    broadband: [point(east(metres), { class: kind, numbers })],
  });

  test.each([
    ["node", 999, { mbps: 12 }, "served"],
    ["node", 999, { mbps: 11 }, "unserved"],
    ["node", 999, {}, "unknown"],
    ["node", 1001, { mbps: 100 }, "unserved"],
    ["baseStation", 2999, { mbps: 12, radiusM: 3000 }, "served"],
    ["baseStation", 3001, { mbps: 12, radiusM: 3000 }, "unserved"],
    ["baseStation", 100, { mbps: 8, radiusM: 3000 }, "unserved"],
  ])("a %s %i m away with %j: %s", (kind, metres, numbers, expected) => {
    const features = network(kind, metres, numbers as Record<string, number>);
    expect(status("broadband-natural-village", { villages: [village()], features })).toBe(expected);
  });

  test("an administrative village is served where fibre touches its territory", () => {
    const features = {
      broadband: [road(1900, { class: "fibre", numbers: { mbps: 100 } })],
    };
    expect(status("broadband-administrative-village", { areas: TREE, features })).toBe("served");
  });

  test("a natural village that is not qualified is not asked for", () => {
    expect(status("broadband-natural-village", { villages: [village({ qualified: false })] })).toBe(
      "notEligible",
    );
  });
});

describe("clinic and hospital", () => {
  const facility = (kind: string, at: Position) => ({ facility: [point(at, { class: kind })] });

  test("a clinic anywhere in the administrative village serves it, so does a hospital", () => {
    const corner: Position = [108.018, 23.018];
    expect(judged("clinic", { areas: TREE, features: facility("clinic", corner) })).toEqual({
      status: "served",
      reason: "inside",
    });
    expect(status("clinic", { areas: TREE, features: facility("hospital", corner) })).toBe(
      "served",
    );
    expect(status("clinic", { areas: TREE, features: facility("school", corner) })).toBe(
      "unserved",
    );
  });

  test("a clinic is no hospital for the township", () => {
    expect(status("hospital", { areas: TREE, features: facility("hospital", VILLAGE) })).toBe(
      "served",
    );
    expect(status("hospital", { areas: TREE, features: facility("clinic", VILLAGE) })).toBe(
      "unserved",
    );
  });
});

describe("Rural Access Index", () => {
  const access = (metres: number, more: Record<string, unknown>, attributes = {}) =>
    status("rural-access-index", {
      villages: [village(attributes, { households: 3 })],
      features: { road: [road(metres, more)] },
    });

  test.each([
    [1999, true, "served"],
    [2001, true, "unserved"],
    [100, false, "unserved"],
    [100, undefined, "unknown"],
  ])("a road %i m away, all-season %s: %s", (metres, allSeason, expected) => {
    expect(access(metres, allSeason === undefined ? {} : { allSeason })).toBe(expected);
  });

  test("counts who lives in the countryside", () => {
    expect(access(100, { allSeason: true }, { rural: false })).toBe("notEligible");
  });
});
