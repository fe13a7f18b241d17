import type { CheckRequest, ReturnName } from "../../core/contract/progress.ts";
import { checkReturn, type ReturnBounds } from "../../core/progress/check-return.ts";
import type { PlanOn } from "../../core/relocation/ledger.ts";
import { HttpProblem, type Fault } from "../http/problem.ts";
import { Subjects } from "./subjects.ts";

const MOST_FAULTS = 100;

/** The day it is, in UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What bounds the returns of a plan. */
export function boundsOf({ plan }: Pick<PlanOn, "plan">): ReturnBounds {
  return { ...plan.frame.years, today: today() };
}

/** Throws a problem 422 with every fault of what is asked: subjects that are not there, returns that cannot be, two of one name. */
export function checkRequest({ returns, withdrawn }: CheckRequest, on: PlanOn): void {
  const subjects = new Subjects(on);
  const bounds = boundsOf(on);
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const once = (each: ReturnName, path: string): void => {
    const name = `${each.subject} ${each.period} ${each.key}`;
    if (seen.has(name)) faults.push({ code: "repeatedReturn", path, params: { ...each } });
    seen.add(name);
  };
  returns.forEach((each, i) => {
    const path = `returns.${i}`;
    const { subject, key, period } = each;
    once({ subject, key, period }, path);
    if (!subjects.has(subject, key))
      faults.push({
        code: "unknownSubject",
        path: `${path}.key`,
        params: { subject, key, nearest: subjects.nearest(subject, key).join(", ") },
      });
    for (const { code, field, params } of checkReturn(each, bounds))
      faults.push({ code, path: `${path}.${field}`, params });
  });
  withdrawn.forEach((each, i) => once(each, `withdrawn.${i}`));
  if (returns.length + withdrawn.length === 0)
    faults.push({ code: "missingParameter", path: "returns", params: {} });
  if (faults.length > 0)
    throw new HttpProblem(
      422,
      "The returns cannot be taken in; nothing was written.",
      faults.slice(0, MOST_FAULTS),
      { more: { count: faults.length } },
    );
}
