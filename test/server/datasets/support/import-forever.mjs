// Tells what it finds in the database, then takes in one version after the other until it is killed.
// Arguments: address of a server or "", data folder, folder with the files 0.csv, 1.csv, ...
import { importFile } from "../../../../dist/server/datasets/service.js";
import { migrateUp } from "../../../../dist/server/database/migrate.js";
import { openDatabase } from "../../../../dist/server/database/open.js";

const [databaseUrl, dataDir, folder] = process.argv.slice(2);
const { knex } = await openDatabase({
  databaseUrl: databaseUrl || null,
  dataDir,
  host: "127.0.0.1",
  port: 0,
});
await migrateUp(knex);
const { rows } = await knex.raw(`
  select (select coalesce(json_agg(json_build_object('id', id, 'rows', rows, 'version', right(source, 1))), '[]') from datasets where state = 'current') as current,
         (select count(*)::int from datasets where state = 'staged') as staged,
         (select count(*)::int from natural_villages) as villages,
         (select count(*)::int from service_facts) as facts,
         (select coalesce(array_agg(distinct right(name, 1)), '{}') from natural_villages) as versions`);
console.log(JSON.stringify(rows[0]));

for (let version = 0; ; version = (version + 1) % 4) {
  const report = await importFile(knex, {
    kind: "villages",
    path: `${folder}/${version}.csv`,
    area: "K",
    name: "Killland",
    datum: "wgs84",
    accept: true,
    source: `version ${version}`,
  });
  console.log(JSON.stringify(report.accepted));
}
