import { COST_PARTS, type CostParts, type WhyAnswer } from "../../contract/proposal.ts";
import type { OnMoney, ProposalInputs } from "./candidates.ts";
import type { Choice } from "./choose.ts";
import { wayParts } from "./from-plan.ts";
import { sumCharged, usedOf, type ChargedRow, type Prices } from "./row-prices.ts";
import type { PlannerChoice, PlannerPlan, PlannerProblem } from "../problem.ts";
import type { Way } from "./ways.ts";

/** An answer of the solver with what it was asked, enough to say why. */
export interface Explained extends OnMoney {
  readonly question: ProposalInputs["question"];
  readonly choice: Pick<Choice, "candidates" | "sites" | "counties">;
  readonly ways: readonly (readonly Way[])[];
  readonly problem: PlannerProblem;
  readonly answer: PlannerPlan;
  readonly prices: Prices;
}

type Alternative = WhyAnswer["alternatives"][number];

/** No cost at all, part by part. */
export function noParts(): CostParts {
  return Object.fromEntries(COST_PARTS.map((part) => [part, 0])) as CostParts;
}

const sumParts = (parts: CostParts): number =>
  COST_PARTS.reduce((sum, part) => sum + parts[part], 0);

/** What a village's way to a site costs in a year without the rows, as the objective has it. */
export function movePartsOf(explained: Explained, v: number, way: Way, year: number): CostParts {
  const { question, context, choice, problem } = explained;
  const village = problem.villages[v]!;
  const site = choice.sites[way.site]!;
  return {
    ...noParts(),
    ...wayParts(question, { context }, choice.candidates[v]!, site, way),
    wait: village.waitYuan * year,
  };
}

/** Adds what it costs that a village does something else than planned. */
function withStay(explained: Explained, v: number, parts: CostParts, isSame: boolean): CostParts {
  const { current, stayYuan } = explained.problem.villages[v]!;
  return { ...parts, stay: current === null || isSame ? 0 : stayYuan };
}

/** A way of treating a village, before it is compared with what was chosen. */
interface Option {
  readonly parts: CostParts;
  readonly rows: readonly ChargedRow[];
  readonly year: number | null;
  readonly total: number;
}

function optionOf(parts: CostParts, rows: readonly ChargedRow[], year: number | null): Option {
  return { parts, rows, year, total: sumParts(parts) + sumCharged(rows) };
}

/** The cheapest of a village's years for a way, at the prices of the rows; null where no year is left. */
export function cheapestMove(explained: Explained, v: number, way: Way): Option | null {
  const { problem, answer, prices, choice } = explained;
  const village = problem.villages[v]!;
  const site = problem.sites[way.site]!;
  const open = answer.openYear[way.site] ?? -1;
  const { current, stayYuan } = village;
  const isPlanned =
    choice.candidates[v]!.planned?.settlement === choice.sites[way.site]!.id &&
    current?.kind === "move";
  const isSame = (year: number): boolean => isPlanned && current.year === year;
  const own = {
    ...movePartsOf(explained, v, way, 0),
    split: isUsedByGroup(explained, v, way.site) ? 0 : problem.splitYuan,
    open: open < 0 ? site.openYuan : 0,
  };
  const rowsOf = (year: number): ChargedRow[] =>
    prices.ofMove(village.county, way.site, year, village.persons, own.money);
  let [best, least] = [-1, Infinity];
  for (let year = Math.max(open, site.earliest, 0); year < problem.years.count; year++) {
    if (village.mayIn[year] !== true) continue;
    const stay = current === null || isSame(year) ? 0 : stayYuan;
    const sum = village.waitYuan * year + stay + sumCharged(rowsOf(year));
    if (sum < least) [best, least] = [year, sum];
  }
  if (best < 0) return null;
  const parts = { ...own, wait: village.waitYuan * best };
  return optionOf(withStay(explained, v, parts, isSame(best)), rowsOf(best), best);
}

function cheapestBuilding({ problem, prices, ...rest }: Explained, v: number): Option | null {
  const village = problem.villages[v]!;
  if (village.buildYuan === null) return null;
  let best: Option | null = null;
  for (let year = 0; year < problem.years.count; year++) {
    if (village.mayIn[year] !== true) continue;
    const isSame = village.current?.kind === "build" && village.current.year === year;
    const parts = withStay(
      { problem, prices, ...rest },
      v,
      { ...noParts(), build: village.buildYuan, wait: village.waitYuan * year },
      isSame,
    );
    const option = optionOf(
      parts,
      prices.ofBuilding(village.county, year, village.buildYuan),
      year,
    );
    if (best === null || option.total < best.total) best = option;
  }
  return best;
}

const uses = new WeakMap<PlannerPlan, ReadonlyMap<string, number>>();

