import type { ReturnName, ReturnsAnswer } from "../../core/contract/progress.ts";
import { areaOfSubject } from "../../core/progress/area-returns.ts";
import { factsOf } from "../../core/progress/summary.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import type { PlanRow } from "../plans/queries.ts";
import { cursorOf } from "./cursor.ts";
import { countReturnsOf, listReturns, listSubjects } from "./queries.ts";
import { groundOf, type PlanGround, type ProgressDesk } from "./service.ts";

interface Question {
  subject?: "settlement" | "village" | undefined;
  key?: string | undefined;
  period?: string | undefined;
  area?: string | undefined;
  limit: number;
  after: ReturnName | null;
}

/** Returns of a plan that fit a question, with the names of their subjects. Throws a problem 404 for an area that the data do not hold. */
export async function listAnswer(
  db: Db,
  desk: ProgressDesk,
  row: PlanRow,
  version: number,
  { subject, key, period, area, limit, after }: Question,
): Promise<ReturnsAnswer> {
  const ground = await groundOf(db, desk, row.id);
  const filter = {
    subject: subject ?? null,
    key: key ?? null,
    period: period ?? null,
    within: area === undefined ? null : await subjectsWithin(db, ground, area),
  };
  const items = await listReturns(db, row.id, filter, { after, limit: limit + 1 });
  const shown = items.slice(0, limit);
  const last = items.length > shown.length ? shown.at(-1)! : null;
  const { code } = ground.state.snapshot.areas;
  return {
    plan: row.id,
    version,
    total: await countReturnsOf(db, row.id, filter),
    items: shown.map((each) => {
      const facts = factsOf(each.subject, each.key, ground.on);
      return { ...each, name: facts?.name ?? each.key, area: code[facts?.area ?? -1] ?? null };
    }),
    nextCursor:
      last === null
        ? null
        : cursorOf({ subject: last.subject, key: last.key, period: last.period }),
  };
}

async function subjectsWithin(
  db: Db,
  { row, state, on }: PlanGround,
  code: string,
): Promise<string[]> {
  const area = state.areaIndex(code);
  if (area === undefined)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", { area: code });
  const { parent } = state.snapshot.areas;
  const isWithin = (place: number): boolean => {
    for (let at = place; at >= 0; at = parent[at]!) if (at === area) return true;
    return false;
  };
  return (await listSubjects(db, row.id))
    .filter(
      ({ subject, key }) => area === on.context.area || isWithin(areaOfSubject(subject, key, on)),
    )
    .map(({ subject, key }) => `${subject} ${key}`);
}
