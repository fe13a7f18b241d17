import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Duplex } from "node:stream";
import type { Client } from "pg";
import { from } from "pg-copy-streams";
import { copyRows, type CopyValue, readCopy } from "../../../server/database/copy.ts";
import { ENGINE, type TestDatabase, withTestDatabase } from "../../support/database.ts";

const BOW_TIE = "POLYGON((0 0, 10 10, 10 0, 0 10, 0 0))";
const SQUARE = "POLYGON((1 1, 9 1, 9 9, 1 9, 1 1))";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase({ migrated: false });
  await database.knex.raw("create extension if not exists postgis");
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.knex.raw(
    "drop table if exists things; create table things (id integer primary key, name text, geom geometry)",
  );
});

async function one<T>(sql: string, bindings: readonly unknown[] = []): Promise<T> {
  const { rows } = await database.knex.raw<{ rows: { value: T }[] }>(sql, bindings as never[]);
  const [row] = rows;
  if (rows.length !== 1 || !row) throw new Error(`${rows.length} rows`);
  return row.value;
}

/** Work on the bare node-postgres client of the pool. */
async function onConnection<T>(work: (connection: Client) => Promise<T>): Promise<T> {
  const client = database.knex.client as {
    acquireConnection(): Promise<Client>;
    releaseConnection(connection: Client): Promise<void>;
  };
  const connection = await client.acquireConnection();
  try {
    return await work(connection);
  } finally {
    await client.releaseConnection(connection);
  }
}

function* things(count: number): Generator<CopyValue[]> {
  for (let id = 1; id <= count; id++) yield [id, `屯 ${id}`, null];
}

test("after 5,000 failing statements of three kinds the database works as before", async () => {
  const failing = ["select 1 / 0", "select * from nowhere", "selec"];
  for (let i = 0; i < 5000; i++) {
    await expect(database.knex.raw(failing[i % 3] ?? "")).rejects.toThrow(
      /division by zero|does not exist|syntax error/,
    );
  }
  expect(await one("select sum(n)::int as value from generate_series(1, 1000) as n")).toBe(500500);
});

test("a fault of the geometry library in the middle of an UPDATE raises an error and changes no row", async () => {
  await copyRows(
    database.knex,
    "things",
    ["id", "name", "geom"],
    Array.from({ length: 100 }, (_, i) => [i + 1, "before", i === 50 ? BOW_TIE : SQUARE]),
  );
  await expect(
    database.knex.raw(
      "update things set name = 'after', geom = st_intersection(geom, ?::geometry)",
      [SQUARE],
    ),
  ).rejects.toThrow(/TopologyException/);
  expect(await one("select count(*)::int as value from things where name = 'before'")).toBe(100);
});

test("1,000 faults of the geometry library leave the database working", async () => {
  for (let i = 0; i < 1000; i++) {
    await expect(
      database.knex.raw("select st_intersection(?::geometry, ?::geometry)", [BOW_TIE, SQUARE]),
    ).rejects.toThrow(/TopologyException/);
  }
  expect(
    await one("select st_area(st_intersection(?::geometry, ?::geometry)) as value", [
      SQUARE,
      SQUARE,
    ]),
  ).toBe(64);
});

test("COPY takes 170,000 rows with Chinese text, tabs, line ends, backslashes and nulls, and gives them back", async () => {
  expect(await copyRows(database.knex, "things", ["id", "name", "geom"], things(170_000))).toBe(
    170_000,
  );
  const odd = "tab\t line\n return\r back\\slash \\N 岜";
  await copyRows(
    database.knex,
    "things",
    ["id", "name", "geom"],
    [
      [0, odd, "0101000000000000000000F03F0000000000000040"],
      [-1, null, null],
    ],
  );
  let rows = 0;
  const first: (string | null)[][] = [];
  for await (const row of readCopy(
    database.knex,
    "select id, name, st_astext(geom) from things order by id",
  )) {
    if (rows < 3) first.push(row);
    rows++;
  }
  expect(rows).toBe(170_002);
  expect(first).toEqual([
    ["-1", null, null],
    ["0", odd, "POINT(1 2)"],
    ["1", "屯 1", null],
  ]);
});

test("a COPY with a bad row at its end leaves nothing", async () => {
  const rows = [...things(5000), ["not a number", "x", null]];
  await expect(copyRows(database.knex, "things", ["id", "name", "geom"], rows)).rejects.toThrow(
    /invalid input syntax for type integer/,
  );
  expect(await one("select count(*)::int as value from things")).toBe(0);
});

test("a COPY with a bad row at its start ends while 170,000 more are still to come", async () => {
  const rows = (function* () {
    yield ["not a number", "x", null];
    yield* things(170_000);
  })();
  await expect(copyRows(database.knex, "things", ["id", "name", "geom"], rows)).rejects.toThrow(
    /invalid input syntax for type integer/,
  );
  expect(await one("select count(*)::int as value from things")).toBe(0);
});

test("a COPY whose source fails in the middle leaves nothing and gives that very error", async () => {
  const broken = new Error("the file ends here");
  const rows = (function* () {
    yield* things(20_000);
    throw broken;
  })();
  await expect(copyRows(database.knex, "things", ["id", "name", "geom"], rows)).rejects.toBe(
    broken,
  );
  expect(await one("select count(*)::int as value from things")).toBe(0);
});

