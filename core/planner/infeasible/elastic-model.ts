import type { PlannerChoice } from "../problem.ts";
import type { HardRow } from "./cause.ts";
import { type ExtendedProblem, keepableLock } from "./extended.ts";
import { LEVER, sizesOf } from "./lever-weight.ts";
import { ModelBuilder } from "../model-builder.ts";

/** Money is counted in units of this many yuan, so that rows of persons and of money have numbers of like size. */
export const YUAN_UNIT = 10_000;

/** One hard row together with the columns that give way in its place; 0 in all of them = the row is kept. */
interface Member {
  readonly row: HardRow;
  readonly columns: readonly number[];
  /** Largest value of each column where the row is given up. */
  readonly upper: readonly number[];
  /** What a unit of each column costs, relative to the size of the row. */
  readonly weight: readonly number[];
  /** What a unit of each column is, in the unit of the cause (persons, yuan, mu, years). */
  readonly amount: readonly number[];
}

/** A problem as a linear model in which every hard row can give way. */
export interface ElasticModel {
  readonly extended: ExtendedProblem;
  readonly builder: ModelBuilder;
  readonly members: readonly Member[];
  /** What the first columns mean: village and choice of each. */
  readonly choices: readonly { readonly village: number; readonly choice: PlannerChoice }[];
  /** Columns of site openings, and the first year of receipt that each stands for. */
  readonly openings: readonly {
    readonly column: number;
    readonly site: number;
    readonly year: number;
  }[];
  /** Columns that are yes or no, besides the choices. */
  readonly switches: readonly number[];
}

/**
 * Writes a problem as rows and columns: a column for each village, candidate site and year, one for each opening in a year, sums by site
 * and by county and year; arrivals up to a year only where the site is open by then; opening paid `leadYears` before. Villages that may be
 * left are never built for, because that helps no row.
 */
