import { isDeepStrictEqual } from "node:util";
import { IndicatorRule } from "../../core/contract/rule.ts";
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
