import type { MapSubject, PaintedMap, ThematicView } from "../../core/contract/thematic.ts";
import type { MapColumns } from "../../core/thematic/columns.ts";
import type { Indicator } from "../../core/thematic/indicator.ts";
import { differenceMap, paintMap, valuesOf } from "../../core/thematic/paint-map.ts";
import type { RegionState } from "../coverage/state.ts";
import { problem } from "../http/problem.ts";
import type { PlanContext } from "../plans/context.ts";
import type { PlanRow } from "../plans/queries.ts";
import { findRow } from "../plans/service.ts";
import { columnsOfSubject, indicatorOf } from "./map-columns.ts";
import { planOfArea } from "./plan-of-map.ts";

/** One side of a map, reckoned. */
export interface Side {
  subject: MapSubject;
  indicator: Indicator;
  columns: MapColumns;
  plan: PlanRow | null;
  painted: PaintedMap;
  isDifference: boolean;
}

/** The map of a view, classed as the page classes it, over every year: one side, or two where two stand beside each other. Throws a problem for what the data cannot show. */
export async function sidesOf(
  context: PlanContext,
  state: RegionState,
  area: number,
  view: ThematicView,
): Promise<Side[]> {
  const rules = state.rules.map(({ id }) => id);
  const load = async (subject: MapSubject): Promise<Omit<Side, "painted" | "isDifference">> => {
    const indicator = indicatorOf(subject, rules);
    const needsPlan =
      view.style === "flows" ||
      indicator.needsOf(subject.basis).some((need) => need === "plan" || need === "ruleYears");
    const plan =
      needsPlan || subject.plan !== null ? await planOf(context, state, area, subject) : null;
    if (needsPlan && plan === null)
      throw problem(
        422,
        "noPlan",
        "There is no plan for this area; name another indicator.",
        "plan",
        {
          area: view.area,
        },
      );
    const place = { area: view.area, by: view.by, plan: plan?.id ?? null };
    return {
      subject,
      indicator,
      plan,
      columns: await columnsOfSubject(context, subject, indicator, place),
    };
  };
  const first = await load(view);
  if (first.columns.today.areas.length === 0)
    throw problem(422, "nothingToPrint", "There are no areas of this level.", "by", {
      by: view.by,
    });
  const other = view.other && view.compare !== "none" ? await load(view.other) : null;
  if (!other)
    return [
      {
        ...first,
        painted: paintMap(view, first.columns, { everyYear: true }),
        isDifference: false,
      },
    ];
  if (view.compare === "difference") {
    const painted = differenceMap(view, first.columns, other);
    return [{ ...first, painted, isDifference: true }];
  }
  // Both sides of one indicator are classed together, so that one colour means one thing.
  const isAlike = first.indicator.id === other.indicator.id;
  const values = (side: typeof first): (number | null)[] => valuesOf(side.subject, side.columns);
  const paint = (side: typeof first, beside: typeof first): Side => ({
    ...side,
    isDifference: false,
    painted: paintMap({ ...view, ...side.subject }, side.columns, {
      everyYear: true,
      others: isAlike ? values(beside) : [],
    }),
  });
  return [paint(first, other), paint(other, first)];
}

async function planOf(
  context: PlanContext,
  state: RegionState,
  area: number,
  subject: MapSubject,
): Promise<PlanRow | null> {
  const db = context.database();
  return subject.plan === null ? planOfArea(db, state, area) : findRow(db, subject.plan);
}

/** True for a class that is switched off in the legend. */
export const isHidden = (view: ThematicView, classIndex: number): boolean =>
  view.hidden.includes(classIndex);
