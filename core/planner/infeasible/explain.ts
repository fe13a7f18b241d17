import type { Highs } from "highs";
import type { PlannerChoice, PlannerPlan, PlannerProblem } from "../problem.ts";
import { type ExplainOptions, explainBlock, planNearBand, SECONDS } from "./block.ts";
import type { Cause, InfeasibleAnswer, Relaxation } from "./cause.ts";
import { changesFor } from "./changes-for.ts";
import { extend } from "./extended.ts";
import { bandShares, regionCauses } from "./region.ts";
import { causeOfWhole, changeOfWhole, partsOfProblem } from "./parts-of-problem.ts";
import { relax } from "./relax.ts";

/** Problems of up to this many villages are looked at as a whole, larger ones county by county. */
const AT_ONCE = 1200;

/**
 * Says why a problem has no answer: rows that contradict each other, with their figures, and the least changes under which it has one. Each
 * list of changes is certified by a plan of whole villages that the checker passes; a verdict "infeasible" by the least cost of giving way,
 * which is above nothing. Many counties are explained one by one, then together by what the bands of all ask of them: causes among these
 * are found by sums of bands and people only, so that "undecided" may be the answer where counties are each feasible. `highs` is the
 * loaded solver; the call takes up to about `seconds` (60 without it, for many counties for each 1,000 villages).
 */
export function explainInfeasible(
  highs: Highs,
  problem: PlannerProblem,
  options: ExplainOptions = {},
): InfeasibleAnswer {
  const parts = partsOfProblem(problem);
  if (parts.length === 1 || problem.villages.length <= (options.villagesAtOnce ?? AT_ONCE))
    return explainBlock(highs, problem, options);

  const { maxCauses = 8 } = options;
  const seconds = options.seconds ?? SECONDS * Math.max(1, problem.villages.length / 1000);
  const secondsOf = (villages: number): number =>
    Math.max(1, ((seconds / 2) * villages) / problem.villages.length);
  const causes: Cause[] = regionCauses(problem);
  const changes: Relaxation[] = [];
  for (const part of parts) {
    const answer = explainBlock(highs, part.problem, {
      ...options,
      seconds: secondsOf(part.villages.length),
    });
    causes.push(...answer.causes.map((cause) => causeOfWhole(part, cause)));
    changes.push(...(answer.relaxations[0] ?? []).map((change) => changeOfWhole(part, change)));
  }
  const verdict = causes.length > 0 ? "infeasible" : "undecided";
  const relaxed = relax(problem, changes);
  const plan = wholePlan(highs, relaxed, secondsOf);
  const none = { verdict, causes: causes.slice(0, maxCauses), relaxations: [], plans: [] } as const;
  if (plan === null) return { ...none, plan };
  const all = [...changes, ...changesFor(extend({ ...relaxed, excluded: [] }), plan)];
  return all.length === 0
    ? { verdict: "feasible", causes: [], relaxations: [], plans: [], plan }
    : { ...none, relaxations: [all], plans: [plan], plan: null };
}

/** A plan of each part that comes close to its share of what all counties together shall move, put together; null where one was not found. */
function wholePlan(
  highs: Highs,
  problem: PlannerProblem,
  secondsOf: (villages: number) => number,
): PlannerPlan | null {
  const choices: PlannerChoice[] = [];
  const openYear: number[] = [];
  const shares = bandShares(problem);
  const years = problem.band.low.map((_, year) => year);
  const parts = partsOfProblem(problem, (counties) => {
    const sum = (of: "low" | "high"): number[] =>
      years.map((year) => counties.reduce((all, c) => all + shares[c]![of][year]!, 0));
    return { low: sum("low"), high: sum("high") };
  });
  for (const part of parts) {
    const plan = planNearBand(highs, part.problem, secondsOf(part.villages.length));
    if (plan === null) return null;
    part.villages.forEach((v, i) => (choices[v] = plan.choices[i]!));
    part.sites.forEach((s, i) => (openYear[s] = plan.openYear[i]!));
  }
  return { choices, openYear };
}
