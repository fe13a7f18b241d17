import type { BindingRow } from "../../contract/proposal.ts";
import type { Choice } from "./choose.ts";
import { spentYuan } from "./learn.ts";
import type { PlannerPlan, PlannerProblem, PlannerRow, RowPrice } from "../problem.ts";

/** A row that a choice is charged for, or paid for where the row asks for more. */
export interface ChargedRow {
  readonly kind: PlannerRow["kind"];
  /** Index of the year; null for rows of all years. */
  readonly year: number | null;
  readonly amountYuan: number;
}

/** The prices of the rows that bind, in forms that are quick to look up. */
export class Prices {
  readonly #byRow = new Map<string, number>();
  readonly rows: readonly RowPrice[];

  constructor(prices: readonly RowPrice[]) {
    this.rows = prices;
    for (const { price, ...row } of prices) this.#byRow.set(rowKey(row), Math.abs(price));
  }

  /** Yuan-equivalents that one unit of a row is worth; 0 for one that does not bind. */
  of(row: PlannerRow): number {
    return this.#byRow.get(rowKey(row)) ?? 0;
  }

  /** What the rows add to moving so many persons of a county to a site in a year, for so much money. */
  ofMove(
    county: number,
    site: number,
    year: number,
    persons: number,
    moneyYuan: number,
  ): ChargedRow[] {
    return this.#charged([
      [{ kind: "capacity", site }, persons],
      [{ kind: "budget", county, year }, moneyYuan],
      [{ kind: "countyHigh", county, year }, persons],
      [{ kind: "countyLow", county, year }, -persons],
      [{ kind: "regionHigh", year }, persons],
      [{ kind: "regionLow", year }, -persons],
    ]);
  }

  /** What the rows add to building in a county and year. */
  ofBuilding(county: number, year: number, moneyYuan: number): ChargedRow[] {
    return this.#charged([[{ kind: "budget", county, year }, moneyYuan]]);
  }

  #charged(units: readonly (readonly [PlannerRow, number])[]): ChargedRow[] {
    return units.flatMap(([row, amount]) => {
      const price = this.of(row);
      if (price === 0) return [];
      return [{ kind: row.kind, year: row.year ?? null, amountYuan: amount * price }];
    });
  }
}

function rowKey({ kind, county, site, year }: PlannerRow): string {
  return `${kind} ${county ?? ""} ${site ?? ""} ${year ?? ""}`;
}

/** Sums of rows. */
export const sumCharged = (rows: readonly ChargedRow[]): number =>
  rows.reduce((sum, { amountYuan }) => sum + amountYuan, 0);

const UNITS = {
  capacity: "persons",
  land: "mu",
  budget: "yuan",
  countyLow: "persons",
  countyHigh: "persons",
  regionLow: "persons",
  regionHigh: "persons",
} as const satisfies Readonly<Record<PlannerRow["kind"], BindingRow["unit"]>>;

/** A row in words for people: what it is about, what it allows and what an answer uses of it. */
export function describeRow(
  row: PlannerRow,
  { counties, sites }: Pick<Choice, "counties" | "sites">,
  problem: PlannerProblem,
  area: { readonly code: string; readonly name: string },
): Omit<BindingRow, "priceYuan" | "used"> {
  const county = row.county === undefined ? null : counties[row.county]!;
  const site = row.site === undefined ? null : sites[row.site]!;
  const isOfArea = row.kind === "regionLow" || row.kind === "regionHigh";
  const limit = limitOf(row, problem);
  return {
    kind: row.kind,
    unit: UNITS[row.kind],
    area: isOfArea ? area.code : (county?.code ?? site?.county ?? null),
    areaName: isOfArea
      ? area.name
      : (county?.name ?? counties.find(({ code }) => code === site?.county)?.name ?? null),
    settlement: site?.id ?? null,
    settlementName: site?.settlement.name ?? null,
    village: null,
    villageName: null,
    year: row.year === undefined ? null : problem.years.from + row.year,
    limit: Number.isFinite(limit) ? limit : null,
  };
}

/** What a row allows, or asks. */
function limitOf({ kind, county, site, year }: PlannerRow, problem: PlannerProblem): number {
  switch (kind) {
    case "capacity":
      return problem.sites[site!]!.capacityPersons;
    case "land":
      return problem.counties[county!]!.landMu;
    case "budget":
      return problem.counties[county!]!.budgetYuan[year!]!;
    case "countyLow":
      return problem.counties[county!]!.band.low[year!]!;
    case "countyHigh":
      return problem.counties[county!]!.band.high[year!]!;
    case "regionLow":
      return problem.band.low[year!]!;
    case "regionHigh":
      return problem.band.high[year!]!;
  }
}

/** What an answer uses of a row. */
export function usedOf(row: PlannerRow, problem: PlannerProblem, answer: PlannerPlan): number {
  if (row.kind === "budget") return spentYuan(problem, answer, row.county!, row.year!);
  if (row.kind === "land")
    return problem.sites.reduce(
      (sum, site, s) =>
        sum + (site.county === row.county && (answer.openYear[s] ?? -1) >= 0 ? site.landMu : 0),
      0,
    );
  return problem.villages.reduce((sum, village, v) => {
    const choice = answer.choices[v]!;
    if (choice.kind !== "move") return sum;
    const isIn =
      row.kind === "capacity"
        ? village.arcs[choice.arc]!.site === row.site
        : choice.year === row.year && (row.county === undefined || village.county === row.county);
    return isIn ? sum + village.persons : sum;
  }, 0);
}