/** Villages of each administrative village that go to each site. */
function usesOf({ problem, answer }: Explained): ReadonlyMap<string, number> {
  const known = uses.get(answer);
  if (known !== undefined) return known;
  const found = new Map<string, number>();
  problem.villages.forEach((village, v) => {
    const choice = answer.choices[v]!;
    if (choice.kind !== "move") return;
    const key = `${village.group} ${village.arcs[choice.arc]!.site}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  });
  uses.set(answer, found);
  return found;
}

/** True where another village of the administrative village goes to the site. */
function isUsedByGroup(explained: Explained, v: number, site: number): boolean {
  const village = explained.problem.villages[v]!;
  const chosen = explained.answer.choices[v]!;
  const isOwn = chosen.kind === "move" && village.arcs[chosen.arc]!.site === site;
  return (usesOf(explained).get(`${village.group} ${site}`) ?? 0) > (isOwn ? 1 : 0);
}

function leaving(explained: Explained, v: number): Option | null {
  const { leaveYuan, current } = explained.problem.villages[v]!;
  if (!Number.isFinite(leaveYuan)) return null;
  const parts = { ...noParts(), leave: leaveYuan };
  return optionOf(withStay(explained, v, parts, current?.kind === "leave"), [], null);
}

/** Yuan-equivalents, at the prices of the rows, of the best that may be done with a village; Infinity where nothing may. */
export function cheapestTotal(explained: Explained, v: number): number {
  const options = [
    ...explained.ways[v]!.map((way) => cheapestMove(explained, v, way)),
    cheapestBuilding(explained, v),
    leaving(explained, v),
  ];
  return Math.min(Infinity, ...options.map((option) => option?.total ?? Infinity));
}

/**
 * Every way of treating a village, each at its best year by the prices of the rows and the chosen one at its own, cheapest first. `more`
 * are ways within reach that were not among the nearest.
 */
export function alternativesOf(
  explained: Explained,
  v: number,
  more: readonly Way[],
): Alternative[] {
  const { problem, answer, choice } = explained;
  const village = problem.villages[v]!;
  const chosen = answer.choices[v]!;
  const own = explained.ways[v]!;
  const found: Alternative[] = [];
  const add = (about: Partial<Alternative> & Pick<Alternative, "kind">, option: Option): void => {
    found.push({
      settlement: null,
      settlementName: null,
      distanceKm: null,
      border: null,
      isCandidate: true,
      isFull: false,
      isChosen: false,
      ...about,
      year: option.year === null ? null : problem.years.from + option.year,
      parts: option.parts,
      rows: option.rows.map(({ kind, year, amountYuan }) => ({
        kind,
        year: year === null ? null : problem.years.from + year,
        areaName: kind === "capacity" ? null : (choice.counties[village.county]?.name ?? null),
        amountYuan: Math.round(amountYuan),
      })),
      totalYuan: Math.round(option.total),
    });
  };
  [...own, ...more].forEach((way, arc) => {
    const site = choice.sites[way.site]!;
    const isChosen = chosen.kind === "move" && chosen.arc === arc;
    const option = isChosen
      ? chosenMove(explained, v, way, chosen)
      : cheapestMove(explained, v, way);
    if (option === null) return;
    const left =
      problem.sites[way.site]!.capacityPersons -
      usedOf({ kind: "capacity", site: way.site }, problem, answer);
    add(
      {
        kind: "move",
        settlement: site.id,
        settlementName: site.settlement.name,
        distanceKm: Math.round(way.distanceKm * 1000) / 1000,
        border: way.border,
        isCandidate: arc < own.length,
        isFull: !isChosen && village.persons > left,
        isChosen,
      },
      option,
    );
  });
  const building = cheapestBuilding(explained, v);
  if (building !== null) add({ kind: "build", isChosen: chosen.kind === "build" }, building);
  const left = leaving(explained, v);
  if (left !== null) add({ kind: "leave", isChosen: chosen.kind === "leave" }, left);
  return found.sort((a, b) => a.totalYuan - b.totalYuan || Number(b.isChosen) - Number(a.isChosen));
}

/** The chosen way in the chosen year. */
function chosenMove(
  explained: Explained,
  v: number,
  way: Way,
  chosen: PlannerChoice & { kind: "move" },
): Option {
  const { problem, prices } = explained;
  const village = problem.villages[v]!;
  const own = movePartsOf(explained, v, way, chosen.year);
  const { current } = village;
  const isSame =
    current?.kind === "move" && current.arc === chosen.arc && current.year === chosen.year;
  const split = isUsedByGroup(explained, v, way.site) ? 0 : problem.splitYuan;
  return optionOf(
    withStay(explained, v, { ...own, split }, isSame),
    prices.ofMove(village.county, way.site, chosen.year, village.persons, own.money),
    chosen.year,
  );
}
