import { v4 as newId } from "uuid";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { Works } from "../../core/contract/plan.ts";
import { ApiError } from "../api.ts";
import { api } from "../plan/queries.ts";
import type { Draft } from "./draft.ts";

/** Tries again this often when others change the plan meanwhile. */
const TRIES = 4;

/**
 * Puts everything that is tried into a plan, as one change; without a plan it makes one. Works of a year outside of the plan's go to its
 * nearest year. Throws an ApiError where the service refuses.
 */
export async function addToPlan(
  draft: Draft,
  plan: PlanSummary | null,
  on: {
    area: string;
    newName: string;
    author: string;
    reason: string;
    nameOf: (works: Works, number: number) => string;
  },
): Promise<PlanSummary> {
  const { area, author } = on;
  const into = plan ?? (await api.create({ name: on.newName, area, author }, newId())).plan;
  const { from, to } = into.years;
  const works = Object.fromEntries(
    draft.map(({ id, works: each }, i): [string, Works] => [
      id,
      {
        ...each,
        name: each.name === "" ? on.nameOf(each, i + 1) : each.name,
        year: Math.min(to, Math.max(from, each.year)),
      },
    ]),
  );
  const out = { key: newId(), change: { works }, reason: on.reason };
  const who = { author, client: newId() };
  let { version } = into;
  for (let tries = 1; ; tries++) {
    try {
      await api.send(into.id, version, out, who);
      return into;
    } catch (error) {
      const now = error instanceof ApiError && error.status === 412 ? versionIn(error) : null;
      if (now === null || tries === TRIES) throw error;
      version = now;
      // Another version is another request: the same key would stand for the refused one.
      out.key = newId();
    }
  }
}

/** The version that a plan has by a refusal; null where it does not say. */
function versionIn({ problem }: ApiError): number | null {
  const { version } = (problem?.["params"] ?? {}) as { version?: unknown };
  return typeof version === "number" ? version : null;
}
