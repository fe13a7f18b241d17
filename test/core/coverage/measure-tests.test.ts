import { describe, expect, test } from "vitest";
import { type TestRegion } from "../support/build-snapshot.ts";
import { judge, VILLAGE, east, road, point, square, within } from "../support/judge.ts";

describe("distance", () => {
  test("is judged on the ellipsoid, to the millimetre, at the threshold itself", () => {
    const region = { villages: [{ at: VILLAGE }], features: { road: [point(east(500))] } };
    expect(judge(region, within(500.002)).status).toBe("served");
    expect(judge(region, within(499.998)).status).toBe("unserved");
    expect(judge(region, within(499.998)).distanceM).toBeCloseTo(500, 3);
  });

  test("is measured to the middle of segments, not to vertices", () => {
    const region = { villages: [{ at: VILLAGE }], features: { road: [road(300)] } };
    expect(judge(region, within(301)).distanceM).toBeCloseTo(300, 2);
  });

  test("of an unserved village is still told, with the feature", () => {
    const region = { villages: [{ at: VILLAGE }], features: { road: [road(9000), road(800)] } };
    const verdict = judge(region, within(500));
    expect(verdict).toMatchObject({ status: "unserved", reason: "beyondReach", feature: 1 });
    expect(verdict.distanceM).toBeCloseTo(800, 1);
  });

  test("where nothing was built at all, a surveyed village is unserved without a distance", () => {
    expect(judge({ villages: [{ at: VILLAGE }] }, within(500))).toEqual({
      status: "unserved",
      reason: "beyondReach",
      distanceM: NaN,
      feature: -1,
    });
  });

  test("to a polygon feature that holds the village is 0", () => {
    const features = { water: [{ geometry: square(107.9, 22.9, 0.2) }] };
    const verdict = judge(
      { villages: [{ at: VILLAGE }], features },
      { sector: "water", ...within(10) },
    );
    expect(verdict).toMatchObject({ status: "served", distanceM: 0, feature: 0 });
  });
});

describe("from an outline", () => {
  const outline = square(108.01, 22.99, 0.02);
  const region = (features: TestRegion["features"]): TestRegion => ({
    villages: [{ at: VILLAGE, outline }],
    features: features!,
  });

  test("a road that crosses or lies in it is 0 m away", () => {
    const crossing = {
      geometry: {
        type: "LineString" as const,
        coordinates: [
          [108, 23],
          [108.1, 23],
        ],
      },
    };
    const inside = {
      geometry: {
        type: "LineString" as const,
        coordinates: [
          [108.015, 23],
          [108.02, 23],
        ],
      },
    };
    for (const one of [crossing, inside]) {
      expect(judge(region({ road: [one] }), within(1))).toMatchObject({
        status: "served",
        distanceM: 0,
      });
    }
  });

  test("a road beside it is as far as the nearest edge", () => {
    const verdict = judge(region({ road: [road(600)] }), within(500));
    expect(verdict.status).toBe("served");
    expect(verdict.distanceM).toBeLessThan(430);
    expect(verdict.distanceM).toBeGreaterThan(420);
  });

  test("the seat may be asked for instead", () => {
    expect(judge(region({ road: [road(600)] }), within(500, { from: "seat" })).status).toBe(
      "unserved",
    );
  });

  test("a supply area that holds the whole outline is 0 m away", () => {
    const features = { water: [{ geometry: square(107, 22, 2) }] };
    expect(judge(region(features), { sector: "water", ...within(1) }).distanceM).toBe(0);
  });

  test("a road in a hole of the outline is as far as the hole's edge", () => {
    const holed = {
      type: "Polygon" as const,
      coordinates: [
        ...square(108, 23, 0.1).coordinates,
        ...square(108.02, 23.02, 0.06).coordinates,
      ],
    };
    const lone = point([108.05, 23.05]);
    const verdict = judge(
      { villages: [{ at: VILLAGE, outline: holed }], features: { road: [lone] } },
      within(500),
    );
    expect(verdict.status).toBe("unserved");
    expect(verdict.distanceM).toBeGreaterThan(3000);
    expect(verdict.distanceM).toBeLessThan(3100);
  });
});

