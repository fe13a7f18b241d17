import fc from "fast-check";
import type { Polygon, Position } from "geojson";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STATUSES } from "../../../core/contract/coverage.ts";
import { SiteFacts } from "../../../core/contract/plan-check.ts";
import { SitesAnswer } from "../../../core/contract/plan-service.ts";
import type { ZoneRecord } from "../../../core/contract/record.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { siteServices } from "../../../server/plans/site-services.ts";
import { SITE_RULES } from "../../../geodata/standards/site-rules.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { buildSnapshot, type TestFeature } from "../../core/support/build-snapshot.ts";
import { EAST, REGION, seedSmallRegion, store, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

/** A square of some degrees with its south-west corner at a place. */
function square(x: number, y: number, size = 0.01): Polygon {
  return {
    type: "Polygon",
    coordinates: [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ],
  };
}

const zone = (kind: ZoneRecord["kind"], name: string | null, geometry: Polygon): ZoneRecord => ({
  kind,
  name,
  geometry,
});
const ZONES: readonly ZoneRecord[] = [
  zone("hazard", "滑坡区", square(108.02, 23.95)),
  zone("redLine", null, square(108.0, 23.9, 0.03)),
  zone("karst", "石山", square(108, 23.9, 0.1)),
  zone("farmland", "良田", square(107.95, 23.95)),
];

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await store(database.knex, "zones", REGION, ZONES);
  service = await startPlans(database, EAST);
});
afterAll(async () => {
  await service.close();
  await database.close();
});

async function factsOf(sites: readonly unknown[], area = REGION): Promise<SiteFacts[]> {
  const { json } = await service.send("POST", "/api/sites", { area, sites });
  return SitesAnswer.parse(json).sites;
}
const at = (x: number, y: number, outline: Position[][] | null = null) => ({
  position: [x, y],
  outline,
});
const within = (outline: Polygon, [x, y]: Position = outline.coordinates[0]![0]!) =>
  at(x! + 0.001, y! + 0.001, outline.coordinates);

describe("the facts about a site", () => {
  it("name its areas, its size, the zones it meets and the services that reach it", async () => {
    const [site] = await factsOf([within(square(108.015, 23.995))]);
    expect(site).toMatchObject({
      township: "900101001",
      county: EAST,
      counties: [EAST],
      crossed: false,
      zones: [],
    });
    expect(site!.areaM2! / 1_130_000).toBeCloseTo(1, 1);
    const service = (name: string) => site!.services.find((each) => each.service === name)!;
    expect(site!.services.map((each) => each.service)).toEqual([
      "road",
      "electricity",
      "water",
      "broadband",
      "school",
      "clinic",
    ]);
    expect(service("road")).toMatchObject({ status: "served" });
    expect(service("road").distanceM!).toBeGreaterThan(400);
    expect(service("clinic")).toMatchObject({ status: "served" });
    expect(service("school").status).toBe("unserved");
    // No dataset of power covers the place: that nothing is near means nothing.
    expect(service("electricity")).toEqual({
      service: "electricity",
      status: "unknown",
      distanceM: null,
    });
  });

  it("tell how much of it lies in which zone, karst left out", async () => {
    const [half, inside, apart, point] = await factsOf([
      within(square(108.025, 23.95)),
      within(square(108.001, 23.901, 0.002)),
      within(square(108.06, 23.95)),
      at(108.021, 23.951),
    ]);
    expect(half!.zones).toMatchObject([{ kind: "hazard", name: "滑坡区" }]);
    expect(half!.zones[0]!.overlapM2! / half!.areaM2!).toBeCloseTo(0.5, 3);
    expect(inside!.zones).toEqual([{ kind: "redLine", name: null, overlapM2: inside!.areaM2 }]);
    expect(apart!.zones).toEqual([]);
    expect(point!.zones).toEqual([{ kind: "hazard", name: "滑坡区", overlapM2: null }]);
  });

  it("name both counties of a site across their border, none outside, and no more for a sliver", async () => {
    const [across, outside, sliver] = await factsOf([
      within(square(107.995, 24.0)),
      within(square(109, 25)),
      within(square(107.99, 24.0, 0.010001)),
    ]);
    expect(across!.counties.toSorted()).toEqual([EAST, WEST]);
    expect(outside).toMatchObject({ county: null, township: null, counties: [] });
    expect(sliver!.counties).toEqual([WEST]);
  });

  it("say of an outline that crosses itself that it does, and of one without area that it has none", async () => {
    const [a, b, c, d] = square(108.02, 23.95).coordinates[0]!;
    const [crossed, flat] = await factsOf([
      at(108.021, 23.951, [[a!, c!, b!, d!, a!]]),
      at(108.021, 23.951, [[a!, a!, a!, a!]]),
    ]);
    expect(crossed).toMatchObject({ crossed: true, areaM2: 0, county: EAST });
    expect(crossed!.zones).toMatchObject([{ kind: "hazard", overlapM2: null }]);
    expect(flat).toMatchObject({ crossed: false, areaM2: 0 });
  });

  it("come in the order asked, a thousand at once and no more", async () => {
    const many = Array.from({ length: 1000 }, (_, i) => at(108 + (i % 100) / 1000, 23.95));
    const facts = await factsOf(many, EAST);
    expect(facts).toHaveLength(1000);
    expect(facts[999]).toEqual(facts[99]);
    const more = await service.send("POST", "/api/sites", {
      area: EAST,
      sites: [...many, many[0]],
    });
    expect(more.json).toMatchObject({ status: 422, code: "tooMany", path: "sites" });
    expect(await factsOf([])).toEqual([]);
  });

  it("are refused for places that are none, with the place of the fault", async () => {
    for (const [site, path] of [
      [{ position: [500, 24], outline: null }, "sites.1.position.0"],
      [{ position: [108, 24] }, "sites.1.outline"],
      [{ position: [108, 24], outline: [[[108, 24]]] }, "sites.1.outline.0"],
      [{ position: [108, 24], outline: null, name: "x" }, "sites.1.name"],
      [null, "sites.1"],
    ] as const) {
      const answer = await service.send("POST", "/api/sites", {
        area: EAST,
        sites: [at(108, 24), site],
      });
      expect([answer.status, answer.json.path]).toEqual([422, path]);
    }
    const nowhere = await service.send("POST", "/api/sites", { area: "4512", sites: [] });
    expect(nowhere.json).toMatchObject({ status: 404, code: "unknownArea" });
  });
});

