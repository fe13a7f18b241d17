import { isDeepStrictEqual } from "node:util";
import { IndicatorRule } from "../../core/contract/rule.ts";
import type { PolicyParameter } from "../../core/policy/parameter.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import type { Db } from "../database/open.ts";

/** Rules in force (the highest version of each id), in their order of display. */
export async function listRules(db: Db): Promise<IndicatorRule[]> {
  const { rows } = await db.raw<{ rows: { rule: unknown; version: number }[] }>(`
    select rule, version from (
      select distinct on (id) id, version, position, rule from indicator_rules order by id, version desc
    ) latest
    order by position, id`);
  return rows.map((row) => ({ ...IndicatorRule.parse(row.rule), version: row.version }));
}

/**
 * Puts shipped rules into the table: a rule that differs from its version in force becomes a new version, an equal one changes nothing.
 * Gives the ids that got a new version. Rules that are no longer shipped stay in force.
 */
export async function seedRules(db: Db, shipped: readonly IndicatorRule[]): Promise<string[]> {
  return db.transaction(async (trx) => {
    await trx.raw("lock table indicator_rules in share row exclusive mode");
    const inForce = new Map((await listRules(trx)).map((rule) => [rule.id, rule]));
    const changed: string[] = [];
    for (const [position, rule] of shipped.entries()) {
      const parsed = IndicatorRule.parse(rule);
      const current = inForce.get(parsed.id);
      if (current && isDeepStrictEqual(current, { ...parsed, version: current.version })) continue;
      const version = (current?.version ?? 0) + 1;
      await trx.raw(
        "insert into indicator_rules (id, version, position, rule) values (?, ?, ?, ?)",
        [parsed.id, version, position, JSON.stringify({ ...parsed, version })],
      );
      changed.push(parsed.id);
    }
    return changed;
  });
}

/**
 * Puts shipped figures of policy into the table: one that is there under the same id, region and first day takes the shipped value.
 * Figures that somebody added stay.
 */
export async function seedParameters(db: Db, shipped: readonly PolicyParameter[]): Promise<void> {
  for (const each of shipped)
    await db.raw(
      `insert into policy_parameters as p (id, region_code, valid_from, valid_to, value, unit, source, confidence)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (id, region_code, valid_from) do update
       set valid_to = excluded.valid_to, value = excluded.value, unit = excluded.unit,
           source = excluded.source, confidence = excluded.confidence
       where (p.valid_to, p.value, p.unit, p.source, p.confidence)
             is distinct from (excluded.valid_to, excluded.value, excluded.unit, excluded.source, excluded.confidence)`,
      [
        each.id,
        each.regionCode,
        each.validFrom,
        each.validTo,
        each.value,
        each.unit,
        each.source,
        each.confidence,
      ],
    );
}

/** All figures of policy, by id, region and first day; one that is not shipped is called by its id. */
export async function listParameters(db: Db): Promise<PolicyParameter[]> {
  const { rows } = await db.raw<{ rows: Omit<PolicyParameter, "name">[] }>(`
    select id, region_code as "regionCode", valid_from::text as "validFrom", valid_to::text as "validTo",
           value::float8 as value, unit, source, confidence
    from policy_parameters order by id, region_code, valid_from`);
  return rows.map((row) => ({
    ...row,
    name: SHIPPED_NAMES.get(row.id) ?? { zh: row.id, en: row.id },
  }));
}

const SHIPPED_NAMES: ReadonlyMap<string, PolicyParameter["name"]> = new Map(
  SHIPPED_PARAMETERS.map(({ id, name }) => [id, name]),
);
