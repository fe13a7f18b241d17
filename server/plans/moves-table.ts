import type { PlanChange, Settlement } from "../../core/contract/plan.ts";
import { findArea } from "../../core/coverage/locate.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { PlanContext } from "../../core/relocation/context.ts";
import { parseMoves, type ParsedMoves } from "../../core/relocation/moves-csv.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { MOST_TOLD } from "./cli-files.ts";
import { PlanRefused, type CliProblem } from "./cli-refusal.ts";

type MovesProblem = Extract<ParsedMoves, { ok: false }>["problems"][number];
type Say = (params: MovesProblem["params"]) => readonly [field: string, text: string, mend: string];

/** What the faults of a table of moves mean, in which column they are, and what mends them. */
const SAYINGS: Readonly<Record<MovesProblem["code"], Say>> = {
  unknownVillage: ({ village }) => [
    "village",
    `There is no village "${village}" in the plan's area.`,
    "Give the code of a natural village of the area, as gaps --csv lists them.",
  ],
  unknownSettlement: ({ settlement }) => [
    "settlement",
    `There is no settlement "${settlement}" in the plan.`,
    "Give the id or the name of a settlement; bring new ones with --from document.json.",
  ],
  ambiguousSettlement: ({ settlement, ids }) => [
    "settlement",
    `Several settlements are called "${settlement}": ${ids}.`,
    "Give the id instead of the name.",
  ],
  badYear: ({ year }) => [
    "year",
    `"${year}" is not a year.`,
    "Give four digits, for example 2016.",
  ],
  yearOutside: ({ year, from, to }) => [
    "year",
    `${year} is outside the plan's years ${from}-${to}.`,
    "Choose a year of the plan, or make the plan with other --years.",
  ],
  badHouseholds: ({ households }) => [
    "households",
    `"${households}" is not a number of households.`,
    "Give a whole number from 1 on, or nothing for the whole village.",
  ],
  unknownReason: ({ reason }) => [
    "reason",
    `"${reason}" is not a reason.`,
    "Give one of the reasons of the plan, or nothing.",
  ],
  wholeAndParts: ({ village }) => [
    "village",
    `Village "${village}" stands twice and moves as a whole.`,
    "Leave one row, or give every row of the village its number of households.",
  ],
  tooManyParts: ({ village, most }) => [
    "village",
    `Village "${village}" moves in more than ${most} parts.`,
    "Put parts together.",
  ],
  missingColumn: ({ column }) => [
    String(column),
    `The column "${column}" is missing.`,
    "Name the columns in the first row: village, settlement, year, and households and reason where they are known.",
  ],
};

/** The change that a table of moves makes on a plan. Throws PlanRefused with the first faults, by row and column. */
export function movesFrom(
  rows: readonly (readonly string[])[],
  plan: Plan,
  context: PlanContext,
): PlanChange {
  const read = parseMoves(rows, plan, context);
  if (read.ok) return read.change;
  const problems = read.problems.slice(0, MOST_TOLD).map(({ row, code, params }): CliProblem => {
    const [field, message, mend] = SAYINGS[code](shortened(params));
    return { row, code, field, message, mend, params: shortened(params) };
  });
  throw new PlanRefused(problems, read.problems.length);
}

function shortened(params: MovesProblem["params"]): MovesProblem["params"] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" && value.length > 80 ? `${value.slice(0, 80)}…` : value,
    ]),
  );
}

/**
 * The settlements of a plan's area that the data hold, as entries of a plan: "f" and their number in the data. One whose capacity is not
 * recorded has none, which a check tells.
 */
export function settlementsInData(
  { features: { facility }, areas }: Snapshot,
  context: PlanContext,
): Record<string, Settlement> {
  const found: Record<string, Settlement> = {};
  for (let i = 0; i < facility.count; i++) {
    if (facility.classes[facility.class[i]!] !== "settlement") continue;
    const at = 2 * facility.vertexOf[facility.partOf[i]!]!;
    const [lng, lat] = [facility.coordinates[at]!, facility.coordinates[at + 1]!];
    const area = findArea(areas, lng, lat)?.area ?? -1;
    if (area < 0 || context.isInside[area] !== 1) continue;
    const capacity = facility.numbers["capacity"]?.[i] ?? NaN;
    const id = facility.id[i]!;
    found[`f${id}`] = {
      name: facility.name[i]?.trim().slice(0, 100) || `${areas.name[area]}安置点`,
      kind: "smallTown",
      layout: "concentrated",
      position: [lng, lat],
      outline: null,
      capacityPersons: Number.isNaN(capacity) ? 0 : Math.round(capacity),
      landQuotaMu: null,
      floorAreaM2: null,
      readyYear: context.frame.years.from,
      siteCostYuan: null,
      costPerHeadYuan: null,
      facilityId: id,
    };
  }
  return found;
}
