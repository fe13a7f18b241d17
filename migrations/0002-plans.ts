import type { Knex } from "knex";

/** Plans with their changes, and the state that the changes add up to, readable by SQL and GIS. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table plans (
  id             uuid primary key,
  region_code    text not null,
  area_code      text not null check (area_code <> ''),
  area_name      text not null,
  name           text not null check (name <> ''),
  year_from      integer not null,
  year_to        integer not null,
  version        integer not null default 0 check (version >= 0),
  revision       integer not null default 0 check (revision >= 0),
  data_version   text not null,
  branch_of      uuid references plans on delete set null,
  branch_version integer,
  archived       boolean not null default false,
  demonstration  boolean not null default false,
  created_by     text not null,
  created_at     timestamptz not null default clock_timestamp(),
  changed_at     timestamptz not null default clock_timestamp(),
  creation_key   text unique,
  creation_hash  text,
  check (year_from <= year_to),
  check ((creation_key is null) = (creation_hash is null)),
  check (branch_of is null or branch_version is not null)
);
comment on table plans is 'Relocation plans (规划). version counts the changes made to a plan, revision its renamings and archivings.';
comment on column plans.creation_key is 'Idempotency key of the request that made the plan, and creation_hash the hash of its body.';
create index plans_area on plans (area_code);
create index plans_region on plans (region_code);
create index plans_branch_of on plans (branch_of);

create table plan_changes (
  plan_id         uuid not null references plans on delete cascade,
  version         integer not null check (version > 0),
  change          jsonb not null,
  inverse         jsonb not null,
  counts          jsonb not null,
  author          text not null,
  reason          text,
  client          text not null,
  idempotency_key text not null check (idempotency_key <> ''),
  body_hash       text not null,
  at              timestamptz not null default clock_timestamp(),
  primary key (plan_id, version),
  unique (plan_id, idempotency_key)
);
comment on table plan_changes is 'Every change of a plan with the change that takes it back, append-only: history, audit, undo and live events in one. Replayed from nothing it gives the tables below.';
comment on column plan_changes.version is 'The version of the plan after the change; order is by version, never by clock.';

create function refuse_to_alter_plan_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from plans where id = old.plan_id) then
    return old;
  end if;
  raise exception 'plan_changes is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger plan_changes_append_only before update or delete on plan_changes
for each row execute function refuse_to_alter_plan_changes();
create function refuse_to_empty_plan_changes() returns trigger language plpgsql as $$
begin
  if exists (select from plans) then
    raise exception 'plan_changes is append-only' using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
create trigger plan_changes_never_emptied before truncate on plan_changes
for each statement execute function refuse_to_empty_plan_changes();

create table settlements (
  plan_id            uuid not null references plans on delete cascade,
  id                 text not null check (id <> ''),
  name               text not null,
  kind               text not null check (kind in ('withinVillage', 'newVillage', 'smallTown', 'industrialPark', 'tourismArea', 'countySeat')),
  layout             text not null check (layout in ('concentrated', 'dispersed', 'inserted')),
  point              geometry(Point, 4326) not null,
  outline            geometry(Polygon, 4326),
  capacity_persons   integer not null check (capacity_persons >= 0),
  land_quota_mu      double precision check (land_quota_mu >= 0),
  floor_area_m2      double precision check (floor_area_m2 >= 0),
  ready_year         integer not null,
  site_cost_yuan     bigint check (site_cost_yuan >= 0),
  cost_per_head_yuan bigint check (cost_per_head_yuan >= 0),
  facility_id        integer check (facility_id > 0),
  primary key (plan_id, id)
);
comment on table settlements is 'Settlements (安置点) of each plan as it is now; a village is never one.';
comment on column settlements.facility_id is 'facilities.id where it exists already; a new version of the data may no longer hold it.';
create index settlements_point on settlements using gist (point);
create index settlements_outline on settlements using gist (outline);

create table moves (
  plan_id       uuid not null references plans on delete cascade,
  village       text not null check (village <> ''),
  part          smallint not null check (part >= 1),
  settlement_id text not null,
  year          integer not null,
  households    integer check (households >= 1),
  reason        text check (reason in ('lackingLivingConditions', 'fragileEcology', 'hazardAvoidance', 'natureReserve', 'servicesTooCostly', 'other')),
  primary key (plan_id, village, part),
  foreign key (plan_id, settlement_id) references settlements (plan_id, id) on delete cascade
);
comment on table moves is 'Moves (搬迁安排) of each plan as it is now, a row for each part of a village: to one settlement in one year.';
comment on column moves.village is 'natural_villages.code, or # and natural_villages.id where the village has no code.';
comment on column moves.households is 'Households that move; null = the whole village.';
create index moves_settlement on moves (plan_id, settlement_id);

create table works (
  plan_id    uuid not null references plans on delete cascade,
  id         text not null check (id <> ''),
  name       text not null,
  sector     text not null check (sector in ('road', 'electricity', 'water', 'broadband', 'facility')),
  action     text not null check (action in ('build', 'close', 'change')),
  feature_id integer check (feature_id > 0),
  geom       geometry(Geometry, 4326) check (geometrytype(geom) in ('POINT', 'LINESTRING', 'POLYGON')),
  class      text,
  surface    text,
  all_season boolean,
  accepted   boolean,
  numbers    jsonb not null default '{}',
  year       integer not null,
  cost_yuan  bigint check (cost_yuan >= 0),
  fund       text not null check (fund in ('centralBudget', 'specialFund', 'localBonds', 'constructionFund', 'longTermLoans', 'selfRaised')),
  primary key (plan_id, id),
  check (action = 'close' or geom is not null),
  check (action = 'build' or feature_id is not null)
);
comment on table works is 'Works (基础设施项目) of each plan as it is now. feature_id is network_features.id, or facilities.id for the sector facility.';
create index works_geom on works using gist (geom);

create table annual_targets (
  plan_id   uuid not null references plans on delete cascade,
  area_code text not null,
  year      integer not null,
  persons   integer not null check (persons >= 0),
  primary key (plan_id, area_code, year)
);
comment on table annual_targets is 'Persons to move by area and year (年度搬迁任务).';

create table budgets (
  plan_id     uuid not null references plans on delete cascade,
  area_code   text not null,
  fund        text not null check (fund in ('centralBudget', 'specialFund', 'localBonds', 'constructionFund', 'longTermLoans', 'selfRaised')),
  year        integer not null,
  amount_yuan bigint not null check (amount_yuan >= 0),
  primary key (plan_id, area_code, fund, year)
);
comment on table budgets is 'Yuan to spend by area, fund line and year.';

create table plan_locks (
  plan_id uuid not null references plans on delete cascade,
  subject text not null,
  primary key (plan_id, subject)
);
comment on table plan_locks is 'What nobody changes unseen: village:CODE, settlement:ID, works:ID, year:YEAR.';

create table plan_notes (
  plan_id  uuid not null references plans on delete cascade,
  id       text not null check (id <> ''),
  text     text not null,
  point    geometry(Point, 4326),
  about    text,
  author   text not null,
  at       text not null,
  primary key (plan_id, id)
);
comment on table plan_notes is 'Remarks pinned on the map or to an entry of the plan.';
comment on column plan_notes.at is 'ISO 8601 in UTC, as it was written; at::timestamptz to reckon with it.';
create index plan_notes_point on plan_notes using gist (point);

create table plan_settings (
  plan_id uuid not null references plans on delete cascade,
  key     text not null,
  value   text not null check (value in ('hard', 'soft', 'off')),
  primary key (plan_id, key)
);
comment on table plan_settings is 'How severe a check is in this plan, where it differs from the usual.';
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table plan_settings;
drop table plan_notes;
drop table plan_locks;
drop table budgets;
drop table annual_targets;
drop table works;
drop table moves;
drop table settlements;
drop table plan_changes;
drop function refuse_to_alter_plan_changes();
drop function refuse_to_empty_plan_changes();
drop table plans;
`);
}
