import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import type { Db } from "../database/open.ts";
import { seedParameters, seedRules } from "./queries.ts";

/** Puts the shipped rules and parameters into the tables; what is there already and equal is left alone. */
export async function seedStandards(db: Db): Promise<void> {
  await seedRules(db, SHIPPED_RULES);
  await seedParameters(db, SHIPPED_PARAMETERS);
}
