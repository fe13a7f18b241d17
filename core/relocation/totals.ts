import { FUND_LINES } from "../contract/plan.ts";
import type { ChecksAnswer, YearTotals } from "../contract/plan-service.ts";
import type { PlanContext } from "./context.ts";
import type { CountedPlan } from "./finding.ts";
import { HOUSEHOLDS, PERSONS, tallied, VILLAGES } from "./ledger.ts";
import type { Money } from "./money.ts";

/** Yuan of one year of a sheet, or of all years, over all fund lines. */
export function sumYuan(
  money: Money | undefined,
  context: PlanContext,
  year: number | null,
): number {
  if (money === undefined) return 0;
  const years = context.money.length;
  let sum = 0;
  for (let cell = 0; cell < money.length; cell++)
    if (year === null || cell % years === year) sum += money[cell]!;
  return sum;
}

/** Moves of the plan's area by year, and what all of it costs: moves, sites and works. */
export function totalsByYear({ ledger, context }: CountedPlan): YearTotals[] {
  const tally = ledger.areas.get(context.area);
  const money = ledger.money.get(context.area);
  return context.money.map((_, y) => ({
    year: context.frame.years.from + y,
    persons: tallied(tally, PERSONS, y),
    households: tallied(tally, HOUSEHOLDS, y),
    villages: tallied(tally, VILLAGES, y),
    amountYuan: sumYuan(money, context, y),
  }));
}

/** Money of the plan's area by fund line and year beside its budget, null where there is none. */
export function moneyTable({ plan, ledger, context }: CountedPlan): ChecksAnswer["money"] {
  const money = ledger.money.get(context.area);
  const years = context.money.length;
  const { area } = context.frame;
  return FUND_LINES.flatMap((fund, f) =>
    context.money.map((_, y) => {
      const year = context.frame.years.from + y;
      return {
        fund,
        year,
        amountYuan: money?.[f * years + y] ?? 0,
        budgetYuan: plan.budgets.get(`${area}:${fund}:${year}`) ?? null,
      };
    }),
  );
}

/** Years of the plan for which no cost per head is in force: moves in them cost what their settlement says, or nothing. */
export function unpricedYears({ frame, money }: PlanContext): number[] {
  return money.flatMap(({ costPerHeadYuan }, y) =>
    costPerHeadYuan === null ? [frame.years.from + y] : [],
  );
}
