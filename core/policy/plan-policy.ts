import { FUND_LINES, type FundLine } from "../contract/plan.ts";
import type { PolicyParameter } from "./parameter.ts";

/** Ids of the figures that plans are checked and priced by. */
export const PLAN_PARAMETERS = {
  annualPersons: "annual-relocation-persons",
  targetBand: "annual-target-band",
  landPerHeadMu: "settlement-land-per-head",
  muM2: "mu",
  floorAreaPerHeadM2: "floor-area-per-head",
  usualDistanceKm: "usual-move-distance",
  costPerHeadYuan: "plan-cost-per-head",
  subsidyPerHeadYuan: "central-subsidy-per-head",
  selfPaymentPerHeadYuan: "self-payment-per-head",
  selfPaymentPerHouseholdYuan: "self-payment-per-household-at-most",
  demolitionRewardYuan: "demolition-reward-per-household",
  demolitionAfterYears: "demolition-reward-after-years",
} as const;

/** Ids of the weights by which money that no other line gives is split. */
export const FUND_WEIGHTS: Readonly<Partial<Record<FundLine, string>>> = {
  specialFund: "fund-weight-special-fund",
  localBonds: "fund-weight-local-bonds",
  constructionFund: "fund-weight-construction-fund",
  longTermLoans: "fund-weight-long-term-loans",
};

/** Id of the cost of works of a sector and class, and of the sector where the class has none. */
export function worksCostId(sector: string, classCode: string | null): string {
  return classCode === null ? `works-cost-${sector}` : `works-cost-${sector}-${classCode}`;
}

/** Id of what the terrain of a village makes lines cost, as a multiple, by its attribute: for a sector, and for those without one. */
export function terrainFactorId(terrain: string, sector: string | null): string {
  return sector === null ? `works-terrain-${terrain}` : `works-terrain-${terrain}-${sector}`;
}

/** Figures of one region. */
export interface Policy {
  /** The figure in force in a year, null where there is none: nothing is interpolated. */
  at(id: string, year: number): PolicyParameter | null;
}

/**
 * Figures as they hold in a region. Of several the one for this region goes before the one for everywhere, and then the one that began
 * last. A figure holds in a year when it holds on any day of it.
 */
export function resolvePolicy(parameters: readonly PolicyParameter[], regionCode: string): Policy {
  const byId = new Map<string, PolicyParameter[]>();
  for (const one of parameters) {
    if (one.regionCode !== "" && one.regionCode !== regionCode) continue;
    const list = byId.get(one.id);
    if (list) list.push(one);
    else byId.set(one.id, [one]);
  }
  for (const list of byId.values())
    list.sort(
      (a, b) =>
        Number(b.regionCode !== "") - Number(a.regionCode !== "") ||
        (a.validFrom < b.validFrom ? 1 : -1),
    );
  const found = new Map<string, Map<number, PolicyParameter | null>>();
  return {
    at: (id, year) => {
      let years = found.get(id);
      if (years === undefined) found.set(id, (years = new Map<number, PolicyParameter | null>()));
      let one = years.get(year);
      if (one === undefined) years.set(year, (one = inForce(byId.get(id) ?? [], year)));
      return one;
    },
  };
}

function inForce(list: readonly PolicyParameter[], year: number): PolicyParameter | null {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  return (
    list.find(
      ({ validFrom, validTo }) => validFrom <= last && (validTo === null || validTo >= first),
    ) ?? null
  );
}

/** What moving costs in one year, and who pays. */
export interface YearMoney {
  /** Null where no figure is in force: then a move costs what its settlement says, or nothing. */
  readonly costPerHeadYuan: number | null;
  readonly subsidyPerHeadYuan: number;
  readonly selfPerHeadYuan: number;
  /** Infinity where there is no limit. */
  readonly selfPerHouseholdYuan: number;
  /** Paid in this year for houses taken down. */
  readonly rewardPerHouseholdYuan: number;
  /** By fund line, in the order of FUND_LINES; all on own payment where no weight is in force. */
  readonly weights: readonly number[];
}

/** The money figures of a year. */
export function moneyOf(policy: Policy, year: number): YearMoney {
  const value = (id: string): number | null => policy.at(id, year)?.value ?? null;
  const weights: number[] = FUND_LINES.map((fund) => value(FUND_WEIGHTS[fund] ?? "") ?? 0);
  if (!weights.some((weight) => weight > 0)) weights[FUND_LINES.indexOf("selfRaised")] = 1;
  return {
    costPerHeadYuan: value(PLAN_PARAMETERS.costPerHeadYuan),
    subsidyPerHeadYuan: value(PLAN_PARAMETERS.subsidyPerHeadYuan) ?? 0,
    selfPerHeadYuan: value(PLAN_PARAMETERS.selfPaymentPerHeadYuan) ?? 0,
    selfPerHouseholdYuan: value(PLAN_PARAMETERS.selfPaymentPerHouseholdYuan) ?? Infinity,
    rewardPerHouseholdYuan: value(PLAN_PARAMETERS.demolitionRewardYuan) ?? 0,
    weights,
  };
}