describe("which features may serve", () => {
  const gravel = road(100, { class: "village", surface: "gravel" });
  const cement = road(400, { class: "county", surface: "cement" });
  const unrecorded = road(200, { class: "village" });
  const hardened = within(500, { surfaces: ["asphalt", "cement"] });
  const villages = [{ at: VILLAGE }];

  test("only those of a wanted surface", () => {
    expect(judge({ villages, features: { road: [gravel] } }, hardened).status).toBe("unserved");
    expect(judge({ villages, features: { road: [gravel, cement] } }, hardened)).toMatchObject({
      status: "served",
      feature: 1,
    });
  });

  test("where only features are in reach whose surface is not recorded, the village is unknown", () => {
    expect(judge({ villages, features: { road: [unrecorded, gravel] } }, hardened)).toMatchObject({
      status: "unknown",
      reason: "attributeUnknown",
      feature: 0,
    });
    expect(judge({ villages, features: { road: [unrecorded, cement] } }, hardened).status).toBe(
      "served",
    );
  });

  test("a feature known to fail one condition does not serve, whatever else is not recorded", () => {
    const both = within(500, { surfaces: ["cement"], classes: ["county"] });
    expect(judge({ villages, features: { road: [unrecorded] } }, both).status).toBe("unserved");
  });

  test.each([
    [3.5, "served"],
    [3.4, "unserved"],
    [undefined, "unknown"],
  ])("a road %f m wide where 3.5 m are asked for: %s", (surfaceWidthM, status) => {
    const numbers = surfaceWidthM === undefined ? {} : { surfaceWidthM };
    const wide = within(500, { where: { surfaceWidthM: { min: 3.5 } } });
    expect(judge({ villages, features: { road: [road(10, { numbers })] } }, wide).status).toBe(
      status,
    );
  });

  test("bounds hold for figures that single precision cannot write exactly", () => {
    const exact = within(500, { where: { surfaceWidthM: { min: 3.6, max: 3.6 } } });
    const numbers = { surfaceWidthM: 3.6 };
    expect(judge({ villages, features: { road: [road(10, { numbers })] } }, exact).status).toBe(
      "served",
    );
  });

  test.each([
    [true, "served"],
    [false, "unserved"],
    [undefined, "unknown"],
  ])("a road recorded as all-season %s: %s", (allSeason, status) => {
    const more = allSeason === undefined ? {} : { allSeason };
    const region = { villages, features: { road: [road(10, more)] } };
    expect(judge(region, within(500, { allSeason: true })).status).toBe(status);
  });

  test("a kind of facility that a file brought under its own name can be asked for", () => {
    const features = { facility: [point(east(50), { class: "Medical" })] };
    const asked = { sector: "facility", ...within(100, { facilityKinds: ["Medical"] }) };
    expect(judge({ villages, features }, asked).status).toBe("served");
    expect(
      judge({ villages, features }, { ...asked, ...within(100, { facilityKinds: ["clinic"] }) })
        .status,
    ).toBe("unserved");
  });
});

