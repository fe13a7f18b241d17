import type { IndicatorRule } from "../../core/contract/rule.ts";
import { copyRows, readCopy } from "../database/copy.ts";
import type { Db } from "../database/open.ts";

/** The stored run that answers come from. */
export interface RunInfo {
  id: number;
  finishedAt: string;
  dataVersion: string;
  /** The rules as they were judged. */
  rules: IndicatorRule[];
}

/** The current run of a region, or null before the first one is complete. */
export async function readCurrentRun(db: Db, regionCode: string): Promise<RunInfo | null> {
  const { rows } = await db.raw<{ rows: RunInfo[] }>(
    `select id, to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "finishedAt",
            data_version as "dataVersion", rules
     from coverage_runs where region_code = ? and state = 'current'`,
    [regionCode],
  );
  return rows[0] ?? null;
}

/** Waits until no other transaction stores a run of the region; held to the end of the transaction. */
export async function lockRuns(trx: Db, regionCode: string): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtext('coverage_runs'), hashtext(?))", [
    regionCode,
  ]);
}

/** Opens a run that nobody sees yet; gives its id. */
export async function insertRun(
  trx: Db,
  run: {
    regionCode: string;
    dataVersion: string;
    datasets: readonly number[];
    rules: readonly IndicatorRule[];
    villages: number;
  },
): Promise<number> {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `insert into coverage_runs (region_code, state, data_version, datasets, rules, villages)
     values (?, 'running', ?, ?::integer[], ?, ?) returning id`,
    [run.regionCode, run.dataVersion, [...run.datasets], JSON.stringify(run.rules), run.villages],
  );
  return rows[0]!.id;
}

/** Makes a run current and removes every other run of its region with its verdicts and rates. */
export async function finishRun(trx: Db, regionCode: string, runId: number): Promise<void> {
  await trx.raw("delete from coverage_runs where region_code = ? and id <> ?", [regionCode, runId]);
  await trx.raw(
    "update coverage_runs set state = 'current', finished_at = clock_timestamp() where id = ?",
    [runId],
  );
}

/** Removes runs of regions that no longer exist, and unfinished ones older than a day. */
export async function deleteLostRuns(db: Db): Promise<void> {
  await db.raw(`
    delete from coverage_runs
    where region_code not in (select code from admin_units where parent_code is null)
       or (state = 'running' and started_at < now() - interval '1 day')`);
}

/** Frees what replaced runs leave behind: the embedded database has no autovacuum. Not inside a transaction. */
export async function vacuumRuns(db: Db): Promise<void> {
  await db.raw("vacuum (analyze) village_verdicts, area_rates, coverage_runs");
}

/** A packed row of village_verdicts: arrays in PostgreSQL's text form. */
export type PackedVerdicts = readonly [
  runId: number,
  ruleId: string,
  areaCode: string,
  unitIds: string,
  status: string,
  reason: string,
  distanceM: string,
  featureIds: string,
];

/** Writes packed verdicts by COPY. */
export function copyVerdicts(trx: Db, rows: Iterable<PackedVerdicts>): Promise<number> {
  return copyRows(
    trx,
    "village_verdicts",
    ["run_id", "rule_id", "area_code", "unit_ids", "status", "reason", "distance_m", "feature_ids"],
    rows,
  );
}

/** Writes counts per rule and area by COPY; columns after the first three are villages, households, persons by status. */
export function copyRates(trx: Db, rows: Iterable<readonly (string | number)[]>): Promise<number> {
  const columns = ["villages", "households", "persons"].flatMap((measure) =>
    ["served", "unserved", "unknown", "excluded"].map((status) => `${measure}_${status}`),
  );
  return copyRows(trx, "area_rates", ["run_id", "rule_id", "area_code", ...columns], rows);
}

/** The verdicts of one rule of a run, packed: unit_ids, status, reason, distance_m, feature_ids, each as {1,2,3}. */
export function readPackedVerdicts(
  db: Db,
  runId: number,
  ruleId: string,
): AsyncIterable<readonly (string | null)[]> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(ruleId)) throw new Error(`"${ruleId}" is not the id of a rule`);
  return readCopy(
    db,
    `copy (
      select unit_ids, status, reason, distance_m, feature_ids from village_verdicts
      where run_id = ${Math.trunc(runId)} and rule_id = '${ruleId}'
      order by area_code
    ) to stdout`,
  );
}
