import type { Knex } from "knex";

/** Returns of what happened: homes built and people moved in, by settlement and village. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table progress_writes (
  plan_id         uuid not null references plans on delete cascade,
  version         integer not null check (version > 0),
  author          text not null,
  source          text not null,
  written         integer not null check (written >= 0),
  withdrawn       integer not null check (withdrawn >= 0),
  idempotency_key text not null check (idempotency_key <> ''),
  body_hash       text not null,
  answer          jsonb not null,
  at              timestamptz not null default clock_timestamp(),
  primary key (plan_id, version),
  unique (plan_id, idempotency_key)
);
comment on table progress_writes is 'Every entry or import of returns of a plan, append-only. version counts them; order is by version, never by clock.';
comment on column progress_writes.answer is 'What the writer was told, for who asks again with the same key.';

create table progress_returns (
  plan_id         uuid not null references plans on delete cascade,
  subject         text not null check (subject in ('settlement', 'village')),
  key             text not null check (key <> ''),
  period          text not null check (period ~ '^[0-9]{4}$' or period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  state           text not null check (state in ('notStarted', 'building', 'structureDone', 'movedIn')),
  households      integer not null check (households >= 0),
  persons         integer not null check (persons >= households),
  old_houses_down integer not null check (old_houses_down >= 0),
  version         integer not null,
  primary key (plan_id, subject, key, period),
  foreign key (plan_id, version) references progress_writes (plan_id, version) on delete cascade,
  check (state <> 'notStarted' or persons = 0)
);
comment on table progress_returns is 'Returns (上报) in force, one for each settlement or village of a plan and period. Counts are those IN the period, never sums up to it; the state is that at its end.';
comment on column progress_returns.period is 'A year (2016) or a month (2016-05). Where a subject has both, the yearly return stands for the year.';

create table progress_history (
  plan_id uuid not null,
  version integer not null,
  subject text not null,
  key     text not null,
  period  text not null,
  was     jsonb,
  "is"    jsonb,
  primary key (plan_id, version, subject, key, period),
  foreign key (plan_id, version) references progress_writes (plan_id, version) on delete cascade,
  check (was is not null or "is" is not null)
);
comment on table progress_history is 'What each write changed, append-only: was null for a first return, is null for one taken back.';
create index progress_history_name on progress_history (plan_id, subject, key, period);

create function refuse_to_alter_progress() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from plans where id = old.plan_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger progress_writes_append_only before update or delete on progress_writes
for each row execute function refuse_to_alter_progress();
create trigger progress_history_append_only before update or delete on progress_history
for each row execute function refuse_to_alter_progress();
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table progress_history;
drop table progress_returns;
drop table progress_writes;
drop function refuse_to_alter_progress();
`);
}
