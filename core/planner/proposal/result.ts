import {
  type CostParts,
  COST_PARTS,
  type ProposalNote,
  type ProposalResult,
} from "../../contract/proposal.ts";
import type { AssessedPlan } from "../../relocation/assess.ts";
import { bandAround, targetOf } from "../../relocation/check-area.ts";
import { areaName } from "../../relocation/context.ts";
import { PERSONS, tallied, VILLAGES } from "../../relocation/ledger.ts";
import { sumYuan } from "../../relocation/totals.ts";
import {
  cheapestMove,
  cheapestTotal,
  movePartsOf,
  noParts,
  type Explained,
} from "./alternatives.ts";
import type { ProposalInputs } from "./candidates.ts";
import type { Choice } from "./choose.ts";
import { describeRow, usedOf } from "./row-prices.ts";
import type { Proposed } from "./to-change.ts";
import { WayFinder } from "./ways.ts";

type AreaLine = ProposalResult["areas"][number];

/** What the candidate set was. */
export function candidateCounts(choice: Choice): ProposalResult["candidates"] {
  return {
    villages: choice.candidates.length,
    persons: choice.candidates.reduce((sum, { persons }) => sum + persons, 0),
    leftOut: Object.fromEntries(choice.leftOut),
    sites: choice.sites.filter(({ takesMore }) => takesMore).length,
  };
}

/** The plan's area and the counties that are planned, as a plan has them by year, with what is asked of them. */
export function areaLines(
  inputs: ProposalInputs,
  choice: Choice,
  on: AssessedPlan,
  proposed: Proposed | null,
): AreaLine[] {
  const { area } = on.context.frame;
  const codes = [area, ...choice.counties.map(({ code }) => code).filter((code) => code !== area)];
  const counts = new Map(codes.map((code) => [code, { moved: 0, built: 0, left: 0 }]));
  const WORDS = { move: "moved", build: "built", leave: "left" } as const;
  for (const { candidate, kind } of proposed?.treatments ?? [])
    for (const code of new Set([area, candidate.county])) counts.get(code)![WORDS[kind]]++;
  return codes.map((code) => ({
    code,
    name: areaName(on.context, code),
    years: yearsOf(inputs, code, on),
    ...counts.get(code)!,
  }));
}

function yearsOf({ question }: ProposalInputs, code: string, on: AssessedPlan): AreaLine["years"] {
  const { context, ledger, plan } = on;
  const { limits } = question;
  const { from } = context.frame.years;
  const index = context.areaIndex.get(code) ?? -1;
  const asked = { plan: { ...plan, targets: plan.targets.merge(limits.targets) }, context };
  const isAsked = code === context.frame.area ? limits.areaBand : limits.countyBands;
  return context.money.map((_, y) => {
    const own = isAsked ? targetOf(code, from + y, asked) : null;
    const band = own && limits.bandWidth !== null ? bandAround(own.target, limits.bandWidth) : own;
    const tally = ledger.areas.get(index);
    return {
      year: from + y,
      persons: tallied(tally, PERSONS, y),
      villages: tallied(tally, VILLAGES, y),
      low: band?.least ?? null,
      high: band?.most ?? null,
      spentYuan: sumYuan(ledger.money.get(index), context, y),
      budgetYuan: budgetOf(plan.budgets, code, from + y),
    };
  });
}

function budgetOf(
  budgets: AssessedPlan["plan"]["budgets"],
  area: string,
  year: number,
): number | null {
  let sum: number | null = null;
  for (const [key, yuan] of budgets)
    if (key.startsWith(`${area}:`) && key.endsWith(`:${year}`)) sum = (sum ?? 0) + yuan;
  return sum;
}

/** What the objective of an answer is made of. */
export function partsOf(explained: Explained): CostParts {
  const { problem, answer, ways } = explained;
  const sum: Record<string, number> = noParts();
  const groups = new Map<number, Set<number>>();
  problem.villages.forEach((village, v) => {
    const choice = answer.choices[v]!;
    const { current } = village;
    const isSame =
      current === null ||
      (current.kind === choice.kind &&
        (current.kind === "leave" || (choice.kind !== "leave" && current.year === choice.year)) &&
        (current.kind !== "move" || (choice.kind === "move" && current.arc === choice.arc)));
    if (!isSame) sum["stay"]! += village.stayYuan;
    if (choice.kind === "leave") sum["leave"]! += village.leaveYuan;
    else if (choice.kind === "build") {
      sum["build"]! += village.buildYuan ?? 0;
      sum["wait"]! += village.waitYuan * choice.year;
    } else {
      const way = ways[v]![choice.arc]!;
      const parts = movePartsOf(explained, v, way, choice.year);
      for (const part of COST_PARTS) sum[part]! += parts[part];
      const used = groups.get(village.group) ?? new Set();
      groups.set(village.group, used.add(way.site));
    }
  });
  for (const sites of groups.values()) sum["split"]! += sites.size * problem.splitYuan;
  problem.sites.forEach((site, s) => {
    if ((answer.openYear[s] ?? -1) >= 0) sum["open"]! += site.openYuan;
  });
  return sum as CostParts;
}

/** The rows that bind, dearest use first. */
export function bindingRows(
  { choice, problem, answer, prices }: Explained,
  area: { readonly code: string; readonly name: string },
): ProposalResult["binding"] {
  return prices.rows
    .map(({ price, ...row }) => ({
      ...describeRow(row, choice, problem, area),
      used: usedOf(row, problem, answer),
      priceYuan: Math.abs(price),
    }))
    .sort((a, b) => b.priceYuan * b.used - a.priceYuan * a.used)
    .slice(0, MOST_ROWS);
}
const MOST_ROWS = 500;

/**
 * What settlements within reach that were not among the nearest could save at the prices of the rows: for each village the best of them
 * against what it does. With prices of an exact bound no plan with these ways costs less than the bound less this sum.
 */
export function omittedSaving(
  inputs: ProposalInputs,
  choice: Choice,
  explained: Explained,
): ProposalResult["omitted"] {
  let cheaper = 0;
  let mostSavingYuan = 0;
  if (choice.omitted > 0) {
    const finder = new WayFinder(inputs, choice.sites);
    choice.candidates.forEach((candidate, v) => {
      const known = new Set(choice.ways[v]!.map(({ site }) => site));
      const others = finder.within(candidate).filter(({ site }) => !known.has(site));
      if (others.length === 0) return;
      const own = cheapestTotal(explained, v);
      const other = Math.min(
        ...others.map((way) => cheapestMove(explained, v, way)?.total ?? Infinity),
      );
      if (!(other < own) || own === Infinity) return;
      cheaper++;
      mostSavingYuan += own - other;
    });
  }
  return { arcs: choice.omitted, cheaper, mostSavingYuan: Math.round(mostSavingYuan) };
}

/** Notes that say the same are told once. */
export function distinctNotes(notes: readonly ProposalNote[]): ProposalNote[] {
  const found = new Map(notes.map((note) => [JSON.stringify(note), note]));
  return [...found.values()];
}
