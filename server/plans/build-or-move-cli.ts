import {
  BuildOrMoveRequest,
  type BuildOrMoveAnswer,
  type BuildOrMoveLine,
} from "../../core/contract/build-or-move.ts";
import { layLines } from "../coverage/lay-lines.ts";
import { CommandRefused } from "../coverage/command-question.ts";
import { findRegionOf } from "../coverage/region-queries.ts";
import { problem } from "../http/problem.ts";
import { BuildOrMoveDesk } from "./build-or-move-desk.ts";
import { buildOrMoveAnswer, type ComparedPlace } from "./build-or-move.ts";
import { findPlanOf, type PlanSession } from "./cli-session.ts";
import { columns, count } from "./cli-text.ts";

/** What the command was given. */
export interface BuildOrMoveOptions {
  readonly area?: string | undefined;
  readonly plan?: string | undefined;
  readonly years?: { readonly from: number; readonly to: number } | undefined;
  readonly priceYear?: string | undefined;
  readonly sharing?: string | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly parameters?: readonly string[] | undefined;
  readonly advice?: string | undefined;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly limit?: string | undefined;
  readonly pieces?: boolean | undefined;
}

const FEW = 30;

const numberOf = (said: string): number => (said.trim() === "" ? NaN : Number(said));

/** The question as HTTP would be asked. Throws CommandRefused for what is not understood. */
export function buildOrMoveRequest(options: BuildOrMoveOptions): BuildOrMoveRequest {
  const parameters = (options.parameters ?? []).map((each): [string, number] => {
    const at = each.lastIndexOf("=");
    return [each.slice(0, at), numberOf(each.slice(at + 1))];
  });
  const given = Object.entries({
    area: options.area,
    plan: options.plan,
    years: options.years,
    priceYear: options.priceYear === undefined ? undefined : numberOf(options.priceYear),
    sharing: options.sharing,
    rules: options.rules,
    parameters: Object.fromEntries(parameters),
    advice: options.advice?.split(","),
    q: options.q,
    sort: options.sort,
    limit: options.limit === undefined ? FEW : numberOf(options.limit),
    pieces: options.pieces,
  }).filter(([, value]) => value !== undefined);
  const read = BuildOrMoveRequest.safeParse(Object.fromEntries(given));
  if (read.success) {
    if (read.data.area === undefined && read.data.plan === undefined)
      throw new CommandRefused("Name the area by --area CODE, or a plan by --plan ID.", 2);
    return read.data;
  }
  const faults = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new CommandRefused(`Not understood: ${faults.join("; ")}.`, 2);
}

/** Answers the question on a database. */
export async function answerBuildOrMove(
  session: PlanSession,
  request: BuildOrMoveRequest,
): Promise<BuildOrMoveAnswer> {
  const desk = new BuildOrMoveDesk(layLines);
  return buildOrMoveAnswer(session.db, desk, await placeOf(session, request), request);
}

async function placeOf(
  session: PlanSession,
  { area: code, plan: name }: BuildOrMoveRequest,
): Promise<ComparedPlace> {
  const plan = name === undefined ? null : await findPlanOf(session, name);
  const asked = code ?? plan!.row.areaCode;
  const region = plan?.row.regionCode ?? (await findRegionOf(session.db, asked));
  const state = region === null ? null : await session.stateOf(region);
  const area = state?.areaIndex(asked);
  if (state === null || area === undefined)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", { area: asked });
  return { state, area, plan };
}

const yuan = (amount: number | null): string => (amount === null ? "-" : count(amount));

const WHY: Readonly<Record<BuildOrMoveLine["reason"], string>> = {
  hazard: "in danger",
  redLine: "inside a red line",
  cheaperToMove: "moving is cheaper",
  cannotBuild: "nothing to build from",
  cheaperToBuild: "building is cheaper",
  notWilling: "moving is cheaper, few are willing",
  nothingLacking: "nothing is lacking",
  countsUnknown: "nobody counted",
  servicesUnknown: "services not surveyed",
};

/** The list as people read it. */
export function buildOrMoveText(answer: BuildOrMoveAnswer): string {
  const { years, priceYear, totals, items } = answer;
  const rest = answer.count - items.length;
  return [
    `${answer.area}: building the missing services against moving, ${years.from}-${years.to}, prices of ${priceYear}, yuan of the first year`,
    "",
    ...columns([
      ["proposed", "villages", "households", "persons", "to build", "to move"],
      ...totals.map((sum) => [
        sum.advice,
        count(sum.villages),
        count(sum.households),
        count(sum.persons),
        yuan(sum.buildYuan),
        yuan(sum.moveYuan),
      ]),
    ]),
    "",
    ...columns([
      ["village", "households", "build/household", "move/household", "break-even", "proposed"],
      ...items.map((line) => [
        `${line.rank} ${line.key} ${line.name}`,
        yuan(line.households),
        yuan(line.build.perHouseholdYuan),
        yuan(line.move.perHouseholdYuan),
        line.breakEvenHouseholds === null ? "-" : line.breakEvenHouseholds.toFixed(1),
        `${line.advice}, ${WHY[line.reason]}`,
      ]),
    ]),
    ...(rest > 0 ? ["", `and ${count(rest)} more: --limit N shows more of them`] : []),
  ].join("\n");
}
