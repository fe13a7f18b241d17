import type { PlannerChoice } from "../problem.ts";
import { type ElasticModel, YUAN_UNIT } from "./elastic-model.ts";

/** A sum that choices add to, what it may be at no cost, and what a unit beyond costs. */
interface Sum {
  value: number;
  readonly low: number;
  readonly high: number;
  readonly lowCost: number;
  readonly highCost: number;
}

/** A choice that its village has while openings and what is given up stay: its column, its own cost, and what it adds to which sums. */
interface Option {
  readonly column: number;
  readonly choice: PlannerChoice;
  readonly site: number;
  readonly cost: number;
  readonly sums: readonly number[];
  readonly amounts: readonly number[];
}

/** The cost of a unit of a row that is to be kept. */
const KEPT = 1e6;
/** What it costs that a row is broken at all: rather a few rows by much than many by a person. */
export const BROKEN = 4;
/** Exchanges that are tried before it is given up, over all. */
const MOST_TRIES = 3_000_000;

/**
 * Whole villages close to an answer in fractions: each begins with the choice given, then single villages choose anew and pairs take each
 * other's place for as long as that costs less. Openings and what is given up stay as `held` says. Gives the column chosen by village.
 */
export function exchange(
  model: ElasticModel,
  price: (member: number) => number,
  held: ReadonlyMap<number, number>,
  begin: readonly number[],
  target: number,
): number[] {
  const { sums, options } = tables(model, price, held);
  const chosen = options.map(
    (list, v) => list.find(({ column }) => column === begin[v]) ?? list[0]!,
  );
  let total = 0;
  for (const option of chosen) {
    total += option.cost;
    option.sums.forEach((k, i) => (sums[k]!.value += option.amounts[i]!));
  }
  for (const sum of sums) total += costOf(sum, sum.value);

  const put = (option: Option, sign: 1 | -1): number => {
    let change = sign * option.cost;
    for (let i = 0; i < option.sums.length; i++) {
      const sum = sums[option.sums[i]!]!;
      const before = costOf(sum, sum.value);
      sum.value += sign * option.amounts[i]!;
      change += costOf(sum, sum.value) - before;
    }
    return change;
  };
  /** Makes the changes if that costs less, else leaves everything as it was. */
  const tryAll = (changes: readonly (readonly [number, Option])[]): boolean => {
    let change = 0;
    for (const [v, option] of changes) change += put(chosen[v]!, -1) + put(option, 1);
    if (change < -1e-9) {
      for (const [v, option] of changes) chosen[v] = option;
      total += change;
      return true;
    }
    for (const [v, option] of changes) {
      put(option, -1);
      put(chosen[v]!, 1);
    }
    return false;
  };
  const isOff = (option: Option): boolean =>
    option.sums.some((k) => costOf(sums[k]!, sums[k]!.value) > 0);

  let tries = 0;
  let isBetter = true;
  while (isBetter && total > target && tries < MOST_TRIES) {
    isBetter = false;
    for (let v = 0; v < options.length && total > target; v++)
      for (const option of options[v]!)
        if (option !== chosen[v] && ++tries && tryAll([[v, option]])) isBetter = true;
    if (isBetter) continue;
    const places = options.map(
      (list) => new Map(list.map((option) => [placeOf(option), option] as const)),
    );
    for (let v = 0; v < options.length && total > target && tries < MOST_TRIES; v++)
      for (let w = 0; w < options.length && tries < MOST_TRIES; w++) {
        const [a, b] = [chosen[v]!, chosen[w]!];
        if (v === w || !(isOff(a) || isOff(b))) continue;
        tries++;
        const [toB, toA] = [places[v]!.get(placeOf(b)), places[w]!.get(placeOf(a))];
        if (toB === undefined || placeOf(a) === placeOf(b)) continue;
        if (
          toA !== undefined &&
          tryAll([
            [v, toB],
            [w, toA],
          ])
        )
          isBetter = true;
        else if (b.site !== -1 && a.site !== -1) {
          const [other, own] = [
            places[v]!.get(`${a.site} ${yearOf(b)}`),
            places[w]!.get(`${b.site} ${yearOf(a)}`),
          ];
          if (
            other !== undefined &&
            own !== undefined &&
            tryAll([
              [v, other],
              [w, own],
            ])
          )
            isBetter = true;
        }
      }
  }
  return chosen.map(({ column }) => column);
}

