import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { IndicatorRule } from "../../core/contract/rule.ts";
import type { Config } from "../config.ts";
import { migrateUp } from "../database/migrate.ts";
import { openDatabase, type Db } from "../database/open.ts";
import { seedStandards } from "../indicators/seed.ts";
import { scanText } from "../http/json-scan.ts";
import { openRegion } from "./open-region.ts";
import { overrideRule, type Overrides } from "./override-rule.ts";
import type { PlaceOfQuestion } from "./questions.ts";
import { findRegionOf, listRegions } from "./region-queries.ts";
import { cachedLoader } from "./snapshot-file.ts";

/** A question of the command line that cannot be answered as it was put. */
export class CommandRefused extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.name = "CommandRefused";
    this.exitCode = exitCode;
  }
}

export interface CommandQuestion extends Overrides {
  /** Id of a rule in force, or the name of a JSON file that holds a rule. */
  rule: string;
  area: string | undefined;
}

/** Opens the database, finds the area and the rule, and hands them to `answer`. Throws CommandRefused where one is missing or wrong. */
export async function withQuestion<T>(
  config: Config,
  question: CommandQuestion,
  log: (text: string) => void,
  answer: (place: PlaceOfQuestion, rule: IndicatorRule) => Promise<T>,
): Promise<T> {
  const fromFile = question.rule.endsWith(".json") ? await readRuleFile(question.rule) : null;
  const database = await openDatabase(config);
  try {
    await migrateUp(database.knex);
    await seedStandards(database.knex);
    const place = await findPlace(database.knex, config, question.area, log);
    const rule = fromFile ?? place.state.rule(question.rule);
    if (!rule)
      throw new CommandRefused(
        `There is no rule "${question.rule}"; there are ${place.state.rules.map((each) => each.id).join(", ")}, or a file ending in .json.`,
        1,
      );
    const override = overrideRule(rule, question);
    if (!override.ok)
      throw new CommandRefused(`Rule ${rule.id} has no distance that --reach could change.`, 2);
    return await answer(place, override.rule);
  } finally {
    await database.close();
  }
}

async function findPlace(
  db: Db,
  config: Config,
  code: string | undefined,
  log: (text: string) => void,
): Promise<PlaceOfQuestion> {
  const regions = (await listRegions(db)).map((region) => region.code);
  if (code === undefined && regions.length !== 1)
    throw new CommandRefused(
      regions.length === 0
        ? "The database holds no area yet; import boundaries or load the demonstration region."
        : `There are several regions (${regions.join(", ")}); name one, or an area in it, with --area.`,
      regions.length === 0 ? 1 : 2,
    );
  const regionCode = code === undefined ? regions[0]! : await findRegionOf(db, code);
  if (regionCode === null) throw new CommandRefused(`There is no area with the code "${code}".`, 1);
  const load = cachedLoader(join(config.dataDir, "snapshots"), log);
  const state = await openRegion(db, regionCode, load);
  const area = code === undefined ? 0 : state.areaIndex(code);
  if (area === undefined)
    throw new CommandRefused(`Area "${code}" is not in the tree of region ${regionCode}.`, 1);
  return { state, area };
}

/** A rule from a file. Throws CommandRefused naming every field at fault. */
async function readRuleFile(path: string): Promise<IndicatorRule> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new CommandRefused(
      `The rule file ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      1,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new CommandRefused(
      `The rule file ${path} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      1,
    );
  }
  const found = scanText(Buffer.from(text));
  if (found !== null)
    throw new CommandRefused(
      `The rule file ${path} cannot be used: ${found.title} (at byte ${found.byte})`,
      1,
    );
  const parsed = IndicatorRule.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap(faultLines).slice(0, MAX_FAULTS);
  throw new CommandRefused(
    `The rule file ${path} is not a rule:\n${faults.join("\n")}\nCorrect these fields; the README shows a rule, and core/contract/rule.ts names all fields.`,
    1,
  );
}

/** Lines of a refusal; one rule with more faults is no rule at all. */
const MAX_FAULTS = 50;

function faultLines(issue: z.core.$ZodIssue): string[] {
  const at = (path: readonly PropertyKey[]): string =>
    path.length > 0 ? path.map(String).join(".") : "(the whole)";
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `  ${at([...issue.path, key])}: a rule has no such field here`);
  return [`  ${at(issue.path)}: ${issue.message}`];
}

/** A number given on the command line. Throws CommandRefused for anything that is none. */
export function numberOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text))
    throw new CommandRefused(`--${name} must be a number, not "${text}".`, 2);
  return Number(text);
}
