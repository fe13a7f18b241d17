import type { PlanColumnsAnswer } from "../contract/thematic.ts";
import { positionOf } from "./columns.ts";
import type {
  Indicator,
  IndicatorGroup,
  IndicatorUnit,
  PartCode,
  ValueQuestion,
} from "./indicator.ts";

/** Columns of a plan that have a value for each year and area. */
type YearColumn = {
  [Name in keyof PlanColumnsAnswer]: PlanColumnsAnswer[Name] extends (number | null)[][]
    ? Name
    : never;
}[keyof PlanColumnsAnswer];

/**
 * How the values of years make one: `year` that year alone, and all years together without one; `upTo` all years up to and with it, the last
 * without one; `stock` what there is at its end, at the end of the last without one.
 */
type Span = "year" | "upTo" | "stock";

/** What a part is: a column and how its years are taken; or the people of today. */
interface Part {
  readonly code: PartCode;
  readonly figure: (question: ValueQuestion) => number | null;
}

/** A column of a plan as a part; with `known` only the years in which that other column has a value too. */
function of(code: PartCode, column: YearColumn, span: Span, known: YearColumn = column): Part {
  return {
    code,
    figure({ columns: { plan, today }, area, year }) {
      if (!plan) return null;
      const position = positionOf(plan.areas, today.areas[area]!.code);
      if (position < 0) return null;
      const last = plan.years.length - 1;
      const y = year === null ? last : plan.years.indexOf(year);
      if (y < 0) return null;
      const first = span === "upTo" || (span === "year" && year === null) ? 0 : y;
      // What is known is summed; null where nothing is.
      let sum: number | null = null;
      for (let at = first; at <= y; at++) {
        const value = plan[column][at]?.[position] ?? null;
        if (value !== null && (plan[known][at]?.[position] ?? null) !== null)
          sum = (sum ?? 0) + value;
      }
      return sum;
    },
  };
}

const persons: Part = {
  code: "persons",
  figure: ({ columns, area }) => columns.today.persons[area] ?? null,
};

const settlements: Part = {
  code: "settlements",
  figure: ({ columns: { plan, today }, area }) =>
    plan?.settlements[positionOf(plan.areas, today.areas[area]!.code)] ?? null,
};

interface Described {
  readonly id: string;
  readonly group: IndicatorGroup;
  readonly unit: IndicatorUnit;
  readonly better?: Indicator["better"];
  /** 1 where a share is measured against the whole. */
  readonly target?: number;
}

const OF_PLANS = {
  rule: null,
  measure: null,
  needsOf: () => ["today", "plan"],
} as const satisfies Partial<Indicator>;

function single(described: Described, part: Part): Indicator {
  const { id, group, unit, better = null } = described;
  return {
    ...OF_PLANS,
    id,
    group,
    unit,
    better,
    kind: unit === "yuan" ? "amount" : "count",
    byYear: part !== settlements,
    targetOf: () => null,
    valueAt(question) {
      const value = part.figure(question);
      return { value, parts: [{ code: part.code, value }] };
    },
  };
}

function ratio(described: Described, over: Part, under: Part): Indicator {
  const { id, group, unit, better = null, target = null } = described;
  return {
    ...OF_PLANS,
    id,
    group,
    unit,
    better,
    kind: target === null ? "ratio" : "rate",
    byYear: true,
    targetOf: () => target,
    valueAt(question) {
      const [top, bottom] = [over.figure(question), under.figure(question)];
      return {
        value: top === null || bottom === null || bottom === 0 ? null : top / bottom,
        parts: [
          { code: over.code, value: top },
          { code: under.code, value: bottom },
        ],
      };
    },
  };
}

const moves = (id: string, unit: IndicatorUnit): Described => ({ id, unit, group: "moves" });
const progress = (id: string, unit: IndicatorUnit): Described => ({
  id,
  unit,
  group: "progress",
  better: "high",
});
const sites = (id: string, unit: IndicatorUnit): Described => ({ id, unit, group: "settlements" });
const money = (id: string, unit: IndicatorUnit): Described => ({ id, unit, group: "money" });

/** What a plan moves, fills and spends, and what has been done of it. "-total": up to and with the year. */
export const PLAN_INDICATORS: readonly Indicator[] = [
  single(moves("moved-persons", "persons"), of("movedPersons", "movedPersons", "year")),
  single(moves("moved-persons-total", "persons"), of("movedPersons", "movedPersons", "upTo")),
  single(moves("moved-households", "households"), of("movedHouseholds", "movedHouseholds", "year")),
  single(
    moves("moved-households-total", "households"),
    of("movedHouseholds", "movedHouseholds", "upTo"),
  ),
  single(moves("moved-villages", "villages"), of("movedVillages", "movedVillages", "year")),
  ratio(moves("moved-share", "share"), of("movedPersons", "movedPersons", "upTo"), persons),
  single(moves("target-persons", "persons"), of("targetPersons", "targetPersons", "year")),
  ratio(
    { ...moves("target-fulfilment", "share"), better: "high", target: 1 },
    of("movedPersons", "movedPersons", "year", "targetPersons"),
    of("targetPersons", "targetPersons", "year"),
  ),
  single(progress("actual-persons", "persons"), of("actualPersons", "actualPersons", "year")),
  single(progress("actual-persons-total", "persons"), of("actualPersons", "actualPersons", "upTo")),
  single(
    progress("actual-households", "households"),
    of("actualHouseholds", "actualHouseholds", "year"),
  ),
  ratio(
    { ...progress("plan-fulfilment", "share"), target: 1 },
    of("actualPersons", "actualPersons", "year"),
    of("plannedPersons", "movedPersons", "year"),
  ),
  ratio(
    { ...progress("plan-fulfilment-total", "share"), target: 1 },
    of("actualPersons", "actualPersons", "upTo"),
    of("plannedPersons", "movedPersons", "upTo"),
  ),
  single(sites("arriving-persons", "persons"), of("arrivingPersons", "arrivingPersons", "year")),
  single(sites("settled-persons", "persons"), of("settledPersons", "settledPersons", "stock")),
  single(sites("capacity-persons", "persons"), of("capacityPersons", "capacityPersons", "stock")),
  ratio(
    sites("settlement-fill", "share"),
    of("settledPersons", "settledPersons", "stock"),
    of("capacityPersons", "capacityPersons", "stock"),
  ),
  single(sites("settlements", "settlements"), settlements),
  single(money("amount-yuan", "yuan"), of("amountYuan", "amountYuan", "year")),
  single(money("amount-yuan-total", "yuan"), of("amountYuan", "amountYuan", "upTo")),
  ratio(
    { ...money("cost-per-head", "yuanPerPerson"), better: "low" },
    of("amountYuan", "amountYuan", "upTo"),
    of("movedPersons", "movedPersons", "upTo"),
  ),
];
