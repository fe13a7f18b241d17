import type { Position } from "geojson";
import { describe, expect, test } from "vitest";
import { REASONS, STATUSES } from "../../../core/contract/coverage.ts";
import type { DrawnFeature } from "../../../core/coverage/drawn-feature.ts";
import { SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { createWhatIf } from "../../../core/coverage/what-if.ts";
import { differencesToRebuilt } from "../../bench/what-if-rebuilt.ts";
import { WGS84 } from "../../../core/geodesy/ellipsoid.ts";
import { frameDistanceM } from "../../../core/geodesy/segment-distance.ts";
import { buildSnapshot, rule, type TestRegion } from "../support/build-snapshot.ts";
import { east, point, road, square, VILLAGE, within } from "../support/judge.ts";
import { oracleDestination } from "../support/oracle.ts";

/** A region, a rule and what one would see of it. */
function scene(region: TestRegion, partial: Record<string, unknown>) {
  const snapshot = buildSnapshot({ villages: [{ at: VILLAGE }], ...region });
  const asked = rule(partial);
  const whatIf = createWhatIf(snapshot, asked);
  const told = (n = 0) => {
    expect(differencesToRebuilt(whatIf, snapshot, asked)).toEqual([]);
    const { status, reason, distanceM, feature } = whatIf.verdicts;
    return {
      status: STATUSES[status[n]!],
      reason: REASONS[reason[n]!],
      distanceM: distanceM[n]!,
      feature: feature[n]!,
    };
  };
  return { whatIf, told };
}
const drawn = (id: string, more: object): DrawnFeature => ({ id, ...more }) as DrawnFeature;
const lineOf = (...coordinates: Position[]) => ({ type: "LineString" as const, coordinates });

describe("a drawn road", () => {
  test("serves the village it passes, and says so", () => {
    const { whatIf, told } = scene({}, within(500));
    expect(told()).toMatchObject({ status: "unserved", distanceM: NaN, feature: -1 });
    expect(whatIf.add(drawn("a", road(300)))).toEqual([
      { position: 0, index: 0, from: UNSERVED, to: SERVED },
    ]);
    expect(told()).toMatchObject({ status: "served", reason: "withinReach", feature: 0 });
    expect(whatIf.drawnAt(0)?.id).toBe("a");
    expect(whatIf.counts.served[0]).toBe(1);
  });

  test.each([
    [499.999, "served"],
    [500.001, "unserved"],
  ])("%f m away, where 500 m are the reach: %s", (metres, status) => {
    const { whatIf, told } = scene({ features: { road: [road(900)] } }, within(500));
    whatIf.add(drawn("a", point(east(metres))));
    expect(told().status).toBe(status);
  });

  test("that is moved away leaves the village unserved, at the distance of the next", () => {
    const { whatIf, told } = scene({ features: { road: [road(900)] } }, within(500));
    whatIf.add(drawn("a", road(100)));
    whatIf.add(drawn("b", road(700)));
    expect(whatIf.reshape("a", road(800).geometry)).toEqual([
      { position: 0, index: 0, from: SERVED, to: UNSERVED },
    ]);
    expect(whatIf.drawnAt(told().feature)?.id).toBe("b");
    whatIf.remove("b");
    expect(whatIf.drawnAt(told().feature)?.id).toBe("a");
    whatIf.remove("a");
    expect(told()).toMatchObject({ status: "unserved", feature: 0 });
    expect(whatIf.drawnAt(0)).toBeNull();
  });

  test("follows the hand: what an earlier place of its end served is served no more", () => {
    const villages = Array.from({ length: 40 }, (_, i) => ({ at: east(i * 250), households: i }));
    const { whatIf, told } = scene({ villages }, within(300));
    whatIf.add(drawn("a", { geometry: lineOf([107.99, 23]) }));
    const vertices: Position[] = [[107.99, 23]];
    for (const metres of [500, 2000, 9000, 4000, 100]) {
      for (const north of [23, 23.01, 23.001]) {
        const [lng] = east(metres);
        whatIf.reshape("a", lineOf(...vertices, [lng!, north]));
        told();
      }
      vertices.push([east(metres)[0]!, 23.001]);
    }
    whatIf.reshape("a", lineOf([107.9, 23.1], ...vertices.slice(1)));
    told();
    expect(whatIf.remove("a").every(({ from, to }) => from === SERVED && to === UNSERVED)).toBe(
      true,
    );
    expect(whatIf.counts.served[0]).toBe(0);
  });

  test("that begins at another place, or is a line of one vertex, is not taken for the same", () => {
    const villages = [{ at: VILLAGE, outline: square(108, 23, 0.01) }];
    const { whatIf, told } = scene({ villages }, within(300));
    const rest: Position[] = [
      [108.02, 23.02],
      [108.03, 23.02],
    ];
    // A place that is no number breaks the line: nothing joins its beginning to the rest.
    whatIf.add(drawn("a", { geometry: lineOf([108.1, 23.1], [NaN, 23], ...rest) }));
    expect(told().status).toBe("unserved");
    whatIf.reshape("a", lineOf([108.005, 23.005], [NaN, 23], ...rest));
    expect(told()).toMatchObject({ status: "served", distanceM: 0 });
    whatIf.reshape("a", lineOf([108.1, 23.1], [NaN, 23], ...rest));
    expect(told().status).toBe("unserved");
    whatIf.reshape("a", lineOf([108.005, 23.005]));
    expect(told().status).toBe("served");
    whatIf.reshape("a", lineOf([108.005, 23.005], [NaN, 23]));
    expect(told().status).toBe("served");
    whatIf.reshape("a", lineOf([108.1, 23.1]));
    expect(told().status).toBe("unserved");
  });

  test("that comes nearer with every vertex leaves nothing behind when it is taken back", () => {
    const villages = [{ at: VILLAGE }, { at: east(100) }];
    const { whatIf, told } = scene({ villages, features: { road: [road(9000)] } }, within(500));
    const line = Array.from({ length: 20 }, (_, i) => east(8000 - 400 * i));
    whatIf.add(drawn("a", { geometry: lineOf(line[0]!) }));
    for (let length = 2; length <= 20; length++) {
      whatIf.reshape("a", lineOf(...line.slice(0, length)));
      told();
    }
    for (const length of [19, 12, 11, 3, 1]) {
      whatIf.reshape("a", lineOf(...line.slice(0, length)));
      told();
    }
    whatIf.remove("a");
    expect([told(0).feature, told(1).feature]).toEqual([0, 0]);
  });

  test("makes a village of which only the outline is known unserved and not unknown, however far it is", () => {
    const villages = [{ at: [NaN, NaN], outline: square(108, 23, 0.01) }];
    const { whatIf, told } = scene({ villages }, within(500));
    expect(told()).toMatchObject({ status: "unknown", reason: "noData" });
    expect(whatIf.add(drawn("a", point([109, 24])))).toEqual([
      { position: 0, index: 0, from: UNKNOWN, to: UNSERVED },
    ]);
    expect(told()).toMatchObject({ status: "unserved", reason: "beyondReach" });
    expect(whatIf.remove("a")).toHaveLength(1);
  });

  test("the first in a region, far from everything, is as far as the geodesic says", () => {
    const villages = [{ at: VILLAGE }, { at: [110, 25] }];
    const { whatIf, told } = scene({ villages }, within(500));
    const far: Position[] = [
      [108.4, 23.4],
      [108.6, 23.5],
      [109, 24],
      [109.5, 24.1],
    ];
    whatIf.add(drawn("a", { geometry: lineOf(...far) }));
    for (const n of [0, 1]) expect(told(n).distanceM).toBeGreaterThan(50_000);
    for (let length = 3; length >= 1; length--) {
      whatIf.reshape("a", lineOf(...far.slice(0, length)));
      told();
    }
  });

  test("a hair within reach counts, though the local frame puts another one nearer that is a hair beyond", () => {
    const reachM = 15_000;
    const offM = (azimuth: number) => {
      const [lng, lat] = oracleDestination(108, 23, azimuth, reachM);
      return frameDistanceM(108, 23, lng, lat, lng, lat, WGS84) - reachM;
    };
    const azimuths = Array.from({ length: 72 }, (_, i) => 5 * i).sort((a, b) => offM(a) - offM(b));
    const at = (azimuth: number, metres: number) =>
      point(oracleDestination(108, 23, azimuth, metres));
    const { whatIf, told } = scene({}, within(reachM));
    whatIf.add(drawn("beyond", at(azimuths[0]!, reachM + 0.002)));
    expect(told().status).toBe("unserved");
    expect(whatIf.add(drawn("within", at(azimuths.at(-1)!, reachM - 0.002)))).toHaveLength(1);
    expect(whatIf.drawnAt(told().feature)?.id).toBe("within");
    whatIf.remove("within");
    expect(told().status).toBe("unserved");
  });

  test("leaves the village unknown while its surface is not recorded", () => {
    const { whatIf, told } = scene({}, within(500, { surfaces: ["cement"] }));
    whatIf.add(drawn("a", road(100)));
    expect(told()).toMatchObject({ status: "unknown", reason: "attributeUnknown" });
    whatIf.add(drawn("b", road(200, { surface: "cement" })));
    expect(told().status).toBe("served");
  });

  test("reaches no village without a place", () => {
    const { whatIf, told } = scene({ villages: [{ at: [NaN, NaN] }] }, within(500));
    whatIf.add(drawn("a", road(100)));
    expect(told()).toMatchObject({ status: "unknown", reason: "noData", feature: -1 });
  });
});

describe("a road that is closed", () => {
  const two = { features: { road: [road(100), road(400), road(450)] } };

  test("hands the village to the next, and at last to none", () => {
    const { whatIf, told } = scene(two, within(500));
    expect(whatIf.close(0)).toEqual([]);
    expect(told().feature).toBe(1);
    whatIf.close(2);
    expect(whatIf.close(1)).toEqual([{ position: 0, index: 0, from: SERVED, to: UNSERVED }]);
    expect(told().feature).toBe(-1);
    expect(whatIf.close(1)).toEqual([]);
    expect(whatIf.reopen(1)).toEqual([{ position: 0, index: 0, from: UNSERVED, to: SERVED }]);
    expect(whatIf.reopen(1)).toEqual([]);
    whatIf.reopen(0);
    expect(told().feature).toBe(0);
    expect(whatIf.edits()).toMatchObject({ closed: [2] });
  });

  test("gives way to a drawn detour", () => {
    const { whatIf, told } = scene(two, within(500));
    for (const index of [0, 1, 2]) whatIf.close(index);
    whatIf.add(drawn("detour", road(480)));
    expect(told()).toMatchObject({ status: "served", feature: 3 });
    whatIf.reopen(1);
    expect(told()).toMatchObject({ status: "served", feature: 1 });
  });
});

describe("a feature that is changed", () => {
  const hardened = within(500, { surfaces: ["cement"], where: { surfaceWidthM: { min: 3.5 } } });
  const earth = {
    features: { road: [road(100, { surface: "earth", numbers: { surfaceWidthM: 4 } })] },
  };

  test("serves once it is paved, and no more when the change is taken back", () => {
    const { whatIf, told } = scene(earth, hardened);
    expect(told().status).toBe("unserved");
    expect(whatIf.change(0, { surface: "cement" })).toHaveLength(1);
    expect(told()).toMatchObject({ status: "served", feature: 0 });
    whatIf.change(0, { surface: "cement", numbers: { surfaceWidthM: 3 } });
    expect(told().status).toBe("unserved");
    whatIf.change(0, { surface: null });
    expect(told().status).toBe("unknown");
    expect(whatIf.change(0, null)).toEqual([
      { position: 0, index: 0, from: UNKNOWN, to: UNSERVED },
    ]);
    expect(whatIf.edits().changed!.size).toBe(0);
  });

  test("keeps the change while it is closed", () => {
    const { whatIf, told } = scene(earth, hardened);
    whatIf.change(0, { surface: "cement" });
    whatIf.close(0);
    expect(told().status).toBe("unserved");
    whatIf.reopen(0);
    expect(told().status).toBe("served");
    whatIf.close(0);
    expect(whatIf.change(0, null)).toEqual([]);
    whatIf.reopen(0);
    expect(told().status).toBe("unserved");
  });

  test("reaches as far as its new radius", () => {
    const features = { broadband: [point(east(1000), { numbers: { radiusM: 900 } })] };
    const { whatIf, told } = scene({ features }, { sector: "broadband", test: { kind: "radius" } });
    expect(told().status).toBe("unserved");
    whatIf.change(0, { numbers: { radiusM: 1001 } });
    expect(told().status).toBe("served");
    whatIf.change(0, { numbers: { radiusM: null } });
    expect(told().status).toBe("unknown");
    whatIf.close(0);
    whatIf.reopen(0);
    expect(told().status).toBe("unknown");
    whatIf.change(0, null);
    expect(told().status).toBe("unserved");
    whatIf.close(0);
    whatIf.reopen(0);
    expect(told().status).toBe("unserved");
  });
});

describe("what holds a village or lies in its outline", () => {
  const inside = { sector: "water", test: { kind: "inside" } };

  test("a supply area serves from the moment its corners go round the village", () => {
    const { whatIf, told } = scene({}, inside);
    const corners = square(107.99, 22.99, 0.02).coordinates[0]!;
    const drawing = (count: number) => ({
      type: "Polygon" as const,
      coordinates: [corners.slice(0, count)],
    });
    whatIf.add(drawn("a", { geometry: drawing(1) }));
    expect(told().status).toBe("unserved");
    whatIf.reshape("a", drawing(2));
    expect(told().status).toBe("unserved");
    whatIf.reshape("a", drawing(4));
    expect(told()).toMatchObject({ status: "served", reason: "inside", distanceM: 0 });
    whatIf.reshape("a", square(108.01, 23, 0.02));
    expect(told().status).toBe("unserved");
  });

  test("a clinic drawn inside the outline serves, and a line does not", () => {
    const villages = [{ at: VILLAGE, outline: square(108.01, 23, 0.02) }];
    const { whatIf, told } = scene({ villages }, inside);
    whatIf.add(drawn("line", { geometry: lineOf([108.011, 23.01], [108.02, 23.01]) }));
    expect(told().status).toBe("unserved");
    whatIf.add(drawn("a", point([108.02, 23.01])));
    whatIf.add(drawn("b", point([108.021, 23.01])));
    expect(told()).toMatchObject({ status: "served", feature: 1 });
    whatIf.remove("a");
    expect(told()).toMatchObject({ status: "served", feature: 2 });
  });

  test("of several the one that lies in the outline is named before the one that holds it", () => {
    const villages = [{ at: VILLAGE, outline: square(108.01, 23, 0.02) }];
    const features = { water: [{ geometry: square(107, 22, 3) }] };
    const { whatIf, told } = scene({ villages, features }, { sector: "water", ...within(10) });
    expect(told().feature).toBe(0);
    whatIf.add(drawn("a", point([108.02, 23.01])));
    whatIf.add(drawn("b", point([108.021, 23.01])));
    expect(told().feature).toBe(1);
    whatIf.remove("a");
    expect(told().feature).toBe(2);
    whatIf.close(0);
    whatIf.remove("b");
    expect(told()).toMatchObject({ status: "unserved", feature: -1 });
  });
});

test("a village served through a neighbour is unserved when the neighbour is", () => {
  const villages = [{ at: VILLAGE }, { at: east(600) }, { at: east(1200) }];
  const { whatIf, told } = scene(
    { villages },
    { ...within(500), throughNeighbour: { withinM: 700 } },
  );
  expect(whatIf.add(drawn("a", point(VILLAGE)))).toHaveLength(2);
  expect([told(0).reason, told(1).reason, told(2).reason]).toEqual([
    "withinReach",
    "throughNeighbour",
    "beyondReach",
  ]);
  expect(whatIf.reshape("a", { type: "Point", coordinates: east(1300) })).toHaveLength(2);
  expect([told(0).status, told(1).status, told(2).status]).toEqual([
    "unserved",
    "served",
    "served",
  ]);
  expect(whatIf.remove("a")).toHaveLength(2);
});

test("counts follow in the village's area and all areas above, with its households and persons", () => {
  const areas = [
    { code: "R", level: "region" as const },
    { code: "C1", level: "county" as const, parent: "R" },
    { code: "C2", level: "county" as const, parent: "R" },
  ];
  const villages = [
    { at: VILLAGE, area: "C1", households: 20, persons: 81 },
    { at: east(100), area: "C1" },
    { at: east(200), area: "C2", households: 7, persons: 30 },
  ];
  const { whatIf } = scene({ areas, villages }, { ...within(150), eligible: { minHouseholds: 8 } });
  const shown = () => [...whatIf.counts.served];
  expect(shown()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  whatIf.add(drawn("a", point(VILLAGE)));
  // The second village's eligibility cannot be told, the third's is known to fail.
  expect(shown()).toEqual([1, 20, 81, 1, 20, 81, 0, 0, 0]);
  expect([...whatIf.counts.unknown.subarray(0, 3)]).toEqual([1, 0, 0]);
  whatIf.remove("a");
  expect(shown()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("an id that is drawn already, or not drawn, and an index that is no feature are refused", () => {
  const { whatIf, told } = scene({ features: { road: [road(900)] } }, within(500));
  whatIf.add(drawn("a", road(300)));
  const before = told();
  expect(() => whatIf.add(drawn("a", road(100)))).toThrow(RangeError);
  expect(() => whatIf.reshape("b", road(100).geometry)).toThrow(RangeError);
  expect(() => whatIf.remove("b")).toThrow(RangeError);
  for (const index of [-1, 1, 0.5]) {
    expect(() => whatIf.close(index)).toThrow(RangeError);
    expect(() => whatIf.reopen(index)).toThrow(RangeError);
    expect(() => whatIf.change(index, {})).toThrow(RangeError);
  }
  expect(told()).toEqual(before);
});