test("a client that vanishes in the middle of a COPY leaves nothing and does not keep the next one waiting", async () => {
  const vanishing = onConnection(async (connection) => {
    const stream = connection.query(from("copy things (id, name) from stdin"));
    stream.on("error", () => undefined);
    for (let id = 1; id <= 5000; id++) stream.write(`${id}\t屯\n`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    (connection as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
  });
  await vanishing;
  await expect
    .poll(() => one("select count(*)::int as value from things").catch(() => null))
    .toBe(0);
});

test("COPY belongs to the transaction it is called in", async () => {
  const undone = database.knex.transaction(async (trx) => {
    await copyRows(trx, "things", ["id", "name", "geom"], things(1000));
    let seen = 0;
    for await (const _ of readCopy(trx, trx("things").where("id", "<=", 10).select("id"))) seen++;
    expect(seen).toBe(10);
    throw new Error("undo");
  });
  await expect(undone).rejects.toThrow("undo");
  expect(await one("select count(*)::int as value from things")).toBe(0);
});

test("a COPY out that is not read to its end leaves the connection usable", async () => {
  await copyRows(database.knex, "things", ["id", "name", "geom"], things(50_000));
  for await (const [id] of readCopy(database.knex, "select id from things order by id"))
    if (id === "3") break;
  expect(await one("select count(*)::int as value from things")).toBe(50_000);
});

test("a COPY out of a faulty query gives its error", async () => {
  const read = async () => {
    for await (const _ of readCopy(
      database.knex,
      "select 1 / (100 - n) from generate_series(1, 200) as n",
    ));
  };
  await expect(read()).rejects.toThrow("division by zero");
  expect(await one("select 1 as value")).toBe(1);
});

test("a failed nested transaction is undone alone, by its savepoint", async () => {
  await database.knex.transaction(async (trx) => {
    await trx("things").insert({ id: 1, name: "kept" });
    await expect(
      trx.transaction(async (inner) => {
        await inner("things").insert({ id: 2, name: "undone" });
        await inner("things").insert({ id: 1, name: "double" });
      }),
    ).rejects.toThrow(/duplicate key/);
    await trx.transaction((inner) => inner("things").insert({ id: 3, name: "kept" }));
  });
  expect(await database.knex("things").orderBy("id").pluck("id")).toEqual([1, 3]);
});

test("a cursor gives its rows in portions", async () => {
  const portions = await database.knex.transaction(async (trx) => {
    await trx.raw("declare numbers cursor for select n from generate_series(1, 25) as n");
    const sizes: number[] = [];
    for (;;) {
      const { rows } = await trx.raw<{ rows: unknown[] }>("fetch 10 from numbers");
      if (rows.length === 0) return sizes;
      sizes.push(rows.length);
    }
  });
  expect(portions).toEqual([10, 10, 5]);
});

test("a prepared statement runs again and again, also after an error", () =>
  onConnection(async (connection) => {
    const divide = (by: number) =>
      connection.query<{ value: number }>({
        name: "divide",
        text: "select 100 / $1::int as value",
        values: [by],
      });
    expect((await divide(4)).rows).toEqual([{ value: 25 }]);
    await expect(divide(0)).rejects.toThrow("division by zero");
    expect((await divide(5)).rows).toEqual([{ value: 20 }]);
    await connection.query("deallocate divide");
  }));

test("a notification reaches its listener", () =>
  onConnection(async (connection) => {
    const heard = new Promise((resolve) =>
      connection.once("notification", (message) => resolve(message.payload)),
    );
    await connection.query("listen changes");
    await connection.query("notify changes, '屯'");
    expect(await heard).toBe("屯");
    await connection.query("unlisten changes");
  }));

test("a parameter of 30 MB arrives whole", async () => {
  const text = "屯".repeat(10_000_000);
  expect(await one("select length(?::text) as value", [text])).toBe(10_000_000);
});

test("bytes with zeros come back as they went in; a zero in a text is refused, not cut off", async () => {
  const bytes = Buffer.from([0, 1, 0, 255, 0]);
  expect(await one("select ?::bytea as value", [bytes])).toEqual(bytes);
  await expect(one("select ?::text as value", ["a\0b"])).rejects.toThrow(/invalid byte sequence/);
  await expect(copyRows(database.knex, "things", ["id", "name"], [[1, "a\0b"]])).rejects.toThrow(
    /invalid byte sequence/,
  );
});

test("values come back in the same JavaScript types on every engine", async () => {
  const { rows } = await database.knex.raw<{ rows: unknown[] }>(`
    select 1::int4 as int4, 9007199254740993::int8 as int8, 1.50::numeric as "numeric", 0.5::float8 as float8, true as "bool", null as "null",
      '2026-01-31'::date as "date", '2026-01-31 12:00+08'::timestamptz as "timestamptz", '{"a": 1}'::jsonb as "jsonb", array[1, 2] as "array",
      to_char('2026-01-31 12:00+08'::timestamptz, 'HH24:MI') as "local"`);
  expect(rows).toEqual([
    {
      int4: 1,
      int8: "9007199254740993",
      numeric: "1.50",
      float8: 0.5,
      bool: true,
      null: null,
      date: "2026-01-31",
      timestamptz: new Date("2026-01-31T04:00:00Z"),
      jsonb: { a: 1 },
      array: [1, 2],
      local: "04:00",
    },
  ]);
});

test.runIf(ENGINE === "server")(
  "server only: a connection that was terminated is replaced; only what was committed is there",
  async () => {
    await database.knex("things").insert({ id: 1, name: "committed" });
    const terminated = database.knex.transaction(async (trx) => {
      await trx("things").insert({ id: 2, name: "open" });
      await trx.raw("select pg_terminate_backend(pg_backend_pid())");
      await trx.raw("select 1");
    });
    await expect(terminated).rejects.toThrow(/terminat|ended unexpectedly|not queryable/);
    expect(await database.knex("things").pluck("id")).toEqual([1]);
  },
);
