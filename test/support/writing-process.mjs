// A process that only writes, to be killed: each transaction `n` puts 100 lines under batch n by statements and 100 by COPY.
// First it says what it found, then the number of each transaction that the database has acknowledged.
import { writeSync } from "node:fs";
import { copyRows } from "../../dist/server/database/copy.js";
import { openDatabase } from "../../dist/server/database/open.js";

const [databaseUrl, dataDir] = process.argv.slice(2);
const { knex } = await openDatabase({
  databaseUrl: databaseUrl || null,
  dataDir,
  host: "",
  port: 0,
});
await knex.raw(
  "create table if not exists lines (batch integer not null, line integer not null, note text)",
);
const { rows } = await knex.raw(
  "select batch, count(*)::int as lines from lines group by batch order by batch",
);
writeSync(1, `${JSON.stringify(rows)}\n`);

for (let batch = 1 + Math.max(0, ...rows.map((row) => row.batch)); ; batch++) {
  await knex.transaction(async (trx) => {
    const line = (number) => ({ batch, line: number, note: "屯".repeat(50) });
    for (let number = 1; number <= 100; number += 20)
      await trx("lines").insert(Array.from({ length: 20 }, (_, i) => line(number + i)));
    await copyRows(
      trx,
      "lines",
      ["batch", "line"],
      Array.from({ length: 100 }, (_, i) => [batch, 101 + i]),
    );
    if (batch % 7 === 0)
      await trx.raw("update lines set note = 'changed' where batch = ?", [batch - 1]);
  });
  writeSync(1, `${batch}\n`);
}
