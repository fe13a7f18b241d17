import { FUND_LINES, type FundLine } from "../contract/plan.ts";
import { villageOf } from "./context.ts";
import type { CountedPlan } from "./finding.ts";
import { addMoveMoney, addSiteMoney, addWorksMoney, noMoney } from "./money.ts";
import { countParts } from "./persons.ts";

/** One kind of thing that a sum of money is made of, and how many of them. */
export interface MoneySource {
  readonly kind: "moves" | "sites" | "works";
  readonly entries: number;
  readonly yuan: number;
}

/** What the money of a fund line in a year is made of, in the plan's area: moves with their rewards, site works, works. Kinds that give nothing are left out. */
export function moneySources(
  fund: FundLine,
  year: number,
  { plan, context }: CountedPlan,
): MoneySource[] {
  const cell = FUND_LINES.indexOf(fund) * context.money.length + year - context.frame.years.from;
  const { households, persons } = context.data.villages;
  const sums = { moves: [0, 0], sites: [0, 0], works: [0, 0] } satisfies Record<string, number[]>;
  const add = (kind: keyof typeof sums, yuan: number): void => {
    if (yuan === 0) return;
    sums[kind][0]! += 1;
    sums[kind][1]! += yuan;
  };
  for (const [key, move] of plan.moves) {
    const village = villageOf(context, key);
    if (village < 0) continue;
    const money = noMoney(context);
    const parts = countParts(move, households[village]!, persons[village]!);
    addMoveMoney(money, 1, parts, (id) => plan.settlements.get(id), context);
    add("moves", money[cell] ?? 0);
  }
  for (const settlement of plan.settlements.values()) {
    const money = noMoney(context);
    addSiteMoney(money, 1, settlement, context);
    add("sites", money[cell] ?? 0);
  }
  for (const works of plan.works.values()) {
    const money = noMoney(context);
    addWorksMoney(money, 1, works, context);
    add("works", money[cell] ?? 0);
  }
  return (["moves", "sites", "works"] as const)
    .map((kind) => ({ kind, entries: sums[kind][0]!, yuan: sums[kind][1]! }))
    .filter(({ entries }) => entries > 0);
}