describe("inside", () => {
  const inside = { sector: "electricity", test: { kind: "inside", classes: ["transformerArea"] } };
  const area = (west: number, more = {}) => ({
    geometry: square(west, 22.99, 0.02),
    class: "transformerArea",
    ...more,
  });

  test("a village in a service area is served, one beside it is told how far it is", () => {
    const villages = [{ at: VILLAGE }, { at: [108.03, 23] }];
    const features = { electricity: [area(107.99)] };
    expect(judge({ villages, features }, inside)).toMatchObject({
      status: "served",
      reason: "inside",
      distanceM: 0,
    });
    const other = judge({ villages, features }, inside, 1);
    expect(other).toMatchObject({ status: "unserved", reason: "outside", feature: 0 });
    expect(other.distanceM).toBeGreaterThan(2000);
  });

  test("a village on the border of a service area is inside", () => {
    const features = { electricity: [area(108)] };
    expect(judge({ villages: [{ at: VILLAGE }], features }, inside).status).toBe("served");
  });

  test("a village in the hole of a service area is outside", () => {
    const holed = {
      type: "Polygon" as const,
      coordinates: [
        ...square(107.9, 22.9, 0.2).coordinates,
        ...square(107.99, 22.99, 0.02).coordinates,
      ],
    };
    const features = { electricity: [{ geometry: holed, class: "transformerArea" }] };
    expect(judge({ villages: [{ at: VILLAGE }], features }, inside).status).toBe("unserved");
  });

  test("an area whose class is not recorded leaves the village unknown", () => {
    const features = { electricity: [{ geometry: square(107.9, 22.9, 0.2) }] };
    expect(judge({ villages: [{ at: VILLAGE }], features }, inside).status).toBe("unknown");
  });
});

describe("radius", () => {
  const radius = { sector: "broadband", test: { kind: "radius", classes: ["baseStation"] } };
  const station = (metres: number, radiusM?: number) =>
    point(east(metres), {
      class: "baseStation",
      numbers: radiusM === undefined ? {} : { radiusM },
    });
  const judged = (...broadband: ReturnType<typeof station>[]) =>
    judge({ villages: [{ at: VILLAGE }], features: { broadband } }, radius);

  test("a station serves as far as its own radius", () => {
    expect(judged(station(1000, 1000.01))).toMatchObject({
      status: "served",
      reason: "withinRadius",
    });
    expect(judged(station(1000, 999.99)).status).toBe("unserved");
  });

  test("a farther station with a wide radius serves where the nearest does not", () => {
    expect(judged(station(500, 100), station(4000, 5000))).toMatchObject({
      status: "served",
      feature: 1,
    });
  });

  test("a station whose radius is not recorded leaves villages unknown as far as any station may reach", () => {
    expect(judged(station(30_000))).toMatchObject({
      status: "unknown",
      reason: "attributeUnknown",
    });
    expect(judged(station(40_000)).status).toBe("unserved");
  });
});

describe("any of several tests", () => {
  const any = {
    sector: "electricity",
    test: {
      kind: "any",
      of: [
        { kind: "inside", classes: ["transformerArea"] },
        { kind: "distance", reachM: 500, classes: ["lowVoltage"] },
      ],
    },
  };
  const villages = [{ at: VILLAGE }];

  test("one that serves is enough, and gives the reason", () => {
    const features = { electricity: [road(300, { class: "lowVoltage" })] };
    expect(judge({ villages, features }, any)).toMatchObject({
      status: "served",
      reason: "withinReach",
    });
  });

  test("when none serves, the nearest of what may serve is shown", () => {
    const areaFar = { geometry: square(109, 23, 0.1), class: "transformerArea" };
    const features = { electricity: [areaFar, road(900, { class: "lowVoltage" })] };
    expect(judge({ villages, features }, any)).toMatchObject({ status: "unserved", feature: 1 });
  });

  test("a test for units with an attribute is closed to others and leaves unknown whose attribute is not recorded", () => {
    const scarce = {
      sector: "water",
      test: {
        kind: "distance",
        reachM: 800,
        where: { quantityLPerHeadDay: { min: 20 } },
        onlyFor: "waterScarce",
      },
    };
    const features = {
      water: [point(east(100), { class: "source", numbers: { quantityLPerHeadDay: 25 } })],
    };
    const status = (attributes: Record<string, boolean>) =>
      judge({ villages: [{ at: VILLAGE, attributes }], features }, scarce).status;
    expect(status({ waterScarce: true })).toBe("served");
    expect(status({ waterScarce: false })).toBe("unserved");
    expect(status({})).toBe("unknown");
  });
});
