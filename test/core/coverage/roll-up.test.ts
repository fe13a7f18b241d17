import { describe, expect, test } from "vitest";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import {
  excludedOf,
  missingToTarget,
  rateOf,
  ratesOf,
  rollUp,
} from "../../../core/coverage/roll-up.ts";
import { buildSnapshot, rule } from "../support/build-snapshot.ts";

const ROAD = { geometry: { type: "Point" as const, coordinates: [108, 23] } };
const near = [108.001, 23];
const far = [108.1, 23];

const snapshot = buildSnapshot({
  areas: [
    { code: "R", level: "region" },
    { code: "C1", level: "county", parent: "R" },
    { code: "C2", level: "county", parent: "R" },
    { code: "A1", level: "administrativeVillage", parent: "C1", seat: near },
  ],
  villages: [
    { at: near, area: "A1", households: 30, persons: 120 },
    { at: far, area: "A1", households: 20, persons: 90 },
    { at: far, area: "C1", households: 19, persons: 80 },
    { at: near, area: "C2", persons: 50 },
    { at: far, area: "R", households: 40 },
  ],
  features: { road: [ROAD] },
});
const twenty = rule({ test: { kind: "distance", reachM: 500 }, eligible: { minHouseholds: 20 } });
const counts = rollUp(snapshot, measureCoverage(snapshot, twenty));

describe("rolling up", () => {
  test("counts villages, households and persons apart", () => {
    const rates = ratesOf(counts, 1);
    expect(rates.villages).toMatchObject({
      eligible: 2,
      served: 1,
      unserved: 1,
      unknown: 0,
      rate: 0.5,
    });
    expect(rates.households).toMatchObject({ served: 30, unserved: 20, rate: 0.6 });
    expect(rates.persons).toMatchObject({ served: 120, unserved: 90 });
  });

  test("tells what the rule does not count", () => {
    expect(excludedOf(counts, 1)).toBe(1);
    expect(excludedOf(counts, 0)).toBe(1);
    expect(excludedOf(counts, 2)).toBe(0);
  });

  test("a county in which all is unknown has no rate but a range from 0 to 1", () => {
    expect(ratesOf(counts, 2).villages).toEqual({
      eligible: 1,
      served: 0,
      unserved: 0,
      unknown: 1,
      rate: null,
      low: 0,
      high: 1,
    });
  });

  test("the region holds its counties and what lies in none of them", () => {
    expect(ratesOf(counts, 0).villages).toMatchObject({ served: 1, unserved: 2, unknown: 1 });
    expect(ratesOf(counts, 0).households).toMatchObject({ served: 30, unserved: 60, unknown: 0 });
  });

  test("a rule on administrative villages counts them, with the households of their villages", () => {
    const hardened = rule({
      unit: "administrativeVillage",
      test: { kind: "distance", reachM: 500 },
    });
    const rates = ratesOf(rollUp(snapshot, measureCoverage(snapshot, hardened)), 0);
    expect(rates.villages).toMatchObject({ eligible: 1, served: 1, rate: 1 });
    expect(rates.households.served).toBe(50);
    expect(rates.persons.served).toBe(210);
  });
});

describe("rates", () => {
  test("0 of 0 is no rate", () => {
    expect(rateOf(0, 0, 0)).toMatchObject({ eligible: 0, rate: null, low: null, high: null });
  });

  test("unknown units are in the range but not in the rate", () => {
    expect(rateOf(6, 2, 2)).toEqual({
      eligible: 10,
      served: 6,
      unserved: 2,
      unknown: 2,
      rate: 0.75,
      low: 0.6,
      high: 0.8,
    });
  });
});

describe("what is missing to the target", () => {
  const missing = (served: number, unserved: number, target: number | null, unknown = 0) => {
    const rate = rateOf(served, unserved, unknown);
    return missingToTarget(
      { villages: rate, households: rate, persons: rate },
      rule({ ...twenty, target }),
    );
  };

  test.each([
    [18, 2, 0.95, 1],
    [19, 1, 0.95, 0],
    [94, 6, 0.95, 1],
    [133, 7, 0.95, 0],
    [0, 3, 1, 3],
    [0, 0, 0.95, 0],
    [20, 0, 0.5, 0],
  ])("%i served and %i unserved towards %f: %i more", (served, unserved, target, more) => {
    expect(missing(served, unserved, target)).toBe(more);
  });

  test("what is unknown has still to be served, or to be found served", () => {
    expect(missing(0, 0, 0.95, 729)).toBe(693);
    expect(missing(19, 0, 0.95, 1)).toBe(0);
    expect(missing(18, 1, 0.95, 1)).toBe(1);
  });

  test("a rule without a target misses nothing that could be told", () => {
    expect(missing(1, 9, null)).toBeNull();
  });

  test("is counted as the rule's headline counts", () => {
    const rates = {
      villages: rateOf(1, 0, 0),
      households: rateOf(1, 0, 0),
      persons: rateOf(50, 50, 0),
    };
    expect(missingToTarget(rates, rule({ ...twenty, headline: "persons", target: 0.6 }))).toBe(10);
  });
});
