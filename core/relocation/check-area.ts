import type { PlanCheck } from "../contract/plan-check.ts";
import { FUND_LINES, type FundLine } from "../contract/plan.ts";
import { PLAN_PARAMETERS } from "../policy/plan-policy.ts";
import { areaName, villageOf, villagePosition } from "./context.ts";
import { Findings, type CountedPlan } from "./finding.ts";
import { PERSONS, tallied, type PlanOn } from "./ledger.ts";

/** Least and most persons that still meet a target. */
export interface Band {
  readonly target: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Target of an area and year with its band: what the plan sets; for the plan's own area, where that is a region, else the policy figure.
 * Null without one.
 */
export function targetOf(code: string, year: number, { plan, context }: PlanOn): Band | null {
  const { areas } = context.data;
  const isRegion = context.area >= 0 && areas.parent[context.area] === -1;
  const target =
    plan.targets.get(`${code}:${year}`) ??
    (isRegion && code === context.frame.area
      ? context.policy.at(PLAN_PARAMETERS.annualPersons, year)?.value
      : undefined);
  if (target === undefined) return null;
  return bandAround(target, context.policy.at(PLAN_PARAMETERS.targetBand, year)?.value ?? 0);
}

/** A target with the share of it by which it may be missed. */
export function bandAround(target: number, width: number): Band {
  return {
    target,
    // The products may come out a hair beside the whole number that they should equal.
    least: Math.ceil(target * (1 - width) - 1e-6),
    most: Math.floor(target * (1 + width) + 1e-6),
  };
}

/** Persons who leave an area in a year. */
export function personsLeaving(code: string, year: number, on: CountedPlan): number {
  const tally = on.ledger.areas.get(on.context.areaIndex.get(code) ?? -1);
  return tallied(tally, PERSONS, year - on.context.frame.years.from);
}

/** The failing check of an area and year, "AREA:YEAR": too few persons, or too many. */
export function checkTarget(key: string, on: CountedPlan): readonly PlanCheck[] {
  const findings = new Findings(on.plan, "target", key);
  const colon = key.lastIndexOf(":");
  const [code, year] = [key.slice(0, colon), Number(key.slice(colon + 1))];
  const band = targetOf(code, year, on);
  if (band === null) return findings.list;
  const persons = personsLeaving(code, year, on);
  const { target, least, most } = band;
  const params = { area: code, name: areaName(on.context, code), year, target };
  const found = { position: null, actual: persons, unit: "persons" } as const;
  if (persons < least)
    findings.add("targetShort", {
      ...found,
      limit: least,
      params: { ...params, missing: target - persons },
    });
  else if (persons > most)
    findings.add("targetOver", {
      ...found,
      limit: most,
      params: { ...params, excess: persons - target },
    });
  return findings.list;
}

/** "AREA:FUND:YEAR" in its parts. */
export function readBudgetKey(key: string): { area: string; fund: FundLine; year: number } {
  const [area = "", fund = "", year = ""] = key.split(":");
  return { area, fund: fund as FundLine, year: Number(year) };
}

/** Yuan of a fund line in an area and year. */
export function spentYuan(area: string, fund: FundLine, year: number, on: CountedPlan): number {
  const money = on.ledger.money.get(on.context.areaIndex.get(area) ?? -1);
  const years = on.context.money.length;
  return money?.[FUND_LINES.indexOf(fund) * years + year - on.context.frame.years.from] ?? 0;
}

/** The failing check of a budget, "AREA:FUND:YEAR". */
export function checkBudget(key: string, on: CountedPlan): readonly PlanCheck[] {
  const findings = new Findings(on.plan, "budget", key);
  const budget = on.plan.budgets.get(key);
  if (budget === undefined) return findings.list;
  const { area, fund, year } = readBudgetKey(key);
  const spent = spentYuan(area, fund, year, on);
  if (spent > budget)
    findings.add("budgetOver", {
      position: null,
      actual: spent,
      limit: budget,
      unit: "yuan",
      params: { area, name: areaName(on.context, area), fund, year },
    });
  return findings.list;
}

/** The failing check of an administrative village: its villages go to several settlements. */
export function checkArea(code: string, on: CountedPlan): readonly PlanCheck[] {
  const { plan, ledger, context } = on;
  const findings = new Findings(plan, "area", code);
  const index = context.areaIndex.get(code) ?? -1;
  const keys = ledger.movesFrom.get(index);
  if (keys === undefined) return findings.list;
  const settlements = new Set<string>();
  for (const key of keys)
    for (const part of plan.moves.get(key)!.parts) settlements.add(part.settlement);
  if (settlements.size > 1)
    findings.add("villageSplit", {
      position: villagePosition(context, Math.min(...keys.map((key) => villageOf(context, key)))),
      actual: null,
      limit: null,
      params: {
        area: code,
        name: context.data.areas.name[index]!,
        settlements: settlements.size,
        villages: keys.length,
      },
    });
  return findings.list;
}
