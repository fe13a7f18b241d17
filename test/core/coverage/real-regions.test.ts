import { readFileSync } from "node:fs";
import type {
  Feature,
  FeatureCollection,
  Geometry,
  LineString,
  MultiPolygon,
  Point,
  Polygon,
} from "geojson";
import { beforeAll, describe, expect, test } from "vitest";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../../core/coverage/roll-up.ts";
import type { Snapshot } from "../../../core/coverage/snapshot.ts";
import { hasSharedData, sharedData } from "../../support/shared-data.ts";
import { buildSnapshot, rule, type TestFeature } from "../support/build-snapshot.ts";
import { readZippedShapefile } from "../support/read-shapefile.ts";

/** Features that have a geometry; published files hold rows without one. */
function withGeometry(features: readonly Feature<Geometry | null>[]): Feature<Geometry>[] {
  return features.filter((feature): feature is Feature<Geometry> => feature.geometry !== null);
}

const asFeatures = (features: readonly Feature<Geometry | null>[]): TestFeature[] =>
  withGeometry(features).map(({ geometry, properties }) => ({
    geometry,
    class: String(properties?.["RoadCatego"] ?? properties?.["FAC_CATEGO"] ?? ""),
  }));

function countsWithin(snapshot: Snapshot, reachM: number, extra: Record<string, unknown> = {}) {
  const within = rule({ test: { kind: "distance", reachM }, ...extra });
  return ratesOf(rollUp(snapshot, measureCoverage(snapshot, within)), 0);
}

describe.skipIf(!hasSharedData)("Ladakh, as published by the rural-roads programme", () => {
  let ladakh: Snapshot;

  beforeAll(async () => {
    const [habitations, roads, facilities] = await Promise.all(
      ["habitations", "roads", "facilities"].map((name) =>
        readZippedShapefile(sharedData(`ladakh/${name}.zip`)),
      ),
    );
    ladakh = buildSnapshot({
      areas: [{ code: "LA", level: "region" }],
      villages: withGeometry(habitations!).map(({ geometry, properties }) => ({
        at: (geometry as Point).coordinates,
        persons: Number(properties!["TOT_POPULA"]),
      })),
      features: { road: asFeatures(roads!), facility: asFeatures(facilities!) },
    });
  });

  test.each([
    [100, 591, 233_697],
    [500, 718, 277_297],
    [1000, 724, 278_189],
    [2000, 728, 278_450],
    [5000, 729, 278_462],
  ])(
    "within %i m of a road lie %i of 729 habitations with %i persons",
    (reachM, villages, persons) => {
      const rates = countsWithin(ladakh, reachM);
      expect(rates.villages).toMatchObject({ served: villages, eligible: 729, unknown: 0 });
      expect(rates.persons).toMatchObject({ served: persons, eligible: 278_462 });
    },
  );

  test("of the 556 habitations with 100 persons and more, 552 have a road within 500 m", () => {
    const rates = countsWithin(ladakh, 500, { eligible: { minPersons: 100 } });
    expect(rates.villages).toMatchObject({ served: 552, eligible: 556 });
  });

  test.each([
    [1000, 184],
    [3000, 349],
    [5000, 473],
  ])("within %i m of a medical facility lie %i habitations", (reachM, villages) => {
    const medical = ladakh.features.facility.classes.filter((kind) => kind === "Medical");
    const rates = countsWithin(ladakh, reachM, {
      sector: "facility",
      test: { kind: "distance", reachM, facilityKinds: medical },
    });
    expect(rates.villages.served).toBe(villages);
  });
});

describe.skipIf(!hasSharedData)("Lesotho, from the outlines of its settlements", () => {
  let lesotho: Snapshot;

  beforeAll(() => {
    const read = (name: string): FeatureCollection =>
      JSON.parse(readFileSync(sharedData(`lesotho/${name}.geojson`), "utf8"));
    const clusters = read("lesotho_clusters").features as Feature<Polygon | MultiPolygon>[];
    const grid = read("lesotho_grid").features as Feature<LineString>[];
    lesotho = buildSnapshot({
      areas: [{ code: "LS", level: "region" }],
      villages: clusters.map(({ geometry, properties }) => {
        const ring =
          geometry.type === "Polygon" ? geometry.coordinates[0]! : geometry.coordinates[0]![0]!;
        return { at: ring[0]!, outline: geometry, persons: Math.round(Number(properties!["pop"])) };
      }),
      features: { electricity: asFeatures(grid) },
    });
  });

  test.each([
    [1000, 38.4],
    [2000, 44.7],
    [5000, 56.8],
    [10_000, 70.1],
  ])("within %i m of the grid live %f per cent of persons", (reachM, percent) => {
    const rates = countsWithin(lesotho, reachM, { sector: "electricity" });
    expect(Math.abs(100 * rates.persons.rate! - percent)).toBeLessThan(0.1);
    expect(rates.villages.eligible).toBe(1752);
  });
});