const near = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
const place = fc.tuple(near(107.9, 108.1), near(23.9, 24.1));
const feature = (classes: readonly string[]): fc.Arbitrary<TestFeature> =>
  fc
    .tuple(
      fc.constantFrom(...classes),
      place,
      place,
      fc.constantFrom("Point", "LineString", "Polygon"),
      near(100, 30_000),
    )
    .map(([type, [x, y], to, kind, radiusM]) => ({
      class: type,
      numbers: radiusM < 20_000 ? { radiusM } : ({} as Record<string, number>),
      geometry:
        kind === "Point"
          ? { type: "Point", coordinates: [x, y] }
          : kind === "LineString"
            ? { type: "LineString", coordinates: [[x, y], to] }
            : square(x, y, 0.02),
    }));
const some = (...classes: string[]) => fc.array(feature(classes), { maxLength: 8 });

it("services at a site are what the coverage engine says of a village there, whatever is around", () => {
  fc.assert(
    fc.property(
      fc.record({
        road: some("village", "track"),
        electricity: some("transformerArea", "lowVoltage", "highVoltage"),
        water: some("supplyArea", "source", "tank", ""),
        broadband: some("fibre", "node", "baseStation"),
        facility: some("school", "clinic", "hospital", "kindergarten"),
      }),
      fc.array(place, { minLength: 1, maxLength: 6 }),
      (features, places) => {
        const villages = places.map((position) => ({ at: position, area: "E" }));
        const areas = [
          { code: "R", level: "region" as const },
          { code: "E", level: "county" as const, parent: "R", outline: square(107, 23, 2) },
        ];
        const snapshot = buildSnapshot({ areas, features });
        const whole = buildSnapshot({ areas, features, villages });
        const found = siteServices(snapshot, places);
        for (const { service: name, rule } of SITE_RULES) {
          const verdicts = measureCoverage(whole, rule);
          places.forEach((_, i) => {
            const said = found[i]!.find((each) => each.service === name)!;
            expect([name, said.status]).toEqual([name, STATUSES[verdicts.status[i]!]]);
            const isNear = verdicts.distanceM[i]! < 4999;
            expect(!isNear || Math.abs(said.distanceM! - verdicts.distanceM[i]!) < 0.06).toBe(true);
          });
        }
      },
    ),
    { numRuns: 300 },
  );
});
