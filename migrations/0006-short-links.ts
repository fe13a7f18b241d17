import type { Knex } from "knex";

/** Short codes of pages, as they stand on prints. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table short_links (
  code    text primary key check (code ~ '^[2-9a-hjkmnp-z]{7,20}$'),
  path    text not null check (path ~ '^/[^/]'),
  created timestamptz not null default clock_timestamp()
);
comment on table short_links is 'Short codes (短码) printed on maps, and the page with its query that each of them opens. A code is never given to another page.';
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table short_links");
}
