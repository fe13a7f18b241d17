import type { Position } from "geojson";
import { describe, expect, test } from "vitest";
import { explainVerdict } from "../../../core/coverage/explain.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { buildSnapshot, rule, type TestRegion } from "../support/build-snapshot.ts";
import { oracleBetweenM } from "../support/oracle.ts";

function explain(region: TestRegion, partial: Record<string, unknown>) {
  const snapshot = buildSnapshot(region);
  const asked = rule(partial);
  return explainVerdict(snapshot, asked, measureCoverage(snapshot, asked), 0);
}

const line = (...coordinates: Position[]) => ({
  geometry: { type: "LineString" as const, coordinates },
});
const reach = { test: { kind: "distance", reachM: 500 } };
const villages = [{ at: [108, 23] }];

function lengthM(link: readonly Position[]): number {
  const [[ax, ay], [bx, by]] = link as [[number, number], [number, number]];
  return oracleBetweenM(ax, ay, bx, by);
}

describe("the explanation of a verdict", () => {
  test("draws from the village to the foot on the nearest road, as long as the distance says", () => {
    const road = [line([109, 23], [109, 24]), line([108.002, 22.9], [108.002, 23.1])];
    const { link, footPoint, distanceM, feature, reason } = explain(
      { villages, features: { road } },
      reach,
    );
    expect([reason, feature]).toEqual(["withinReach", 1]);
    expect(link![0]).toEqual([108, 23]);
    expect(link![1]).toEqual(footPoint);
    expect(footPoint![0]).toBeCloseTo(108.002, 6);
    expect(footPoint![1]).toBeCloseTo(23, 4);
    expect(Math.abs(lengthM(link!) - distanceM!)).toBeLessThan(0.01);
  });

  test("the foot of a point is the point", () => {
    const geometry = { type: "Point" as const, coordinates: [108.001, 23.001] };
    expect(explain({ villages, features: { road: [{ geometry }] } }, reach).footPoint).toEqual([
      108.001, 23.001,
    ]);
  });

  test("a piece of nanometres, on which Turf loses all digits, is its own foot", () => {
    const speck = line([108.001, 23], [108.001, 23.000000000000007]);
    const { link, distanceM } = explain({ villages, features: { road: [speck] } }, reach);
    expect(Math.abs(lengthM(link!) - distanceM!)).toBeLessThan(0.01);
  });

  test("from an outline draws from its nearest place", () => {
    const outline = {
      type: "Polygon" as const,
      coordinates: [
        [
          [107.99, 22.99],
          [108.01, 22.99],
          [108.01, 23.01],
          [107.99, 23.01],
          [107.99, 22.99],
        ],
      ],
    };
    const road = [line([108.012, 22.5], [108.012, 23.5])];
    const { link, distanceM } = explain(
      { villages: [{ at: [108, 23], outline }], features: { road } },
      reach,
    );
    expect(link![0]![0]).toBeCloseTo(108.01, 6);
    expect(link![1]![0]).toBeCloseTo(108.012, 6);
    expect(Math.abs(lengthM(link!) - distanceM!)).toBeLessThan(0.05);
  });

  test("from the seat draws from the seat, though there is an outline", () => {
    const outline = {
      type: "Polygon" as const,
      coordinates: [
        [
          [107.99, 22.99],
          [108.01, 22.99],
          [108.01, 23.01],
          [107.99, 23.01],
          [107.99, 22.99],
        ],
      ],
    };
    const road = [line([108.012, 22.5], [108.012, 23.5])];
    const seat = { test: { kind: "distance", reachM: 500, from: "seat" } };
    const { link, distanceM } = explain(
      { villages: [{ at: [108, 23], outline }], features: { road } },
      seat,
    );
    expect(link![0]).toEqual([108, 23]);
    expect(Math.abs(lengthM(link!) - distanceM!)).toBeLessThan(0.05);
  });

  test("draws nothing where there is no feature or the village lies in it", () => {
    expect(explain({ villages }, reach)).toEqual({
      reason: "beyondReach",
      distanceM: null,
      feature: null,
      footPoint: null,
      link: null,
    });
    const around = {
      type: "Polygon" as const,
      coordinates: [
        [
          [107, 22],
          [109, 22],
          [109, 24],
          [107, 24],
          [107, 22],
        ],
      ],
    };
    const inside = { sector: "water", test: { kind: "inside" } };
    expect(
      explain({ villages, features: { water: [{ geometry: around }] } }, inside),
    ).toMatchObject({
      reason: "inside",
      feature: 0,
      distanceM: 0,
      link: null,
    });
  });
});
