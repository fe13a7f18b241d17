import { describe, expect, test } from "vitest";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { buildSnapshot, rule } from "../support/build-snapshot.ts";
import { east, judge, point, road, VILLAGE, within } from "../support/judge.ts";

describe("who is eligible", () => {
  const served = { road: [road(100)] };
  const eligible = { minHouseholds: 20 };
  test.each([
    [19, "notEligible", "notEligible"],
    [20, "served", "withinReach"],
    [21, "served", "withinReach"],
  ])("a village of %i households: %s", (households, status, reason) => {
    const region = { villages: [{ at: VILLAGE, households }], features: served };
    expect(judge(region, { ...within(500), eligible })).toMatchObject({ status, reason });
  });

  test("a village whose households are not recorded may count or not: unknown", () => {
    const region = { villages: [{ at: VILLAGE }], features: served };
    expect(judge(region, { ...within(500), eligible })).toMatchObject({
      status: "unknown",
      reason: "eligibilityUnknown",
    });
  });

  test("where no least number is asked for, a village without records counts", () => {
    const region = { villages: [{ at: VILLAGE }], features: served };
    const none = { minHouseholds: 0, minPersons: 0 };
    expect(judge(region, { ...within(500), eligible: none }).status).toBe("served");
    const areas = [{ code: "T", level: "township" as const, seat: VILLAGE }];
    expect(
      judge({ areas, features: served }, { ...within(500), unit: "township", eligible: none })
        .status,
    ).toBe("served");
  });

  test("a village known to fail one condition does not count, whatever is unknown besides", () => {
    const region = { villages: [{ at: VILLAGE, households: 5 }], features: served };
    const both = { minHouseholds: 20, minPersons: 100, attribute: "qualified" };
    expect(judge(region, { ...within(500), eligible: both }).status).toBe("notEligible");
  });

  test.each([
    [true, "served"],
    [false, "notEligible"],
    [undefined, "unknown"],
  ])("an attribute asked for and recorded as %s: %s", (qualified, status) => {
    const attributes: Record<string, boolean> = qualified === undefined ? {} : { qualified };
    const region = { villages: [{ at: VILLAGE, attributes }], features: served };
    expect(judge(region, { ...within(500), eligible: { attribute: "qualified" } }).status).toBe(
      status,
    );
  });
});

describe("what was attested", () => {
  const attested = (said: boolean, metres: number, more = {}) =>
    judge(
      { villages: [{ at: VILLAGE, attested: { road: said } }], features: { road: [road(metres)] } },
      { ...within(500), ...more },
    );

  test("counts where the geometry shows no service", () => {
    expect(attested(true, 900)).toMatchObject({ status: "served", reason: "attestedServed" });
    expect(attested(false, 900)).toMatchObject({ status: "unserved", reason: "attestedUnserved" });
  });

  test("does not take away what the geometry shows", () => {
    expect(attested(false, 100)).toMatchObject({ status: "served", reason: "withinReach" });
  });

  test("may be left out by a rule", () => {
    expect(attested(true, 900, { attested: false })).toMatchObject({
      status: "unserved",
      reason: "beyondReach",
    });
  });

  test("of one sector says nothing of another", () => {
    const region = { villages: [{ at: VILLAGE, attested: { water: true } }] };
    expect(judge(region, within(500)).status).toBe("unserved");
  });
});

describe("where nothing was surveyed", () => {
  const areas = [{ code: "R", level: "region" as const, notSurveyed: ["road" as const] }];

  test("a village is unknown, not unserved, but served where a road shows", () => {
    const villages = [{ at: VILLAGE }];
    expect(judge({ areas, villages }, within(500))).toMatchObject({
      status: "unknown",
      reason: "noData",
    });
    const features = { road: [road(100)] };
    expect(judge({ areas, villages, features }, within(500)).status).toBe("served");
  });

  test("a survey of the county holds for its townships", () => {
    const tree = [
      { code: "R", level: "region" as const, notSurveyed: ["road" as const] },
      { code: "C", level: "county" as const, parent: "R" },
      { code: "T", level: "township" as const, parent: "C", notSurveyed: ["road" as const] },
    ];
    const villages = [
      { at: VILLAGE, area: "T" },
      { at: VILLAGE, area: "R" },
    ];
    expect(judge({ areas: tree, villages }, within(500), 0).status).toBe("unserved");
    expect(judge({ areas: tree, villages }, within(500), 1).status).toBe("unknown");
  });

  test.each([
    [NaN, NaN],
    [Infinity, 23],
    [-1.797e308, -1.797e308],
    [23, 108],
    [0, 500],
  ])("a village at %f, %f, off the globe, is unknown", (lng, lat) => {
    const villages = [{ at: [lng, lat] }];
    expect(judge({ villages, features: { road: [road(1)] } }, within(500))).toMatchObject({
      status: "unknown",
      reason: "noData",
      distanceM: NaN,
    });
  });

  test("a feature off the globe is no feature, and takes nothing from the others", () => {
    const odd = [
      [-1.797e308, 1],
      [108, 500],
      [NaN, 23],
    ].map((at) => point(at));
    const region = { villages: [{ at: VILLAGE }], features: { road: [...odd, road(100)] } };
    expect(judge(region, within(500))).toMatchObject({ status: "served", feature: 3 });
  });

  test("at the poles and on the antimeridian an answer comes all the same", () => {
    const villages = [
      [0, 90],
      [0, -90],
      [180, 0],
      [-180, 0],
    ].map((at) => ({ at }));
    const features = { road: [road(100), point([179.99, 0]), point([10, 89.9])] };
    for (let n = 0; n < villages.length; n++) {
      expect(judge({ villages, features }, within(500), n).status).toBe("unserved");
    }
  });
});

describe("through a neighbour", () => {
  const villages = [VILLAGE, east(900), east(1800)].map((at) => ({ at }));
  const features = { road: [road(-100)] };
  const option = { throughNeighbour: { withinM: 1000 } };

  test("is off unless the rule says so", () => {
    expect(judge({ villages, features }, within(500), 1).status).toBe("unserved");
  });

  test("a village near a served one is served, in one step only", () => {
    const verdict = (n: number) => judge({ villages, features }, { ...within(500), ...option }, n);
    expect(verdict(0)).toMatchObject({ status: "served", reason: "withinReach" });
    expect(verdict(1)).toMatchObject({ status: "served", reason: "throughNeighbour" });
    expect(verdict(2)).toMatchObject({ status: "unserved", reason: "beyondReach" });
  });

  test("without any served village nobody is a neighbour", () => {
    expect(judge({ villages }, { ...within(500), ...option }).status).toBe("unserved");
  });
});

test("nothing to judge gives no verdicts", () => {
  const verdicts = measureCoverage(buildSnapshot({}), rule(within(500)));
  expect(verdicts.status).toHaveLength(0);
});
