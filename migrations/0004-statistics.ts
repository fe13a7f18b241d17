import type { Knex } from "knex";

/** Statistics of counties, beside what the map gives. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table county_statistics (
  area_code     text not null check (area_code <> ''),
  year          integer not null check (year between 1990 and 2100),
  item          text not null check (item ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  value         double precision check (value = value and value not in ('infinity', '-infinity')),
  unit          text not null,
  source        text not null,
  entered_by    text not null,
  entered_at    timestamptz not null default clock_timestamp(),
  demonstration boolean not null default false,
  version       integer not null default 1 check (version > 0),
  primary key (area_code, year, item)
);
comment on table county_statistics is 'One figure of one area, year and item (geodata/standards/statistic-items.ts), in the unit of its item: rates 0..1, yes/no 1 and 0. What it was before stands in audit_events.';
comment on column county_statistics.value is 'Null where the figure was taken back; version goes on counting.';
create index county_statistics_item on county_statistics (item, year);

create table statistic_writes (
  idempotency_key text primary key check (idempotency_key <> ''),
  body_hash       text not null,
  answer          jsonb not null,
  at              timestamptz not null default clock_timestamp()
);
comment on table statistic_writes is 'What writers of single figures were told, for who asks again with the same key.';
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table statistic_writes;
drop table county_statistics;
`);
}
