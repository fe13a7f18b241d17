import { Map, Set } from "immutable";
import { LEVELS } from "../contract/area.ts";
import type { Move, Settlement, Works } from "../contract/plan.ts";
import { siteFacts, villageOf, worksFacts, type PlanContext } from "./context.ts";
import { addMoveMoney, addSiteMoney, addWorksMoney, noMoney, type Money } from "./money.ts";
import { addRow, AreaSums, Lists, Members, Rows } from "./drafts.ts";
import { countParts, type PartCount } from "./persons.ts";
import { areaOfPlace, middleOfWorks } from "./place-area.ts";
import type { Plan } from "./plan.ts";

/** What is counted of each year, side by side: persons, households, villages with a part in the year. */
export const PERSONS = 0;
export const HOUSEHOLDS = 1;
export const VILLAGES = 2;
export const TALLY_KINDS = 3;

/** Counts of year y are tally[3y], tally[3y + 1] and tally[3y + 2]. */
export type Tally = readonly number[];

/**
 * What a plan adds up to. A value like the plan: an edit gives the next one and shares all that it does not touch. All sums are whole
 * numbers, so that the order of edits leaves no trace. What adds up to nothing is absent.
 */
export interface Ledger {
  /** By settlement. */
  readonly settlements: Map<string, Tally>;
  /** By index of the area that people leave, from the administrative village up to the region. */
  readonly areas: Map<number, Tally>;
  /** By index of the area, from the township up: moves where people leave, sites and works where they are. */
  readonly money: Map<number, Money>;
  /** Keys of the villages that go to a settlement. */
  readonly movesTo: Map<string, Set<string>>;
  /** Keys of the villages that leave an administrative village. */
  readonly movesFrom: Map<number, readonly string[]>;
  /** Works that newly serve a village, as far as is known. */
  readonly worksFor: Map<string, readonly string[]>;
}

export const EMPTY_LEDGER: Ledger = {
  settlements: Map(),
  areas: Map(),
  money: Map(),
  movesTo: Map(),
  movesFrom: Map(),
  worksFor: Map(),
};

const TOWNSHIP = LEVELS.indexOf("township");
const ADMINISTRATIVE_VILLAGE = LEVELS.indexOf("administrativeVillage");

/** A plan on its context. */
export interface PlanOn {
  readonly plan: Plan;
  readonly context: PlanContext;
}

/** Keys of entries that differ between two states of a plan, or whose facts do. */
export interface Touched {
  readonly moves: ReadonlySet<string>;
  readonly settlements: ReadonlySet<string>;
  readonly works: ReadonlySet<string>;
}

/** The next ledger, and the indices of the areas whose tallies and whose money may have changed. */
export interface LedgerUpdate {
  readonly ledger: Ledger;
  readonly areas: ReadonlySet<number>;
  readonly money: ReadonlySet<number>;
}

/** Writes the contributions of single entries into a ledger, or takes them off. */
class Writer {
  readonly settlements: Rows<string>;
  readonly areas: Rows<number>;
  readonly money: Rows<number>;
  readonly #movesTo: Members<string>;
  readonly #movesFrom: Lists<number>;
  readonly #worksFor: Lists<string>;
  readonly #areaSums: AreaSums;
  readonly #moneySums: AreaSums;
  readonly #context: PlanContext;
  /** Money of the entry at hand. */
  readonly #sheet: number[];