function tables(
  { extended, choices, members, openings }: ElasticModel,
  price: (member: number) => number,
  held: ReadonlyMap<number, number>,
): { sums: Sum[]; options: Option[][] } {
  const { problem, newSiteFor } = extended;
  const years = problem.years.count;
  const costs = new Map<string, number>();
  const isGiven = (column: number): boolean => (held.get(column) ?? 0) > 0.5;
  members.forEach(({ row, columns, weight }, m) => {
    const { kind, county, year, site, village, excluded } = row;
    const unit = (kind === "budget" ? 1 / YUAN_UNIT : 1) * weight[0]!;
    const given = isGiven(columns[0]!) ? 1 : 0;
    const isSwitch = ["lock", "frozenYear", "notWilling", "notCandidate"].includes(kind);
    costs.set(
      [kind, county, year, site, village, excluded].join(" "),
      isSwitch ? given : Math.min(KEPT, price(m)) * unit,
    );
  });
  const cost = (
    kind: string,
    at: Partial<Record<"county" | "year" | "site" | "village" | "excluded", number>>,
  ): number =>
    costs.get([kind, at.county ?? null, at.year, at.site, at.village, at.excluded].join(" ")) ?? 0;
  const openFrom = new Map<number, number>();
  for (const { column, site, year } of openings)
    if (isGiven(column)) openFrom.set(site, Math.min(year, openFrom.get(site) ?? year));

  const sums: Sum[] = [];
  const sum = (low: number, high: number, lowCost: number, highCost: number): number =>
    sums.push({ value: 0, low, high, lowCost, highCost }) - 1;
  const siteSum = problem.sites.map(({ county, capacityPersons }, site) =>
    newSiteFor[site] === -1
      ? sum(0, capacityPersons, 0, cost("capacity", { county, site }))
      : sum(0, 0, 0, cost("noSite", { county })),
  );
  const range = Array.from({ length: years }, (_, year) => year);
  const opening = problem.counties.map(() => range.map(() => 0));
  for (const { column, site, year } of openings)
    if (isGiven(column)) {
      const { county, leadYears, openYuan } = problem.sites[site]!;
      opening[county]![Math.max(0, Math.min(years - 1, year - leadYears))]! += openYuan;
    }
  const cells = problem.counties.map(({ band, budgetYuan }, county) =>
    range.map((year) => ({
      persons: sum(
        band.low[year]!,
        band.high[year]!,
        cost("countyLow", { county, year }),
        cost("countyHigh", { county, year }),
      ),
      yuan: sum(
        0,
        budgetYuan[year]! - opening[county]![year]!,
        0,
        cost("budget", { county, year }),
      ),
    })),
  );
  const region = range.map((year) =>
    sum(
      problem.band.low[year]!,
      problem.band.high[year]!,
      cost("regionLow", { year }),
      cost("regionHigh", { year }),
    ),
  );

  const options: Option[][] = problem.villages.map(() => []);
  choices.forEach(({ village: v, choice }, column) => {
    const village = problem.villages[v]!;
    const { county, persons } = village;
    const excluded = extended.excludedOf[v]!;
    const locked = extended.original.villages[v]?.locked ?? null;
    const isLock = locked !== null && isAlike(locked, choice);
    if (locked !== null && !isLock && cost("lock", { county, village: v }) === 0) return;
    if (excluded !== -1 && choice.kind === "move") {
      const { reason } = extended.original.excluded![excluded]!;
      if (cost(reason, { county, excluded }) === 0) return;
    }
    if (choice.kind === "leave") {
      const own = village.leaveYuan === Infinity ? cost("mustAct", { county, village: v }) : 0;
      options[v]!.push({ column, choice, site: -1, cost: own, sums: [], amounts: [] });
      return;
    }
    const { year } = choice;
    if (!isLock && village.mayIn[year] !== true && cost("frozenYear", { county, year }) === 0)
      return;
    if (choice.kind === "build") {
      const amounts = [village.buildYuan!];
      options[v]!.push({
        column,
        choice,
        site: -1,
        cost: 0,
        sums: [cells[county]![year]!.yuan],
        amounts,
      });
      return;
    }
    const { site, moneyYuan } = village.arcs[choice.arc]!;
    const { earliest, landMu, openYuan } = problem.sites[site]!;
    const stands = landMu === 0 && openYuan === 0 && earliest <= 0;
    if (!stands && year < (openFrom.get(site) ?? years)) return;
    options[v]!.push({
      column,
      choice,
      site,
      cost: 0,
      sums: [
        siteSum[site]!,
        cells[county]![year]!.persons,
        cells[county]![year]!.yuan,
        region[year]!,
      ],
      amounts: [persons, persons, moneyYuan, persons],
    });
  });
  return { sums, options };
}

function costOf({ low, high, lowCost, highCost }: Sum, value: number): number {
  if (value > high) return BROKEN + (value - high) * highCost;
  return value < low ? BROKEN + (low - value) * lowCost : 0;
}

function placeOf({ site, choice }: Option): string {
  return choice.kind === "move" ? `${site} ${choice.year}` : choice.kind;
}

function yearOf({ choice }: Option): number {
  return choice.kind === "leave" ? -1 : choice.year;
}

function isAlike(a: PlannerChoice, b: PlannerChoice): boolean {
  const [x, y] = [a, b] as { kind: string; year?: number; arc?: number }[];
  return x!.kind === y!.kind && x!.year === y!.year && x!.arc === y!.arc;
}
