import type { PlanChange } from "../../contract/plan.ts";
import type {
  InfeasibleCause,
  ProposalQuestion,
  ProposalResult,
  Relaxation,
} from "../../contract/proposal.ts";
import { areaName } from "../../relocation/context.ts";
import { squash, isEmptyChange } from "../../relocation/combine.ts";
import type { ProposalInputs } from "./candidates.ts";
import type { Choice } from "./choose.ts";
import type { ExcludedOf } from "./excluded.ts";
import type { CausePart, InfeasibleAnswer, Relaxation as Change } from "../infeasible/cause.ts";
import { mendOf } from "./relaxation-mend.ts";

/** Villages and settlements of a part of a cause that are named. */
const MOST_NAMED = 20;

/** What indexes of a problem stand for. */
export interface Named {
  readonly inputs: ProposalInputs;
  readonly choice: Choice;
  readonly excluded: readonly ExcludedOf[];
}

/** Causes and ways out as people read them, and as changes of the plan and of the question that they can make. */
export function explanationOf(
  answer: InfeasibleAnswer,
  named: Named,
): Pick<ProposalResult, "causes" | "relaxations"> {
  return {
    causes: answer.causes.map(
      ({ code, needed, available, short, unit, parts }): InfeasibleCause => ({
        code,
        needed,
        available,
        short,
        unit,
        parts: parts.map((part) => partOf(part, named)),
      }),
    ),
    relaxations: answer.relaxations.map((changes) => relaxationOf(changes, named)),
  };
}

function partOf(
  part: CausePart,
  { inputs, choice, excluded }: Named,
): InfeasibleCause["parts"][number] {
  const { from } = inputs.on.context.frame.years;
  const villages = [
    ...part.villages.map((v) => choice.candidates[v]!),
    ...part.excluded.map((e) => excluded[e]!),
  ];
  return {
    kind: part.kind,
    ...areaOf(part.county, { inputs, choice }),
    years: part.years.map((y) => from + y),
    settlements: part.sites.slice(0, MOST_NAMED).map((s) => {
      const { id, settlement } = choice.sites[s]!;
      return { id, name: settlement.name };
    }),
    villages: villages.slice(0, MOST_NAMED).map(({ key, name }) => ({ key, name })),
    villagesInAll: villages.length,
    limit: finite(part.limit),
    needed: part.needed === null ? null : finite(part.needed),
    short: part.short === null ? null : finite(part.short),
    unit: part.unit,
  };
}

/** The county of a row, or the plan's area for a row of all. */
function areaOf(
  county: number | null,
  { inputs, choice }: Pick<Named, "inputs" | "choice">,
): { area: string; areaName: string } {
  const { context } = inputs.on;
  const code = county === null ? context.frame.area : choice.counties[county]!.code;
  return { area: code, areaName: areaName(context, code) };
}

function relaxationOf(changes: readonly Change[], named: Named): Relaxation {
  const steps = changes.map((change) => stepOf(change, named));
  const planChanges: PlanChange[] = [];
  let question: ProposalQuestion | null = null;
  for (const change of changes) {
    const mend = mendOf(change, named, question ?? named.inputs.question);
    if (mend.change !== null) planChanges.push(mend.change);
    if (mend.question !== null) question = mend.question;
  }
  const change = squash(planChanges);
  return { steps, change: isEmptyChange(change) ? null : change, question };
}

const AMOUNTS = {
  byPersons: "persons",
  byMu: "mu",
  byYuan: "yuan",
  byYears: "years",
  persons: "persons",
} as const;

function stepOf(change: Change, named: Named): Relaxation["steps"][number] {
  const { inputs, choice, excluded } = named;
  const given = change as unknown as Readonly<Record<string, number | undefined>>;
  const village =
    given["village"] !== undefined
      ? choice.candidates[given["village"]]
      : given["excluded"] !== undefined
        ? excluded[given["excluded"]]
        : undefined;
  const site = given["site"] === undefined ? undefined : choice.sites[given["site"]];
  const amount = Object.entries(AMOUNTS).find(([name]) => given[name] !== undefined);
  const isOfArea = given["county"] !== undefined || change.kind.startsWith("region");
  const area = isOfArea ? areaOf(given["county"] ?? null, { inputs, choice }) : NO_AREA;
  return {
    kind: change.kind,
    ...area,
    settlement: site?.id ?? null,
    settlementName: site?.settlement.name ?? null,
    village: village?.key ?? null,
    villageName: village?.name ?? null,
    year: given["year"] === undefined ? null : inputs.on.context.frame.years.from + given["year"],
    amount: amount === undefined ? null : given[amount[0]]!,
    unit: amount === undefined ? null : amount[1],
  };
}
const NO_AREA = { area: null, areaName: null };

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
