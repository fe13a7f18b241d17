import type { Fault } from "../http/problem.ts";
import { HttpProblem } from "../http/problem.ts";

/** One fault of what was brought to the command line: where it is, what it is and what mends it. */
export interface CliProblem {
  readonly code: string;
  /** Row of a table, counted as a spreadsheet does. */
  readonly row: number | null;
  /** Column of a table, path in a document or option of the command. */
  readonly field: string | null;
  readonly message: string;
  readonly mend: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Thrown where a plan command is refused; nothing has been stored then. */
export class PlanRefused extends Error {
  readonly problems: readonly CliProblem[];
  /** How many there are in all, where only the first are told. */
  readonly count: number;

  constructor(problems: readonly CliProblem[], count: number = problems.length) {
    super(problems[0]?.message ?? "refused");
    this.name = "PlanRefused";
    this.problems = problems;
    this.count = count;
  }
}

/** Refuses with a single fault. */
export function refuse(
  code: string,
  field: string | null,
  message: string,
  mend: string,
  params: CliProblem["params"] = {},
): PlanRefused {
  return new PlanRefused([{ code, row: null, field, message, mend, params }]);
}

type Say = (params: Readonly<Record<string, unknown>>) => readonly [message: string, mend: string];

/** What the faults of changes and requests mean, and what mends them. */
const SAYINGS: Readonly<Record<string, Say>> = {
  malformed: ({ expected, fault }) => [
    `This is not what it should be: ${textOf(expected ?? fault)}.`,
    "Correct the value; /api/openapi.json describes every field.",
  ],
  notThere: () => [
    "The plan holds no such entry, and this is only a part of one.",
    "Give all fields of a new entry, or the id of one that is there.",
  ],
  unknownVillage: ({ village }) => [
    `There is no village ${textOf(village)} in the plan's area.`,
    "Name villages by their code, or # and their number in the data where they have none.",
  ],
  unknownSettlement: ({ settlement }) => [
    `The settlement ${textOf(settlement)} is not in the plan.`,
    "Add the settlement in the same change, or name one of the plan.",
  ],
  settlementInUse: ({ parts }) => [
    `${textOf(parts)} moves go to this settlement.`,
    "Send these villages elsewhere in the same change.",
  ],
  yearOutside: ({ year, from, to }) => [
    `The year ${textOf(year)} is outside the plan's years ${textOf(from)}-${textOf(to)}.`,
    "Choose a year of the plan.",
  ],
  locked: ({ lock }) => [
    `${textOf(lock)} is locked.`,
    'Take the lock away in the same change: "locks": {"...": null}.',
  ],
  worksIncomplete: ({ action }) => [
    `Works that ${textOf(action)} something lack a geometry or a feature.`,
    "Give geometry to build or change, featureId to close or change.",
  ],
  stale: ({ version }) => [
    `The plan is at version ${textOf(version)}; others changed it meanwhile.`,
    "Look at it again (plan show), then send the change for that version.",
  ],
  unknownPlan: () => ["There is no plan with this id.", "plan list shows the plans there are."],
  unknownArea: ({ area }) => [
    `There is no area with the code ${textOf(area)}.`,
    "Give a code of the boundaries in force, as coverage --by county --json lists them.",
  ],
  areaTooSmall: ({ level }) => [
    `A ${textOf(level)} makes no plan of its own.`,
    "Name a county, a city or the region.",
  ],
  archived: () => ["The plan is put away.", "Bring it back on the page to change it."],
  idempotencyKeyReused: () => [
    "This key was used for another request.",
    "Take a new --key for another change.",
  ],
  unknownCounty: ({ county, area }) => [
    `${textOf(county)} is no county that this proposal plans in ${textOf(area)}.`,
    "Give codes of counties in the plan's area, and of those that --county names.",
  ],
  unknownRule: ({ rule }) => [
    `There is no rule "${textOf(rule)}" in force.`,
    "Give ids of rules as coverage --json lists them.",
  ],
  settlementTaken: ({ settlement }) => [
    `The plan has a settlement "${textOf(settlement)}" already.`,
    "Give the candidate site another id.",
  ],
  unknownParameter: () => [
    "There is no such field.",
    "Leave it out; the contract in /api/openapi.json names all.",
  ],
  nothingToAccept: () => [
    "The plan has all of this already.",
    "Ask with other candidates, or leave the plan as it is.",
  ],
  otherArea: () => ["The two plans are of different areas.", "Compare two plans of one area."],
  badText: ({ byte }) => [
    `A text holds a NUL character or half of a character, at byte ${textOf(byte)}.`,
    "Take the character out.",
  ],
  duplicateKey: ({ byte }) => [
    `A name stands twice in one object, at byte ${textOf(byte)}.`,
    "Leave only one of the two, for example of a village.",
  ],
  badJson: ({ said }) => [
    `This is not JSON in UTF-8: ${textOf(said)}.`,
    "Save the file again as JSON.",
  ],
};

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "");

/** A problem of the services as the command line tells it. */
export function refusalOf(error: HttpProblem): PlanRefused {
  const more = error.more["count"];
  return new PlanRefused(
    error.faults.map((fault) => problemOf(fault, error.message)),
    typeof more === "number" ? more : error.faults.length,
  );
}

function problemOf({ code, path, params }: Fault, title: string): CliProblem {
  const [message, mend] = SAYINGS[code]?.(params) ?? [
    "expected" in params ? `${title} ${textOf(params["expected"])}` : title,
    "Correct what is named and try again.",
  ];
  return { code, row: null, field: path, message, mend, params };
}