  constructor(ledger: Ledger, context: PlanContext) {
    this.#context = context;
    const tally = TALLY_KINDS * context.money.length;
    this.settlements = new Rows(ledger.settlements, tally);
    this.areas = new Rows(ledger.areas, tally);
    this.#sheet = noMoney(context);
    this.money = new Rows(ledger.money, this.#sheet.length);
    this.#areaSums = new AreaSums(tally);
    this.#moneySums = new AreaSums(this.#sheet.length);
    this.#movesTo = new Members(ledger.movesTo);
    this.#movesFrom = new Lists(ledger.movesFrom);
    this.#worksFor = new Lists(ledger.worksFor);
  }

  finish(): Ledger {
    const { parent } = this.#context.data.areas;
    this.#areaSums.addTo(this.areas, parent);
    this.#moneySums.addTo(this.money, parent);
    return {
      settlements: this.settlements.finish(),
      areas: this.areas.finish(),
      money: this.money.finish(),
      movesTo: this.#movesTo.finish(),
      movesFrom: this.#movesFrom.finish(),
      worksFor: this.#worksFor.finish(),
    };
  }

  move(sign: 1 | -1, key: string, move: Move | undefined, { plan, context }: PlanOn): void {
    if (move === undefined) return;
    for (const { settlement } of move.parts) this.#movesTo.change(settlement, sign, key);
    const village = villageOf(context, key);
    if (village < 0) return;
    const { households, persons, area } = context.data.villages;
    const parts = countParts(move, households[village]!, persons[village]!);
    const { from } = context.frame.years;
    for (const part of parts) this.#arrive(sign, part, parts, from);
    const money = this.#sheet.fill(0);
    addMoveMoney(money, sign, parts, (id) => plan.settlements.get(id), context);
    const home = area[village]!;
    if (context.data.areas.level[home] === ADMINISTRATIVE_VILLAGE)
      this.#movesFrom.change(home, sign, key);
    addParts(this.#areaSums.at(home), sign, parts, from);
    this.#payAt(home, money);
  }

  /** Adds a part to its settlement; a village counts there once in a year. */
  #arrive(sign: 1 | -1, part: PartCount, parts: readonly PartCount[], from: number): void {
    const { settlement, year } = part;
    const isFirst =
      parts.find((one) => one.year === year && one.settlement === settlement) === part;
    addPart(this.settlements.row(settlement), sign, part, isFirst, from);
  }

  site(sign: 1 | -1, settlement: Settlement | undefined, { context }: PlanOn): void {
    if (settlement === undefined || settlement.siteCostYuan === null) return;
    const money = this.#sheet.fill(0);
    addSiteMoney(money, sign, settlement, context);
    this.#moneyAt(money, areaOfSite(settlement, context), context);
  }

  works(sign: 1 | -1, id: string, works: Works | undefined, { context }: PlanOn): void {
    if (works === undefined) return;
    for (const { villages } of worksFacts(context, works)?.serves ?? [])
      for (const key of villages) this.#worksFor.change(key, sign, id);
    const money = this.#sheet.fill(0);
    addWorksMoney(money, sign, works, context);
    this.#moneyAt(money, areaOfPlace(middleOfWorks(works), context), context);
  }

  /** Adds money to an area and those above it, and to the plan's area in any case: it is the plan's money. */
  #moneyAt(money: Money, area: number, context: PlanContext): void {
    this.#payAt(area >= 0 && context.isInside[area] === 1 ? area : context.area, money);
  }

  /** Adds money to the first area from here up that is no smaller than a township. */
  #payAt(area: number, money: Money): void {
    const { level, parent } = this.#context.data.areas;
    let at = area;
    while (at >= 0 && level[at]! > TOWNSHIP) at = parent[at]!;
    if (at >= 0) addRow(this.#moneySums.at(at), money);
  }
}

function addPart(
  into: number[],
  sign: 1 | -1,
  { year, households, persons }: PartCount,
  isFirst: boolean,
  from: number,
): void {
  const at = (year - from) * TALLY_KINDS;
  into[at + PERSONS]! += sign * persons;
  into[at + HOUSEHOLDS]! += sign * households;
  if (isFirst) into[at + VILLAGES]! += sign;
}

/** Adds the parts of one village; it counts once in a year, whatever the number of its parts. */
function addParts(into: number[], sign: 1 | -1, parts: readonly PartCount[], from: number): void {
  for (const part of parts)
    addPart(into, sign, part, parts.find((one) => one.year === part.year) === part, from);
}

/** The township or county of a site as the data say, or of the nearest village while they have not been asked; -1 for neither. */
export function areaOfSite(settlement: Settlement, context: PlanContext): number {
  const facts = siteFacts(context, settlement);
  if (facts === null) return areaOfPlace(settlement.position, context);
  return context.areaIndex.get(facts.township ?? facts.county ?? "") ?? -1;
}

/** The ledger of the next state of a plan: takes off what the touched entries were, adds what they are. */
export function updateLedger(
  ledger: Ledger,
  before: PlanOn,
  after: PlanOn,
  touched: Touched,
): LedgerUpdate {
  const writer = new Writer(ledger, after.context);
  for (const [sign, on] of [
    [-1, before],
    [1, after],
  ] as const) {
    if (on.plan.moves.size > 0)
      for (const key of touched.moves) writer.move(sign, key, on.plan.moves.get(key), on);
    for (const id of touched.settlements) writer.site(sign, on.plan.settlements.get(id), on);
    for (const id of touched.works) writer.works(sign, id, on.plan.works.get(id), on);
  }
  return { ledger: writer.finish(), areas: writer.areas.keys, money: writer.money.keys };
}

/** Persons, households or villages of a tally in a year, or in all years; 0 without a tally. */
export function tallied(
  tally: Tally | undefined,
  kind: typeof PERSONS | typeof HOUSEHOLDS | typeof VILLAGES,
  year: number | null,
): number {
  if (tally === undefined) return 0;
  if (year !== null) return tally[year * TALLY_KINDS + kind] ?? 0;
  let sum = 0;
  for (let at: number = kind; at < tally.length; at += TALLY_KINDS) sum += tally[at]!;
  return sum;
}
