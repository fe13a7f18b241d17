import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LINE, NO, NOT_RECORDED, POINT, YES } from "../../../core/coverage/snapshot.ts";
import { loadRegion, loadSnapshot } from "../../../server/coverage/load-snapshot.ts";
import { readDataVersion } from "../../../server/coverage/region-queries.ts";
import { readSnapshotFile, writeSnapshotFile } from "../../../server/coverage/snapshot-file.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion, store, VILLAGES, WEST } from "./small-region.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
});
afterAll(() => database.close());

describe("the snapshot of a region", () => {
  it("holds the areas, each after its parent, the region first", async () => {
    const { areas } = await loadSnapshot(database.knex, REGION);
    expect(areas.code).toEqual([
      REGION,
      "9001",
      EAST,
      "900101001",
      "900101001001",
      WEST,
      "900102001",
      "900102001001",
    ]);
    expect([...areas.parent]).toEqual([-1, 0, 1, 2, 3, 1, 5, 6]);
    expect([...areas.level]).toEqual([0, 1, 2, 3, 4, 2, 3, 4]);
    expect([...areas.attributes["qualified"]!].slice(3, 5)).toEqual([NOT_RECORDED, YES]);
  });

  it("gives an area without a seat a point inside its outline", async () => {
    const { areas } = await loadSnapshot(database.knex, REGION);
    expect(areas.lng[2]).toBeGreaterThan(108.0);
    expect(areas.lng[2]).toBeLessThan(108.1);
    expect(areas.lat[4]).toBe(24.001);
  });

  it("tells where a sector was surveyed: in the area of its dataset and below", async () => {
    const { areas } = await loadSnapshot(database.knex, REGION);
    expect([...areas.surveyed.road]).toEqual([NO, NO, YES, YES, YES, NO, NO, NO]);
    expect([...areas.surveyed.facility]).toEqual(Array.from({ length: 8 }, () => YES));
    expect([...areas.surveyed.water]).toEqual(Array.from({ length: 8 }, () => NO));
  });

  it("holds every village with its counts, attributes and attested status", async () => {
    const { villages, areas } = await loadSnapshot(database.knex, REGION);
    expect(villages.name).toEqual(VILLAGES.map((each) => each.name));
    expect([...villages.households]).toEqual([30, 20, 45, 25, 19, 40, 50]);
    expect([...villages.willingHouseholds]).toEqual(Array.from({ length: 7 }, () => -1));
    expect([...villages.lng]).toEqual(VILLAGES.map((each) => each.position[0]));
    expect([...villages.area].map((index) => areas.code[index])).toEqual(
      VILLAGES.map((each) => each.areaCode),
    );
    const N = NOT_RECORDED;
    expect([...villages.attested.road]).toEqual([N, N, N, NO, N, YES, N]);
    expect([...villages.attributes["karst"]!]).toEqual([N, N, N, N, N, N, YES]);
  });

  it("holds features with their vertices, class, surface and numbers", async () => {
    const { features } = await loadSnapshot(database.knex, REGION);
    const { road, facility } = features;
    expect(road.count).toBe(1);
    expect(road.geometry[0]).toBe(LINE);
    expect([...road.coordinates]).toEqual([108.0, 24.0, 108.05, 24.0]);
    expect(road.classes[road.class[0]!]).toBe("village");
    expect(road.surfaces[road.surface[0]!]).toBe("gravel");
    expect(road.numbers["surfaceWidthM"]![0]).toBe(3.5);
    expect(facility.geometry[0]).toBe(POINT);
    expect(facility.classes[facility.class[0]!]).toBe("clinic");
  });

  it("throws for a code that is no region", async () => {
    await expect(loadSnapshot(database.knex, EAST)).rejects.toThrow("no region");
  });

  it("has another version when a dataset is swapped, and the same one otherwise", async () => {
    const before = await readDataVersion(database.knex, REGION);
    expect(await readDataVersion(database.knex, REGION)).toBe(before);
    await store(database.knex, "villages", REGION, VILLAGES);
    expect(await readDataVersion(database.knex, REGION)).not.toBe(before);
  });
});

describe("the snapshot kept in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "qiantu-snapshot-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("comes back equal, and is left aside when it is of another version, cut off or changed", async () => {
    const loaded = await loadRegion(database.knex, REGION);
    const version = loaded.snapshot.dataVersion;
    const path = await writeSnapshotFile(folder, loaded);
    expect(await readSnapshotFile(path, version)).toEqual(loaded);
    expect(await readSnapshotFile(path, "another")).toBeNull();
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 1));
    expect(await readSnapshotFile(path, version)).toBeNull();
    const changed = Buffer.from(whole);
    changed[changed.length - 9]! ^= 1;
    writeFileSync(path, changed);
    expect(await readSnapshotFile(path, version)).toBeNull();
    writeFileSync(path, "");
    expect(await readSnapshotFile(path, version)).toBeNull();
  });
});
