import type { Knex } from "knex";

/** Saved thematic maps, and atlases that put them in order. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table thematic_maps (
  id            uuid primary key,
  region_code   text not null check (region_code <> ''),
  name          text not null check (name <> ''),
  query         text not null check (query <> '' and length(query) <= 2000),
  version       integer not null default 1 check (version >= 1),
  created_by    text not null,
  created_at    timestamptz not null default clock_timestamp(),
  changed_at    timestamptz not null default clock_timestamp(),
  creation_key  text unique,
  creation_hash text,
  check ((creation_key is null) = (creation_hash is null))
);
comment on table thematic_maps is 'Saved thematic maps (专题图). A map is its view and nothing else; figures are reckoned whenever it is shown.';
comment on column thematic_maps.query is 'The view as the query of the address of the page that shows it, without the question mark.';
comment on column thematic_maps.version is 'Counts changes; a change names the version that it was made on.';
comment on column thematic_maps.creation_key is 'Idempotency key of the request that saved the map, and creation_hash the hash of its body.';
create index thematic_maps_region on thematic_maps (region_code, changed_at);

create table atlases (
  id            uuid primary key,
  region_code   text not null check (region_code <> ''),
  name          text not null check (name <> ''),
  version       integer not null default 1 check (version >= 1),
  created_by    text not null,
  created_at    timestamptz not null default clock_timestamp(),
  changed_at    timestamptz not null default clock_timestamp(),
  creation_key  text unique,
  creation_hash text,
  check ((creation_key is null) = (creation_hash is null))
);
comment on table atlases is 'Ordered collections of saved maps (图集), one region each.';
create index atlases_region on atlases (region_code, changed_at);

create table atlas_pages (
  atlas_id uuid not null references atlases on delete cascade,
  page     integer not null check (page >= 1),
  map_id   uuid not null references thematic_maps on delete restrict,
  primary key (atlas_id, page)
);
comment on table atlas_pages is 'Which map stands on which page of an atlas. A map that stands in one cannot be deleted before it is taken out.';
create index atlas_pages_map on atlas_pages (map_id);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table atlas_pages;
drop table atlases;
drop table thematic_maps;
`);
}
