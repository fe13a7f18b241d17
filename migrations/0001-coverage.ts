import type { Knex } from "knex";

/** Areas, datasets and what they hold, rules, coverage runs with verdicts and rates, parameters, audit. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create extension if not exists postgis;

create table datasets (
  id             integer generated always as identity primary key,
  kind           text not null check (kind in ('boundaries', 'villages', 'roads', 'electricity', 'water', 'broadband', 'facilities', 'zones')),
  area_code      text not null,
  layer          text not null default '',
  source         text not null,
  licence        text,
  data_date      date,
  datum          text not null check (datum in ('wgs84', 'cgcs2000', 'gcj02')),
  demonstration  boolean not null default false,
  state          text not null check (state in ('staged', 'current', 'superseded')),
  rows           integer not null default 0 check (rows >= 0),
  report         jsonb not null default '{}',
  created_at     timestamptz not null default now(),
  accepted_at    timestamptz,
  check (state = 'staged' or accepted_at is not null)
);
comment on table datasets is 'One accepted version of one file or generated set. The version in force is the one with state current.';
comment on column datasets.layer is 'Tells apart several current datasets of one kind and area, such as two levels of boundaries or clinics and schools.';
create unique index datasets_one_current on datasets (kind, area_code, layer) where state = 'current';

create table admin_units (
  id           integer generated always as identity primary key,
  dataset_id   integer references datasets on delete cascade,
  code         text not null check (code <> ''),
  level        text not null check (level in ('region', 'city', 'county', 'township', 'administrativeVillage')),
  parent_code  text,
  name         text not null,
  pinyin       text,
  initials     text,
  geom         geometry(MultiPolygon, 4326),
  seat         geometry(Point, 4326),
  qualified    boolean,
  city_class   smallint check (city_class between 1 and 4),
  county_class smallint check (county_class between 1 and 3),
  valid_from   date,
  valid_to     date,
  unique (dataset_id, code),
  check (code <> parent_code),
  check (valid_to is null or valid_from is null or valid_from < valid_to)
);
comment on table admin_units is 'The tree of areas. A region is whatever has no parent; a root made by an import has no dataset.';
comment on column admin_units.qualified is 'Qualified (具备条件) for the hardened-road and broadband rules; null = not recorded.';
create unique index admin_units_root on admin_units (code) where dataset_id is null;
create index admin_units_code on admin_units (code);
create index admin_units_parent on admin_units (parent_code);
create index admin_units_geom on admin_units using gist (geom);

create table natural_villages (
  id                 integer generated always as identity primary key,
  dataset_id         integer not null references datasets on delete cascade,
  code               text,
  name               text not null,
  pinyin             text,
  initials           text,
  area_code          text,
  point              geometry(Point, 4326) not null,
  outline            geometry(MultiPolygon, 4326),
  households         integer check (households >= 0),
  persons            integer check (persons >= 0),
  poor_households    integer check (poor_households >= 0),
  poor_persons       integer check (poor_persons >= 0),
  willing_households integer check (willing_households >= 0),
  attributes         jsonb not null default '{}',
  status             text not null default 'active' check (status in ('active', 'to_be_moved', 'moved_out'))
);
comment on table natural_villages is 'Natural villages (自然村、屯). area_code is the deepest area that holds the village, by place.';
comment on column natural_villages.attributes is 'Yes/no attributes by name: qualified, rural, waterScarce, karst, hazard. Absent = not recorded.';
create unique index natural_villages_code on natural_villages (dataset_id, code);
create index natural_villages_area on natural_villages (area_code);
create index natural_villages_point on natural_villages using gist (point);

create table network_features (
  id              integer generated always as identity primary key,
  dataset_id      integer not null references datasets on delete cascade,
  sector          text not null check (sector in ('road', 'electricity', 'water', 'broadband')),
  code            text,
  name            text,
  geom            geometry(Geometry, 4326) not null,
  class           text,
  surface         text,
  all_season      boolean,
  opened_on       date,
  accepted_on     date,
  numbers         jsonb not null default '{}'
);
comment on table network_features is 'Roads, power lines and service areas, pipes and sources, fibre and base stations.';
comment on column network_features.numbers is 'roadbedWidthM, surfaceWidthM, gravelCm, curveRadiusM, gradePercent, capacity, radiusM, quantityLPerHeadDay, daysOffPerYear, mbps.';
create index network_features_dataset on network_features (dataset_id);
create index network_features_geom on network_features using gist (geom);

create table facilities (
  id          integer generated always as identity primary key,
  dataset_id  integer not null references datasets on delete cascade,
  kind        text not null check (kind <> ''),
  code        text,
  name        text,
  point       geometry(Point, 4326) not null,
  capacity    integer check (capacity >= 0)
);
comment on table facilities is 'Clinics, hospitals, schools and existing settlements (kind settlement, capacity in persons).';
create index facilities_dataset on facilities (dataset_id);
create index facilities_point on facilities using gist (point);

create table zones (
  id          integer generated always as identity primary key,
  dataset_id  integer not null references datasets on delete cascade,
  kind        text not null check (kind in ('hazard', 'redLine', 'farmland', 'flood', 'karst')),
  name        text,
  geom        geometry(MultiPolygon, 4326) not null
);
create index zones_dataset on zones (dataset_id);
create index zones_geom on zones using gist (geom);

create table service_facts (
  dataset_id  integer not null references datasets on delete cascade,
  village_id  integer not null references natural_villages on delete cascade,
  sector      text not null check (sector in ('road', 'electricity', 'water', 'broadband', 'facility')),
  served      boolean not null,
  attested_by text,
  attested_on date,
  evidence    text,
  primary key (village_id, sector)
);
comment on table service_facts is 'Attested (上报) status per village and sector, beside the computed one; both are kept.';
create index service_facts_dataset on service_facts (dataset_id);

create table indicator_rules (
  id          text not null check (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  version     integer not null check (version > 0),
  position    integer not null default 0,
  rule        jsonb not null,
  created_at  timestamptz not null default now(),
  primary key (id, version)
);
comment on table indicator_rules is 'Coverage rules as data; a changed rule is a new version, the highest version is in force.';

create table policy_parameters (
  id          text not null,
  region_code text not null default '',
  valid_from  date not null,
  valid_to    date,
  value       numeric not null,
  unit        text not null,
  source      text not null,
  confidence  text not null check (confidence in ('article', 'read', 'divided', 'low', 'unverified')),
  primary key (id, region_code, valid_from),
  check (valid_to is null or valid_from <= valid_to)
);
comment on table policy_parameters is 'Figures of policy with unit, time, source and confidence.';

create table coverage_runs (
  id            integer generated always as identity primary key,
  region_code   text not null,
  state         text not null check (state in ('running', 'current', 'superseded')),
  data_version  text not null,
  datasets      integer[] not null,
  rules         jsonb not null,
  villages      integer not null,
  started_at    timestamptz not null default now(),
  finished_at   timestamptz,
  check (state = 'running' or finished_at is not null)
);
comment on table coverage_runs is 'A run over all rules of a region. It becomes current in one step, when complete; rules holds each rule as it was judged.';
create unique index coverage_runs_one_current on coverage_runs (region_code) where state = 'current';

create table village_verdicts (
  run_id       integer not null references coverage_runs on delete cascade,
  rule_id      text not null,
  area_code    text not null,
  unit_ids     integer[] not null,
  status       smallint[] not null,
  reason       smallint[] not null,
  distance_m   real[] not null,
  feature_ids  integer[] not null,
  primary key (run_id, rule_id, area_code),
  check (cardinality(unit_ids) = cardinality(status) and cardinality(unit_ids) = cardinality(reason)
     and cardinality(unit_ids) = cardinality(distance_m) and cardinality(unit_ids) = cardinality(feature_ids))
);
comment on table village_verdicts is 'Verdicts packed by rule and county: element i of every array is the same unit. status 0 not eligible, 1 unserved, 2 unknown, 3 served; distance NaN and feature 0 = none. Read one row per verdict through village_verdict_rows.';

create view village_verdict_rows as
select run_id, rule_id, area_code, v.unit_id, v.status, v.reason, nullif(v.distance_m, 'NaN'::real) as distance_m, nullif(v.feature_id, 0) as feature_id
from village_verdicts,
     unnest(unit_ids, status, reason, distance_m, feature_ids) as v (unit_id, status, reason, distance_m, feature_id);

create table area_rates (
  run_id                integer not null references coverage_runs on delete cascade,
  rule_id               text not null,
  area_code             text not null,
  villages_served       integer not null,
  villages_unserved     integer not null,
  villages_unknown      integer not null,
  villages_excluded     integer not null,
  households_served     integer not null,
  households_unserved   integer not null,
  households_unknown    integer not null,
  households_excluded   integer not null,
  persons_served        integer not null,
  persons_unserved      integer not null,
  persons_unknown       integer not null,
  persons_excluded      integer not null,
  primary key (run_id, rule_id, area_code)
);
comment on table area_rates is 'Counts behind every rate, by villages (or the unit of the rule), households and persons. Eligible = served + unserved + unknown.';

create table audit_events (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default now(),
  actor       text not null,
  action      text not null,
  object      text not null,
  detail      jsonb not null default '{}'
);
comment on table audit_events is 'Who did what to which object, append-only.';
create index audit_events_at on audit_events (at);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table audit_events;
drop table area_rates;
drop view village_verdict_rows;
drop table village_verdicts;
drop table coverage_runs;
drop table policy_parameters;
drop table indicator_rules;
drop table service_facts;
drop table zones;
drop table facilities;
drop table network_features;
drop table natural_villages;
drop table admin_units;
drop table datasets;
`);
}
