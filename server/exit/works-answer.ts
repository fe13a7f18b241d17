import type { ExitWorksAnswer } from "../../core/contract/exit-card.ts";
import { CheapestRequest } from "../../core/contract/cheapest.ts";
import { EXIT_CRITERIA } from "../../geodata/standards/exit-criteria.ts";
import type { Knex } from "knex";
import type { RegionState } from "../coverage/state.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import type { CheapestDesk } from "../plans/cheapest-desk.ts";
import { pagesOf } from "./addresses.ts";
import { groundOf, readExitData } from "./ground.ts";

/**
 * The cheapest works that close the gap of a coverage line in a county. Throws a problem: 404 unknown criterion or rule, 422 a criterion of
 * statistics, 503 while many others wait for the solver.
 */
export async function exitWorksAnswer(
  db: Knex,
  state: RegionState,
  desk: CheapestDesk,
  asked: { area: string; criterion: string; year?: number | undefined },
): Promise<ExitWorksAnswer> {
  const criterion = EXIT_CRITERIA.find(({ id }) => id === asked.criterion);
  if (criterion === undefined)
    throw problem(404, "unknownCriterion", "There is no criterion with this id.", "criterion", {
      criterion: asked.criterion,
    });
  if (criterion.kind !== "coverage")
    throw problem(422, "notCoverage", "No works close this line: it is a figure.", "criterion");
  const request = CheapestRequest.parse({
    area: asked.area,
    rule: criterion.rule,
    bound: false,
    ...(asked.year !== undefined && { year: asked.year }),
  });
  const data = await readExitData(db, state);
  const known = groundOf(data, asked.area, request.year).coverage(criterion.rule);
  if (known === null || known.rule.target === null)
    throw problem(404, "unknownRule", "No rule of this criterion is in force.", "criterion", {
      rule: criterion.rule,
    });
  const { gaps, solver } = pagesOf(asked.area, criterion.rule);
  const base = {
    area: asked.area,
    criterion: criterion.id,
    rule: criterion.rule,
    target: known.rule.target,
    year: request.year,
    gaps,
  };
  try {
    const { today, outcome, optimum, works, verified } = await desk.answer(db, state, request);
    const isMet = outcome === "met";
    return {
      ...base,
      missing: today.missing,
      why: isMet ? "met" : null,
      solver,
      works: isMet
        ? null
        : {
            outcome,
            units: optimum.units.length,
            lines: optimum.lines.length,
            lengthM: optimum.total.lengthM,
            yuan: optimum.total.yuan,
            yuanPerKm: works.yuanPerKm,
            low: verified.low,
            villages: optimum.units.map(({ id, code, name, households, persons }) => ({
              id,
              code,
              name,
              households,
              persons,
            })),
          },
    };
  } catch (error) {
    const isLineless =
      error instanceof HttpProblem && error.faults.some(({ code }) => code === "noLineServes");
    if (!isLineless) throw error;
    const needed = Math.ceil(known.rule.target * known.rate.eligible - 1e-9);
    const missing = Math.max(0, needed - known.rate.served);
    return { ...base, missing, why: "noLineServes", solver: null, works: null };
  }
}
