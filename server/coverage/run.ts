import { setImmediate } from "node:timers/promises";
import type { ActivityStep } from "../../core/contract/area.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { rollUp } from "../../core/coverage/roll-up.ts";
import type { Verdicts } from "../../core/coverage/snapshot.ts";
import type { Db } from "../database/open.ts";
import { listRules } from "../indicators/queries.ts";
import type { Measure } from "./measure-thread.ts";
import { loadRegion, type LoadedRegion } from "./load-snapshot.ts";
import { packRates, packVerdicts } from "./pack-verdicts.ts";
import { listRegionDatasets, readDataVersion } from "./region-queries.ts";
import * as queries from "./run-queries.ts";
import type { RunInfo } from "./run-queries.ts";

export interface RunOptions {
  /** The region where it is loaded already. */
  loaded?: LoadedRegion;
  /** How a rule is measured; in this thread when it is not given. */
  measure?: Measure;
  /** Told what is being done. */
  log?: Tell;
}

type Tell = (text: string, step?: ActivityStep) => void;

/** How often a run starts again because an import ended while it was measuring. */
const ATTEMPTS = 5;

/**
 * Measures every rule in force over a region, stores the verdicts and counts, and makes them the current run.
 * All of it is written in one transaction, so a run that is killed leaves the old one whole and nothing to clean.
 * A run whose data changed while it measured is thrown away and measured again.
 */
export async function runCoverage(
  db: Db,
  regionCode: string,
  options: RunOptions = {},
): Promise<{ run: RunInfo; loaded: LoadedRegion }> {
  const log = options.log ?? (() => {});
  let loaded = options.loaded;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    loaded ??= await loadRegion(db, regionCode);
    const rules = await listRules(db);
    const judged = await measureAll(loaded, rules, options.measure ?? measureCoverage, log);
    log("storing verdicts", { code: "storingVerdicts", params: {} });
    const run = await storeRun(db, loaded, judged);
    if (run) {
      await queries.vacuumRuns(db);
      return { run, loaded };
    }
    log("the data changed meanwhile; measuring again", { code: "measuringAgain", params: {} });
    loaded = undefined;
  }
  throw new Error(
    `the data of ${regionCode} changed ${ATTEMPTS} times while coverage was measured`,
  );
}

interface Judged {
  rule: IndicatorRule;
  verdicts: Verdicts;
}

async function measureAll(
  loaded: LoadedRegion,
  rules: readonly IndicatorRule[],
  measure: Measure,
  log: Tell,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const [i, rule] of rules.entries()) {
    const place = { at: i + 1, of: rules.length };
    log(`measuring ${rule.id} (${place.at} of ${place.of})`, { code: "measuring", params: place });
    // Requests that wait are answered between two rules.
    await setImmediate();
    judged.push({ rule, verdicts: await measure(loaded.snapshot, rule) });
  }
  return judged;
}

/** Stores the run, or gives null and stores nothing when the data are no longer those it was measured on. */
async function storeRun(
  db: Db,
  loaded: LoadedRegion,
  judged: readonly Judged[],
): Promise<RunInfo | null> {
  const { snapshot } = loaded;
  const { regionCode, dataVersion } = snapshot;
  return db.transaction(async (trx) => {
    await queries.lockRuns(trx, regionCode);
    if ((await readDataVersion(trx, regionCode)) !== dataVersion) return null;
    const runId = await queries.insertRun(trx, {
      regionCode,
      dataVersion,
      datasets: (await listRegionDatasets(trx, regionCode)).map((dataset) => dataset.id),
      rules: judged.map(({ rule }) => rule),
      villages: snapshot.villages.count,
    });
    for (const { rule, verdicts } of judged) {
      await queries.copyVerdicts(trx, packVerdicts(snapshot, rule, verdicts, runId));
      const counts = rollUp(snapshot, verdicts);
      await queries.copyRates(trx, packRates(snapshot, rule.id, counts, runId));
    }
    await queries.finishRun(trx, regionCode, runId);
    return queries.readCurrentRun(trx, regionCode);
  });
}
