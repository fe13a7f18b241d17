import { parseArgs } from "node:util";
import { IndicatorRule } from "../../core/contract/rule.ts";
import { choose } from "../../core/coverage/choice.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { nearestToPoints } from "../../core/coverage/nearest-point.ts";
import { SERVED, type Snapshot } from "../../core/coverage/snapshot.ts";
import { unitsOf } from "../../core/coverage/units.ts";
import { WGS84 } from "../../core/geodesy/ellipsoid.ts";
import { seededRandom, syntheticRegion } from "./coverage-data.ts";
import { servedByGeodesics } from "./coverage-oracle.ts";
import { measurePostgis } from "./coverage-postgis.ts";
import { timeTurfFlatbush } from "./coverage-turf.ts";

const REACHES_M = [500, 2000] as const;
const ENGINE_ROUNDS = 5;

interface Report {
  villages: number;
  segments: number;
  microsecondsPerVillage: {
    engine: number;
    turfFlatbush: number;
    postgisKnn?: number;
    postgisDwithin?: number;
  };
  ratios: { turfFlatbush: number; postgisKnn?: number; postgisDwithin?: number };
  differing: number;
  peakMiB: number;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

function ruleWithin(reachM: number): IndicatorRule {
  return IndicatorRule.parse({
    id: `within-${reachM}`,
    sector: "road",
    unit: "naturalVillage",
    test: { kind: "distance", reachM },
    target: null,
    source: "benchmark",
  });
}

/** Microseconds per village of the search on a grid that stands, the best of several rounds; and the number of segments. */
function timeEngine(snapshot: Snapshot): { engine: number; segments: number } {
  const start = performance.now();
  const { grid } = choose(snapshot, "road", {}).yes;
  const units = unitsOf(snapshot, "naturalVillage");
  note(
    `grid of ${grid.segments.count} segments built in ${Math.round(performance.now() - start)} ms`,
  );
  let engine = Infinity;
  for (let round = 0; round < ENGINE_ROUNDS; round++) {
    const from = performance.now();
    nearestToPoints(grid, units, WGS84, true);
    engine = Math.min(engine, ((performance.now() - from) * 1000) / units.count);
  }
  return { engine, segments: grid.segments.count };
}

function verdictsWithin(snapshot: Snapshot, reachM: number): Uint8Array {
  return measureCoverage(snapshot, ruleWithin(reachM)).status.map((one) =>
    one === SERVED ? 1 : 0,
  );
}

function sampleOf(snapshot: Snapshot, size: number): number[] {
  const random = seededRandom(7);
  return Array.from({ length: size }, () => Math.floor(random() * snapshot.villages.count));
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

function print(report: Report): void {
  const { microsecondsPerVillage: micros, ratios } = report;
  note(`${report.villages} villages, ${report.segments} segments, peak ${report.peakMiB} MiB`);
  note(`engine            ${micros.engine} us a village`);
  note(`Turf + flatbush   ${micros.turfFlatbush} us, ${ratios.turfFlatbush} times the engine`);
  if (micros.postgisKnn !== undefined) {
    note(`PostGIS KNN       ${micros.postgisKnn} us, ${ratios.postgisKnn} times the engine`);
    note(
      `PostGIS DWithin   ${micros.postgisDwithin} us, ${ratios.postgisDwithin} times the engine`,
    );
  }
  note(`verdicts that differ from per-segment exact distance: ${report.differing}`);
}

/**
 * Coverage on seeded data: the engine against Turf + flatbush and, where DATABASE_URL is set, against PostGIS, in one run.
 * `--villages N --roads M --json`. `differing` counts verdicts at 500 m and 2,000 m over all villages that differ from PostGIS per
 * segment, or without a database from geographiclib.
 */
export async function benchCoverage(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      villages: { type: "string", default: "170000" },
      roads: { type: "string", default: "60000" },
      json: { type: "boolean", default: false },
    },
  });
  const snapshot = syntheticRegion(Number(values.villages), Number(values.roads));
  const { engine, segments } = timeEngine(snapshot);
  const verdicts = new Map(REACHES_M.map((reachM) => [reachM, verdictsWithin(snapshot, reachM)]));
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  const turfFlatbush = timeTurfFlatbush(snapshot, sampleOf(snapshot, 2000));
  const url = process.env["DATABASE_URL"];
  const postgis = url
    ? await measurePostgis(url, snapshot, sampleOf(snapshot, 5000), REACHES_M)
    : null;
  let differing = 0;
  for (const [reachM, served] of verdicts) {
    const truth = postgis?.within.get(reachM) ?? servedByGeodesics(snapshot, reachM, served);
    differing += served.reduce((sum, one, i) => sum + (one === truth[i] ? 0 : 1), 0);
  }
  const report: Report = {
    villages: snapshot.villages.count,
    segments,
    microsecondsPerVillage: {
      engine: round(engine),
      turfFlatbush: round(turfFlatbush),
      ...(postgis && { postgisKnn: round(postgis.knn), postgisDwithin: round(postgis.dwithin) }),
    },
    ratios: {
      turfFlatbush: round(turfFlatbush / engine),
      ...(postgis && {
        postgisKnn: round(postgis.knn / engine),
        postgisDwithin: round(postgis.dwithin / engine),
      }),
    },
    differing,
    peakMiB,
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else print(report);
}
