import { FUND_LINES } from "../../core/contract/plan.ts";
import type { FigurePart } from "../../core/contract/figures.ts";
import { excludedOf, ratesOf } from "../../core/coverage/roll-up.ts";
import type { AreaCounts } from "../../core/coverage/snapshot.ts";
import { sumByArea } from "../../core/coverage/units.ts";
import { actualOf } from "../../core/progress/actual.ts";
import { sumKnown, yearsOf } from "../../core/progress/summary.ts";
import { targetOf } from "../../core/relocation/check-area.ts";
import { areaOfSite, HOUSEHOLDS, PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { sumYuan } from "../../core/relocation/totals.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { areaTotals } from "../boundaries/area-tree.ts";
import type { RegionState } from "../coverage/state.ts";
import { returnsIn, touches, type FigurePlan } from "./ground.ts";

/** One figure of one area. */
export interface AreaFigure {
  readonly id: string;
  readonly unit: FigurePart["unit"];
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly target: number | null;
  readonly parts: readonly FigurePart[];
}

const part = (code: string, value: number | null, unit: FigurePart["unit"]): FigurePart => ({
  code,
  value,
  unit,
});

function figure(
  id: string,
  unit: FigurePart["unit"],
  value: number | null,
  more: Partial<Omit<AreaFigure, "id" | "unit" | "value">> = {},
): AreaFigure {
  return { id, unit, value, low: null, high: null, target: null, parts: [], ...more };
}

const ratio = (of: number | null, by: number | null): number | null =>
  of === null || by === null || by === 0 ? null : of / by;
const known = (value: number): number | null => (value < 0 ? null : value);

/** Figures of areas of one region, with a plan or without. */
export class AreaFigures {
  readonly #state: RegionState;
  readonly #counts: ReadonlyMap<string, AreaCounts>;
  readonly #plan: FigurePlan | null;
  readonly #poor: Int32Array;
  /** Of villages that record both. */
  readonly #poorOfBoth: Int32Array;
  readonly #personsOfBoth: Int32Array;
  /** Villages of which anybody moves, by area up to the region. */
  readonly #moved = new Map<number, number>();
  /** Of settlements by area, up to the region. */
  readonly #sites = new Map<number, { count: number; capacity: number; sent: number }>();

  constructor(
    state: RegionState,
    counts: ReadonlyMap<string, AreaCounts>,
    plan: FigurePlan | null,
  ) {
    this.#state = state;
    this.#counts = counts;
    this.#plan = plan;
    const { areas, villages } = state.snapshot;
    this.#poor = sumByArea(areas, villages, villages.poorPersons).sum;
    const both = (column: Int32Array): Int32Array =>
      column.map((count, v) =>
        villages.poorPersons[v]! < 0 || villages.persons[v]! < 0 ? -1 : count,
      );
    this.#poorOfBoth = sumByArea(areas, villages, both(villages.poorPersons)).sum;
    this.#personsOfBoth = sumByArea(areas, villages, both(villages.persons)).sum;
    if (plan === null) return;
    this.#addSites(plan);
    this.#addMoved(plan);
  }

  #addSites({ on, state }: FigurePlan): void {
    const { parent } = state.snapshot.areas;
    for (const [id, site] of on.plan.settlements) {
      const sent = tallied(on.ledger.settlements.get(id), PERSONS, null);
      const place = areaOfSite(site, on.context);
      // A site that lies nowhere known is the plan's all the same.
      for (let at = place < 0 ? on.context.area : place; at >= 0; at = parent[at]!) {
        const here = this.#sites.get(at) ?? { count: 0, capacity: 0, sent: 0 };
        this.#sites.set(at, {
          count: here.count + 1,
          capacity: here.capacity + site.capacityPersons,
          sent: here.sent + sent,
        });
      }
    }
  }

  /** The sum of the years would count a village that moves in two years twice. */
  #addMoved({ on, state }: FigurePlan): void {
    const { areas, villages } = state.snapshot;
    for (const key of on.plan.moves.keys()) {
      const village = on.context.villageIndex.get(key);
      if (village === undefined) continue;
      for (let at = villages.area[village]!; at >= 0; at = areas.parent[at]!)
        this.#moved.set(at, (this.#moved.get(at) ?? 0) + 1);
    }
  }

  /** Every figure of an area, in the order of the page: rates, people, and with a plan what it moves, spends and reached. */
  of(area: number): AreaFigure[] {
    return [...this.#rates(area), ...this.#people(area), ...this.#planned(area)];
  }

  #rates(area: number): AreaFigure[] {
    return this.#state.rules.map((rule) => this.#rate(rule, area));
  }

  #rate(rule: IndicatorRule, area: number): AreaFigure {
    const counts = this.#counts.get(rule.id)!;
    const { rate, low, high, served, unserved, unknown } = ratesOf(counts, area)[rule.headline];
    return figure(`rate:${rule.id}`, "rate", rate, {
      low,
      high,
      target: rule.target,
      parts: [
        part("served", served, rule.headline),
        part("unserved", unserved, rule.headline),
        part("unknown", unknown, rule.headline),
        part("excluded", excludedOf(counts, area), "villages"),
      ],
    });
  }

  #people(area: number): AreaFigure[] {
    const totals = areaTotals(this.#state.snapshot);
    const poor = known(this.#poorOfBoth[area]!);
    const persons = known(this.#personsOfBoth[area]!);
    return [
      figure("villages", "villages", totals.villages[area]!),
      figure("households", "households", known(totals.households[area]!)),
      figure("persons", "persons", known(totals.persons[area]!)),
      figure("poor-persons", "persons", known(this.#poor[area]!)),
      figure("poverty-share", "rate", ratio(poor, persons), {
        parts: [part("poorPersons", poor, "persons"), part("persons", persons, "persons")],
      }),
    ];
  }

  #planned(area: number): AreaFigure[] {
    const plan = this.#plan;
    if (plan === null || !touches(plan, area)) return [];
    const { on } = plan;
    const tally = on.ledger.areas.get(area);
    const persons = tallied(tally, PERSONS, null);
    const households = tallied(tally, HOUSEHOLDS, null);
    const amount = sumYuan(on.ledger.money.get(area), on.context, null);
    const site = this.#sites.get(area) ?? { count: 0, capacity: 0, sent: 0 };
    return [
      figure("moved-persons", "persons", persons, { target: this.#targetOf(area) }),
      figure("moved-households", "households", households),
      figure("moved-villages", "villages", this.#moved.get(area) ?? 0),
      ...this.#actual(plan, area),
      figure("settlements", "settlements", site.count),
      figure("settlement-fill", "rate", ratio(site.sent, site.capacity), {
        parts: [
          part("settledPersons", site.sent, "persons"),
          part("capacityPersons", site.capacity, "persons"),
        ],
      }),
      figure("amount", "yuan", amount, { target: this.#budgetOf(area) }),
      figure("cost-per-head", "yuan/person", ratio(amount, persons), {
        parts: [part("amount", amount, "yuan"), part("moved-persons", persons, "persons")],
      }),
    ];
  }

  #actual(plan: FigurePlan, area: number): AreaFigure[] {
    const { on, counted } = plan;
    const tally = on.ledger.areas.get(area);
    const returns = returnsIn(plan, area);
    const years = yearsOf(on).flatMap((year, y) => {
      const found = actualOf(returns, year, counted.basis.get(year) ?? null);
      return found === null ? [] : [{ ...found, planned: tallied(tally, PERSONS, y) }];
    });
    const persons = sumKnown(years.map((each) => each.persons));
    const planned = sumKnown(years.map((each) => each.planned));
    const parts = [
      part("actual-persons", persons, "persons"),
      part("plannedInYearsReturned", planned, "persons"),
    ];
    return [
      figure("actual-persons", "persons", persons, { target: planned, parts }),
      figure("actual-share", "rate", ratio(persons, planned), { parts }),
    ];
  }

  #targetOf(area: number): number | null {
    const { on, state } = this.#plan!;
    const code = state.snapshot.areas.code[area]!;
    return sumKnown(yearsOf(on).map((year) => targetOf(code, year, on)?.target ?? null));
  }

  #budgetOf(area: number): number | null {
    const { on, state } = this.#plan!;
    const code = state.snapshot.areas.code[area]!;
    return sumKnown(
      yearsOf(on).flatMap((year) =>
        FUND_LINES.map((fund) => on.plan.budgets.get(`${code}:${fund}:${year}`) ?? null),
      ),
    );
  }
}

/** Whether more or less is better; null where neither is. */
export function betterOf(id: string): "higher" | "lower" | null {
  if (id.startsWith("rate:") || id === "actual-share") return "higher";
  return id === "poverty-share" || id === "cost-per-head" ? "lower" : null;
}
