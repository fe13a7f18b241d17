import type { Sector } from "../contract/rule.ts";
import { BUILD_SECTORS, classesBuilt } from "./build-ways.ts";
import type { PolicyParameter } from "./parameter.ts";
import { PLAN_PARAMETERS, terrainFactorId, worksCostId, type Policy } from "./plan-policy.ts";

/** Ids of the figures that building and moving are compared by, beside the costs of works and their maintenance. */
export const PRICE_PARAMETERS = {
  detourFactor: "line-detour-factor",
  discountRate: "discount-rate",
  costPerHeadYuan: PLAN_PARAMETERS.costPerHeadYuan,
  landPerHeadMu: PLAN_PARAMETERS.landPerHeadMu,
  landYuanPerMu: "land-cost-per-mu",
  subsidyPerHeadYuan: PLAN_PARAMETERS.subsidyPerHeadYuan,
  subsidyCredit: "central-subsidy-credit",
  rewardPerHouseholdYuan: PLAN_PARAMETERS.demolitionRewardYuan,
  rewardAfterYears: PLAN_PARAMETERS.demolitionAfterYears,
  followUpPerHeadYuan: "follow-up-support-per-head",
  followUpYears: "follow-up-support-years",
  personsPerHousehold: "persons-per-household",
  hazardMoves: "advice-hazard-moves",
  redLineMoves: "advice-red-line-moves",
  leastWillingShare: "advice-least-willing-share",
  hazardCreditYuan: "credit-hazard-per-head",
  karstCreditYuan: "credit-karst-per-head",
  redLineCreditYuan: "credit-red-line-per-head",
} as const;

/** Id of the yearly maintenance of a sector, as a share of what was built. */
export const maintenanceId = (sector: Sector): string => `maintenance-share-${sector}`;

/** What the data say of a village that makes lines to it dearer. */
const TERRAINS = ["karst", "hazard"] as const;

/** Ids of all figures of the comparison, in the order in which they are shown. */
export const COMPARISON_PARAMETERS: readonly string[] = [
  ...BUILD_SECTORS.flatMap((sector) => [
    ...classesBuilt(sector).map((classCode) => worksCostId(sector, classCode)),
    maintenanceId(sector),
  ]),
  ...TERRAINS.flatMap((terrain) =>
    [null, ...BUILD_SECTORS].map((sector) => terrainFactorId(terrain, sector)),
  ),
  ...Object.values(PRICE_PARAMETERS),
];

/** What it costs to bring a service. */
interface ServicePrices {
  /** Yuan for a kilometre of the line in easy land. */
  readonly lineYuanPerKm: number;
  /** Yuan in such terrain for a yuan in easy land. */
  readonly terrainFactor: Readonly<Record<(typeof TERRAINS)[number], number>>;
  /** Yuan for a piece of a class of points; Infinity without a figure: then none is built. */
  readonly pointYuan: Readonly<Record<string, number>>;
  /** Yuan of the whole horizon, in money of its first year, for one yuan of works: the works and their maintenance. */
  readonly lifeFactor: number;
}

/** All figures of one comparison, resolved. Money is in yuan of the first year. */
export interface ComparisonPrices {
  readonly horizonYears: number;
  /** Present value of one yuan at the end of each year of the horizon. */
  readonly annuity: number;
  readonly services: Readonly<Record<(typeof BUILD_SECTORS)[number], ServicePrices>>;
  /** Metres of line for a metre of straight way. */
  readonly detourFactor: number;
  /** Cost of moving a head: home and site, land, follow-up; the subsidy is part of it and not added. */
  readonly homePerHeadYuan: number;
  readonly landPerHeadYuan: number;
  readonly followUpPerHeadYuan: number;
  readonly subsidyPerHeadYuan: number;
  /** Taken off the cost of a head: the part of the subsidy that counts as relief. */
  readonly reliefPerHeadYuan: number;
  readonly rewardPerHouseholdYuan: number;
  readonly personsPerHousehold: number;
  readonly hazardMoves: boolean;
  readonly redLineMoves: boolean;
  readonly leastWillingShare: number;
  readonly hazardCreditYuan: number;
  readonly karstCreditYuan: number;
  readonly redLineCreditYuan: number;
}

/** Values put in the place of figures in force, by id. */
export type Overrides = Readonly<Record<string, number>>;

/** A policy in which some figures have other values. A figure that is not in force in a year is there all the same when it is overridden. */
export function overridePolicy(policy: Policy, overrides: Overrides): Policy {
  return {
    at(id, year) {
      const value = Object.hasOwn(overrides, id) ? overrides[id] : undefined;
      const one = policy.at(id, year);
      if (value === undefined) return one;
      return { ...(one ?? unknownFigure(id, year)), value };
    },
  };
}

