// Started by killed-run.test.ts, from the build: tells whether the stored run is whole, then measures and stores coverage until it is killed.
import { runCoverage } from "../../../dist/server/coverage/run.js";
import { openDatabase } from "../../../dist/server/database/open.js";

const { TEST_CONFIG, TEST_REGION: region, TEST_VILLAGES } = process.env;
const villages = Number(TEST_VILLAGES);
const { knex } = await openDatabase(JSON.parse(TEST_CONFIG));

const { rows } = await knex.raw(
  `select r.id, (select count(*) from coverage_runs) as runs,
          (select count(*) from village_verdict_rows where run_id = r.id) as verdicts,
          (select villages_served + villages_unserved + villages_unknown + villages_excluded
           from area_rates where run_id = r.id and rule_id = 'village-road' and area_code = :region) as counted
   from coverage_runs r where r.state = 'current'`,
  { region },
);
const [run] = rows;
const isWhole =
  rows.length === 1 &&
  Number(run.runs) === 1 &&
  Number(run.verdicts) === villages + 2 &&
  Number(run.counted) === villages;
console.log(JSON.stringify({ id: run?.id ?? 0, whole: isWhole }));
for (;;) {
  await runCoverage(knex, region);
  console.log("completed");
}
