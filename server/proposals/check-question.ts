import { LEVELS } from "../../core/contract/area.ts";
import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import { planContext } from "../../core/relocation/context.ts";
import { readChange } from "../../core/relocation/read-change.ts";
import type { RegionState } from "../coverage/state.ts";
import { HttpProblem, type Fault } from "../http/problem.ts";
import type { PlanOfRow } from "../plans/measure-service.ts";

const MOST_FAULTS = 100;

/** Throws a problem 422 with everything in a question that does not fit the plan and the data, field by field. */
export function checkQuestion(
  question: ProposalQuestion,
  { plan }: PlanOfRow,
  state: RegionState,
): void {
  const faults: Fault[] = [];
  const add = (code: string, path: string, params: Fault["params"]): void => {
    faults.push({ code, path, params });
  };
  const { areas } = state.snapshot;
  const { area, years } = plan.frame;
  const liesInPlan = (index: number): boolean => {
    for (let at = index; at >= 0; at = areas.parent[at]!) if (areas.code[at] === area) return true;
    return false;
  };
  const county = LEVELS.indexOf("county");
  const isCounty = (code: string): boolean => {
    const index = state.areaIndex(code);
    return index !== undefined && areas.level[index] === county && liesInPlan(index);
  };
  question.counties?.forEach((code, i) => {
    if (!isCounty(code)) add("unknownCounty", `counties.${i}`, { county: code, area });
  });
  question.candidates.unserved.forEach((rule, i) => {
    if (state.rule(rule) === undefined) add("unknownRule", `candidates.unserved.${i}`, { rule });
  });
  const { include, exclude } = question.candidates;
  if (include.length + exclude.length > 0) {
    const { villageIndex } = planContext(state.snapshot, plan.frame, []);
    for (const [field, keys] of Object.entries({ include, exclude }))
      keys.forEach((village, i) => {
        if (!villageIndex.has(village))
          add("unknownVillage", `candidates.${field}.${i}`, { village, area });
      });
  }
  question.destinations.settlements?.forEach((id, i) => {
    if (!plan.settlements.has(id))
      add("unknownSettlement", `destinations.settlements.${i}`, { settlement: id });
  });
  const { drafts } = question.destinations;
  for (const id of Object.keys(drafts))
    if (plan.settlements.has(id))
      add("settlementTaken", `destinations.drafts.${id}`, { settlement: id });
  const read = readChange({ settlements: drafts });
  if (!read.ok)
    for (const { code, path, params } of read.problems)
      add(code, path.replace(/^settlements/, "destinations.drafts"), params);
  const planned = question.counties && new Set(question.counties);
  for (const key of Object.keys(question.limits.targets)) {
    const colon = key.lastIndexOf(":");
    const [code, year] = [key.slice(0, colon), Number(key.slice(colon + 1))];
    const path = `limits.targets.${key}`;
    const isPlanned = code === area || (isCounty(code) && (planned === null || planned.has(code)));
    if (!isPlanned) add("unknownCounty", path, { county: code, area });
    if (year < years.from || year > years.to) add("yearOutside", path, { year, ...years });
  }
  for (const code of Object.keys(question.limits.landMu))
    if (!isCounty(code)) add("unknownCounty", `limits.landMu.${code}`, { county: code, area });
  if (faults.length > 0)
    throw new HttpProblem(
      422,
      "The question does not fit the plan and the data.",
      faults.slice(0, MOST_FAULTS),
      { more: { count: faults.length } },
    );
}