/** A figure that is only asked for and in force nowhere. */
function unknownFigure(id: string, year: number): PolicyParameter {
  return {
    id,
    name: { zh: id, en: id },
    regionCode: "",
    validFrom: `${year}-01-01`,
    validTo: `${year}-12-31`,
    value: 0,
    unit: "",
    source: "",
    confidence: "unverified",
  };
}

/**
 * Present value of one yuan at the end of each of some years. With a rate of 0 the number of years.
 * Source: the formula of the present value of an annuity, (1 - (1 + r)^-n) / r.
 */
function annuityOf(years: number, rate: number): number {
  return Math.abs(rate) < 1e-9 ? years : (1 - (1 + rate) ** -years) / rate;
}

/** The year at whose prices a plan is compared when no other is asked for: the middle one, the later of two. */
export function middleYear({ from, to }: { from: number; to: number }): number {
  return from + Math.ceil((to - from) / 2);
}

/**
 * The figures of a comparison over the years of a plan at the prices of one year. Works and homes are paid at the beginning, maintenance
 * and follow-up at the end of each year, the reward for the old house when it is due; what falls after the horizon is not counted.
 * A figure that is not in force counts as 0; a cost of works without one as Infinity, so that nothing is built by it.
 */
export function comparisonPrices(
  policy: Policy,
  years: { readonly from: number; readonly to: number },
  priceYear: number = middleYear(years),
): ComparisonPrices {
  const value = (id: string): number => policy.at(id, priceYear)?.value ?? 0;
  const figureOf = (sector: Sector, classCode: string | null) =>
    policy.at(worksCostId(sector, classCode), priceYear);
  const horizonYears = years.to - years.from + 1;
  const rate = value(PRICE_PARAMETERS.discountRate);
  const annuity = annuityOf(horizonYears, rate);
  const services = Object.fromEntries(
    BUILD_SECTORS.map((sector) => {
      const [line, ...points] = classesBuilt(sector);
      return [
        sector,
        {
          lineYuanPerKm: (figureOf(sector, line!) ?? figureOf(sector, null))?.value ?? Infinity,
          terrainFactor: Object.fromEntries(
            TERRAINS.map((terrain) => [
              terrain,
              (
                policy.at(terrainFactorId(terrain, sector), priceYear) ??
                policy.at(terrainFactorId(terrain, null), priceYear)
              )?.value ?? 1,
            ]),
          ),
          pointYuan: Object.fromEntries(
            points.map((each) => [each, figureOf(sector, each)?.value ?? Infinity]),
          ),
          lifeFactor: 1 + value(maintenanceId(sector)) * annuity,
        },
      ];
    }),
  ) as ComparisonPrices["services"];
  const followUpYears = Math.min(horizonYears, value(PRICE_PARAMETERS.followUpYears));
  const rewardAfter = value(PRICE_PARAMETERS.rewardAfterYears);
  const subsidyPerHeadYuan = value(PRICE_PARAMETERS.subsidyPerHeadYuan);
  return {
    horizonYears,
    annuity,
    services,
    detourFactor: policy.at(PRICE_PARAMETERS.detourFactor, priceYear)?.value ?? 1,
    homePerHeadYuan: value(PRICE_PARAMETERS.costPerHeadYuan),
    landPerHeadYuan: value(PRICE_PARAMETERS.landPerHeadMu) * value(PRICE_PARAMETERS.landYuanPerMu),
    followUpPerHeadYuan:
      value(PRICE_PARAMETERS.followUpPerHeadYuan) * annuityOf(followUpYears, rate),
    subsidyPerHeadYuan,
    reliefPerHeadYuan: subsidyPerHeadYuan * value(PRICE_PARAMETERS.subsidyCredit),
    rewardPerHouseholdYuan:
      rewardAfter > horizonYears
        ? 0
        : value(PRICE_PARAMETERS.rewardPerHouseholdYuan) / (1 + rate) ** rewardAfter,
    personsPerHousehold: value(PRICE_PARAMETERS.personsPerHousehold),
    hazardMoves: value(PRICE_PARAMETERS.hazardMoves) > 0,
    redLineMoves: value(PRICE_PARAMETERS.redLineMoves) > 0,
    leastWillingShare: value(PRICE_PARAMETERS.leastWillingShare),
    hazardCreditYuan: value(PRICE_PARAMETERS.hazardCreditYuan),
    karstCreditYuan: value(PRICE_PARAMETERS.karstCreditYuan),
    redLineCreditYuan: value(PRICE_PARAMETERS.redLineCreditYuan),
  };
}