export function elasticModel(extended: ExtendedProblem): ElasticModel {
  const { problem, original, excludedOf, newSiteFor } = extended;
  const years = problem.years.count;
  const range = Array.from({ length: years }, (_, year) => year);
  const builder = new ModelBuilder();
  const members: Member[] = [];
  const choices: { village: number; choice: PlannerChoice }[] = [];
  const openings: { column: number; site: number; year: number }[] = [];
  const switches: number[] = [];
  const sizes = sizesOf(extended);
  const row = (lower: number, upper: number): number => builder.row(lower, upper);
  const none = Number.NEGATIVE_INFINITY;
  const any = Number.POSITIVE_INFINITY;
  const lever = (hard: HardRow, weight: number, upper: number, entries: number[], amount = 1) => {
    const column = builder.column(0, upper, entries);
    if (upper === 1) switches.push(column);
    members.push({
      row: hard,
      columns: [column],
      upper: [upper],
      weight: [weight],
      amount: [amount],
    });
  };

  const arrivalRow = problem.sites.map(() => range.map(() => row(0, 0)));
  const personsRow = problem.counties.map(() => range.map(() => row(0, 0)));
  const budgetRow = problem.counties.map(({ budgetYuan }) =>
    range.map((year) =>
      Number.isFinite(budgetYuan[year]!) ? row(none, budgetYuan[year]! / YUAN_UNIT) : -1,
    ),
  );
  const landRow = problem.counties.map(({ landMu }) =>
    Number.isFinite(landMu) ? row(none, landMu) : -1,
  );
  const frozenRow = problem.counties.map(() => range.map(() => -1));
  const frozenCount = problem.counties.map(() => range.map(() => 0));
  const reachable = problem.sites.map(() => 0);
  const paid = (county: number, year: number, yuan: number): number[] =>
    budgetRow[county]![year] === -1 ? [] : [budgetRow[county]![year]!, yuan / YUAN_UNIT];
  const later: (() => void)[] = [];

  problem.villages.forEach((village, v) => {
    const { county, persons } = village;
    const isExcluded = excludedOf[v] !== -1;
    const lock = keepableLock(original, v);
    const isLocked = (original.villages[v]?.locked ?? null) !== null;
    const mustAct = village.leaveYuan === any;
    const choose = row(1, 1);
    const lockRow = isLocked ? row(1, 1) : -1;
    const askRow = isExcluded ? row(none, 0) : -1;
    const column = (choice: PlannerChoice, entries: number[]): number => {
      const isLock = lock !== null && isSameChoice(lock, choice);
      if (isLock) entries.push(lockRow, 1);
      else if (choice.kind !== "leave" && village.mayIn[choice.year] !== true) {
        if (frozenRow[county]![choice.year] === -1) frozenRow[county]![choice.year] = row(none, 0);
        frozenCount[county]![choice.year]!++;
        entries.push(frozenRow[county]![choice.year]!, 1);
      }
      if (choice.kind === "move" && isExcluded) entries.push(askRow, 1);
      choices.push({ village: v, choice });
      return builder.column(0, 1, [choose, 1, ...entries]);
    };
    village.arcs.forEach(({ site, moneyYuan }, arc) => {
      reachable[site]! += persons;
      for (const year of range)
        column({ kind: "move", arc, year }, [
          arrivalRow[site]![year]!,
          persons,
          personsRow[county]![year]!,
          persons,
          ...paid(county, year, moneyYuan),
        ]);
    });
    if (village.buildYuan !== null && (mustAct || lock?.kind === "build"))
      for (const year of range)
        column({ kind: "build", year }, paid(county, year, village.buildYuan));
    const leave = column({ kind: "leave" }, []);
    if (mustAct)
      members.push({
        row: { kind: "mustAct", county, village: v },
        columns: [leave],
        upper: [1],
        weight: [LEVER.mayLeave + persons / sizes.demand],
        amount: [persons],
      });
    if (isLocked)
      later.push(() =>
        lever(
          { kind: "lock", county, village: v },
          LEVER.unlock + (LEVER.unlockShare * persons) / sizes.demand,
          1,
          [lockRow, 1],
          persons,
        ),
      );
    if (isExcluded) {
      const excluded = excludedOf[v]!;
      const { reason } = original.excluded![excluded]!;
      const weight = LEVER.include + persons / sizes.demand;
      later.push(() => lever({ kind: reason, county, excluded }, weight, 1, [askRow, -1], persons));
    }
  });
  for (const add of later) add();

  problem.sites.forEach((site, s) => {
    const { county, earliest, capacityPersons, landMu, openYuan } = site;
    const persons = reachable[s]!;
    const arrivals = range.map((year) => {
      const arrival = arrivalRow[s]![year]!;
      return { arrival, rows: [arrival, -1] };
    });
    const stands = landMu === 0 && openYuan === 0 && earliest <= 0;
    const isTight = capacityPersons < persons;
    const capacity = isTight ? [stands ? row(none, capacityPersons) : -1] : [];
    const capacityRows: number[] = [];
    const openRows: number[] = [];
    if (!stands)
      for (const _ of range) {
        openRows.push(row(none, 0));
        if (isTight) capacityRows.push(row(none, 0));
      }
    const newRow = newSiteFor[s] === -1 ? -1 : row(none, 0);
    arrivals.forEach(({ rows }, year) => {
      if (stands && isTight) rows.push(capacity[0]!, 1);
      for (let until = year; until < years && !stands; until++) {
        rows.push(openRows[until]!, 1);
        if (isTight) rows.push(capacityRows[until]!, 1);
      }
      if (newRow !== -1) rows.push(newRow, 1);
      builder.column(0, any, rows);
    });
    if (isTight)
      lever(
        { kind: "capacity", county, site: s },
        1 / sizes.capacity(s),
        any,
        (stands ? capacity : capacityRows).flatMap((at) => [at, -1]),
      );
    if (newRow !== -1)
      lever({ kind: "noSite", county }, LEVER.newSite / sizes.demand, any, [newRow, -1]);
    if (stands) return;

    const onceRow = row(site.isOpen ? 1 : none, 1);
    const early: { column: number; by: number }[] = [];
    const open = (year: number): number => {
      const entries = [onceRow, 1];
      if (landRow[county] !== -1) entries.push(landRow[county]!, landMu);
      const payIn = Math.max(0, Math.min(years - 1, year - site.leadYears));
      entries.push(...paid(county, payIn, openYuan));
      for (let until = Math.max(0, year); until < years; until++) {
        entries.push(openRows[until]!, -persons);
        if (isTight) entries.push(capacityRows[until]!, -capacityPersons);
      }
      const column = builder.column(0, 1, entries);
      switches.push(column);
      openings.push({ column, site: s, year });
      return column;
    };
    for (const year of range) {
      const column = open(year);
      if (year < earliest) early.push({ column, by: earliest - year });
    }
    if (site.isOpen)
      for (let year = Math.max(years, earliest); ; year++) {
        open(year);
        if (year - site.leadYears >= years - 1) break;
      }
    if (early.length > 0)
      members.push({
        row: { kind: "leadTime", county, site: s },
        columns: early.map(({ column }) => column),
        upper: early.map(() => 1),
        weight: early.map(({ by }) => LEVER.earlierYear * by),
        amount: early.map(({ by }) => by),
      });
    if (site.isOpen)
      lever({ kind: "mustOpen", county, site: s }, LEVER.needNotOpen, 1, [onceRow, 1]);
  });

  const regionRow = range.map((year) => ({
    low: problem.band.low[year]! > 0 ? row(problem.band.low[year]!, any) : -1,
    high: problem.band.high[year]! < any ? row(none, problem.band.high[year]!) : -1,
  }));
  problem.counties.forEach(({ band }, county) => {
    for (const year of range) {
      const rows = [personsRow[county]![year]!, -1];
      const low = band.low[year]! > 0 ? row(band.low[year]!, any) : -1;
      const high = band.high[year]! < any ? row(none, band.high[year]!) : -1;
      for (const at of [low, high, regionRow[year]!.low, regionRow[year]!.high])
        if (at !== -1) rows.push(at, 1);
      builder.column(0, any, rows);
      const weight = 1 / sizes.band(county, year);
      if (low !== -1) lever({ kind: "countyLow", county, year }, weight, any, [low, 1]);
      if (high !== -1) lever({ kind: "countyHigh", county, year }, weight, any, [high, -1]);
      if (budgetRow[county]![year] !== -1)
        lever(
          { kind: "budget", county, year },
          YUAN_UNIT / sizes.budgetYuan(county, year),
          any,
          [budgetRow[county]![year]!, -1],
          YUAN_UNIT,
        );
      if (frozenRow[county]![year] !== -1)
        lever({ kind: "frozenYear", county, year }, LEVER.unfreeze, 1, [
          frozenRow[county]![year]!,
          -frozenCount[county]![year]!,
        ]);
    }
    if (landRow[county] !== -1)
      lever({ kind: "land", county }, 1 / sizes.landMu(county), any, [landRow[county]!, -1]);
  });
  for (const year of range) {
    const { low, high } = regionRow[year]!;
    const weight = 1 / sizes.regionBand(year);
    if (low !== -1) lever({ kind: "regionLow", county: null, year }, weight, any, [low, 1]);
    if (high !== -1) lever({ kind: "regionHigh", county: null, year }, weight, any, [high, -1]);
  }
  return { extended, builder, members, choices, openings, switches };
}

function isSameChoice(a: PlannerChoice, b: PlannerChoice): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "leave" || b.kind === "leave") return true;
  return a.year === b.year && (a.kind !== "move" || b.kind !== "move" || a.arc === b.arc);
}
