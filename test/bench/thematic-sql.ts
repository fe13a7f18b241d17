import type { MapLevel } from "../../core/contract/thematic.ts";
import type { Db } from "../../server/database/open.ts";

/** Which area lies in which, made once and indexed: the peer is not to pay for climbing the tree with each question. */
export async function prepareTree(db: Db): Promise<void> {
  await db.raw(`
    create table bench_tree as with recursive units as (
      select u.code, u.level, u.parent_code from admin_units u left join datasets d on d.id = u.dataset_id
      where u.dataset_id is null or d.state = 'current'
    ), up (code, above) as (
      select code, code from units
      union
      select up.code, u.parent_code from up join units u on u.code = up.above where u.parent_code is not null
    ) select up.code, up.above, u.level from up join units u on u.code = up.above;
    create index on bench_tree (code, level);
    create index on bench_tree (level, above);
    create table bench_units as select u.code, u.name, u.level from admin_units u left join datasets d on d.id = u.dataset_id
      where u.dataset_id is null or d.state = 'current';
    create index on bench_units (level);
    analyze bench_tree; analyze bench_units`);
}

/** What today's answer holds, asked of the sums that runs store: people of every area, and the counts of every rule. */
export async function todayBySql(db: Db, by: MapLevel): Promise<unknown[]> {
  const people = await db.raw(
    `select t.above, count(*), sum(households), sum(persons), sum(poor_households), sum(poor_persons)
     from natural_villages v join datasets d on d.id = v.dataset_id and d.state = 'current'
       join bench_tree t on t.code = v.area_code and t.level = ? group by t.above`,
    [by],
  );
  const rates = await db.raw(
    `select r.* from area_rates r join coverage_runs c on c.id = r.run_id and c.state = 'current'
       join bench_units u on u.code = r.area_code and u.level = ?`,
    [by],
  );
  return [people.rows, rates.rows];
}

/** One indicator by area: a stored sum, the least that a map on SQL must ask for each switch. */
export async function switchBySql(
  db: Db,
  rule: string,
  by: MapLevel,
): Promise<{ code: string; served: number; unserved: number }[]> {
  const { rows } = await db.raw<{ rows: { code: string; served: number; unserved: number }[] }>(
    `select u.code, r.villages_served as served, r.villages_unserved as unserved from area_rates r
       join coverage_runs c on c.id = r.run_id and c.state = 'current'
       join bench_units u on u.code = r.area_code and u.level = ? where r.rule_id = ?`,
    [by, rule],
  );
  return rows;
}

/** Persons, households and villages that move by year and area, those who arrive, and the room there is: part of what the plan's answer holds. */
export async function planBySql(db: Db, plan: string, by: MapLevel): Promise<unknown[]> {
  const moved = await db.raw(
    `select t.above, m.year, count(distinct m.village), sum(coalesce(m.households, v.households)),
       sum(case when m.households is null then v.persons else round(v.persons::numeric * m.households / nullif(v.households, 0)) end)
     from moves m join natural_villages v on v.code = m.village join datasets d on d.id = v.dataset_id and d.state = 'current'
       join bench_tree t on t.code = v.area_code and t.level = ? where m.plan_id = ? group by t.above, m.year`,
    [by, plan],
  );
  const room = await db.raw(
    `select u.code, s.ready_year, count(*), sum(s.capacity_persons) from settlements s
       join admin_units u on st_contains(u.geom, s.point) and u.level = ?
       join datasets d on d.id = u.dataset_id and d.state = 'current' where s.plan_id = ? group by u.code, s.ready_year`,
    [by, plan],
  );
  return [moved.rows, room.rows];
}

/** Who is served by a rule after moves at the end of each year: a third of what the answer holds, for works cannot be asked of tables. */
export async function ruleYearsBySql(
  db: Db,
  plan: string,
  rule: string,
  least: number,
  by: MapLevel,
): Promise<{ code: string; year: number; status: number; villages: string }[]> {
  const { rows } = await db.raw<{
    rows: { code: string; year: number; status: number; villages: string }[];
  }>(
    `with gone as (
       select y.year, m.village, sum(coalesce(m.households, v.households)) as households
       from moves m join natural_villages v on v.code = m.village join datasets d on d.id = v.dataset_id and d.state = 'current',
         generate_series(2014, 2020) as y (year) where m.plan_id = ? and m.year <= y.year group by y.year, m.village
     ), verdicts as (
       select r.unit_id, r.status from village_verdict_rows r join coverage_runs c on c.id = r.run_id and c.state = 'current'
       where r.rule_id = ?
     )
     select t.above as code, y.year, r.status, count(*) as villages
     from natural_villages v join verdicts r on r.unit_id = v.id join bench_tree t on t.code = v.area_code and t.level = ?
       cross join generate_series(2014, 2020) as y (year)
       left join gone g on g.village = v.code and g.year = y.year
     where v.households - coalesce(g.households, 0) > 0
       and not (v.households >= ? and v.households - coalesce(g.households, 0) < ?)
     group by t.above, y.year, r.status`,
    [plan, rule, by, least, least],
  );
  return rows;
}
