import type { PolicyParameter } from "../../core/policy/parameter.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import type { Db } from "../database/open.ts";

const NAMES = new Map(SHIPPED_PARAMETERS.map(({ id, name }) => [id, name]));

/** All figures of policy, by id, region and first day; one that is not shipped is called by its id. */
export async function listParameters(db: Db): Promise<PolicyParameter[]> {
  const { rows } = await db.raw<{ rows: Omit<PolicyParameter, "name">[] }>(`
    select id, region_code as "regionCode", valid_from::text as "validFrom", valid_to::text as "validTo",
           value::float8 as value, unit, source, confidence
    from policy_parameters order by id, region_code, valid_from`);
  return rows.map((row) => ({ ...row, name: NAMES.get(row.id) ?? { zh: row.id, en: row.id } }));
}
