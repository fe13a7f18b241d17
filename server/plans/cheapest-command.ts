import { createHash, randomUUID } from "node:crypto";
import { CheapestRequest, type CheapestAnswer } from "../../core/contract/cheapest.ts";
import type { Works } from "../../core/contract/plan.ts";
import { classNameOf } from "../../core/policy/classes.ts";
import { linesWithin, worksOfLines } from "../../core/relocation/cheapest-works.ts";
import type { CommandContext } from "../command.ts";
import { CommandRefused } from "../coverage/command-question.ts";
import { findRegionOf } from "../coverage/region-queries.ts";
import { problem } from "../http/problem.ts";
import { CheapestDesk } from "./cheapest-desk.ts";
import { cheapestText } from "./cheapest-text.ts";
import { findPlanOf, withPlans, type PlanSession } from "./cli-session.ts";
import { writeChange } from "./service.ts";

/** The options of `plan cheapest`, as they are written. */
export interface CheapestOptions {
  readonly area?: string | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly counts?: string | undefined;
  readonly budget?: string | undefined;
  readonly year?: string | undefined;
  readonly into?: string | undefined;
  readonly author?: string | undefined;
  readonly json?: boolean | undefined;
}

function numberOf(said: string | undefined, name: string): number | undefined {
  if (said === undefined) return undefined;
  if (!/^\d{1,13}(\.\d{1,6})?$/.test(said))
    throw new CommandRefused(`--${name} must be a number, not "${said}".`, 2);
  return Number(said);
}

function requestOf(options: CheapestOptions): CheapestRequest {
  const asked = CheapestRequest.safeParse({
    area: options.area,
    rule: options.rule?.length === 1 ? options.rule[0] : undefined,
    target: numberOf(options.target, "target"),
    counts: options.counts,
    budgetYuan: numberOf(options.budget, "budget"),
    year: numberOf(options.year, "year"),
  });
  if (asked.success) return asked.data;
  const names = asked.error.issues.map(({ path: [field] }) =>
    field === "budgetYuan" ? "--budget" : `--${String(field)}`,
  );
  throw new CommandRefused(`Missing or not understood: ${[...new Set(names)].join(", ")}.`, 2);
}

/** `plan cheapest`: asks, tells, and puts the lines into a plan where one is named. */
export function runCheapest(
  options: CheapestOptions,
  { config, out, log }: CommandContext,
): Promise<number> {
  const asked = requestOf(options);
  return withPlans(config, log, async (session) => {
    const regionCode = await findRegionOf(session.db, asked.area);
    if (regionCode === null)
      throw problem(404, "unknownArea", "There is no area with this code.", "area", {
        area: asked.area,
      });
    const state = await session.stateOf(regionCode);
    let told = 0;
    const answer = await new CheapestDesk().answer(session.db, state, asked, {
      onProgress: (done) => {
        if (done < told + 0.1) return;
        told = done;
        log(`${Math.round(100 * done)} %`);
      },
    });
    const accepted =
      options.into === undefined ? null : await accept(session, options, answer, asked);
    out(
      options.json
        ? JSON.stringify(accepted ? { ...answer, accepted } : answer)
        : cheapestText(answer, accepted),
    );
    return 0;
  });
}

/** What went into a plan. */
export interface Accepted {
  readonly plan: string;
  readonly version: number;
  readonly works: number;
  readonly yuan: number;
}

/** Puts the optimum, or with a budget as much of the nested list as it pays for, into a plan as one change. */
async function accept(
  session: PlanSession,
  options: CheapestOptions,
  answer: CheapestAnswer,
  asked: CheapestRequest,
): Promise<Accepted> {
  const { row, plan } = await findPlanOf(session, options.into!);
  const lines = asked.budgetYuan === undefined ? answer.optimum.lines : linesWithin(answer);
  const { from, to } = plan.frame.years;
  const { sector, class: code } = answer.works;
  const kind = classNameOf(sector, code)?.zh ?? code;
  const list = worksOfLines(answer, lines, (line, n) => `${kind}:${line.to ?? n}`);
  const yuan = lines.reduce((sum, line) => sum + line.yuan, 0);
  if (list.length === 0) return { plan: row.id, version: row.version, works: 0, yuan };
  const stem = randomUUID().slice(0, 8);
  const works = Object.fromEntries(
    list.map((one, n): [string, Works] => [
      `cheapest-${stem}-${n + 1}`,
      { ...one, year: Math.min(to, Math.max(from, one.year)) },
    ]),
  );
  const hash = createHash("sha256").update(JSON.stringify(works)).digest("base64url");
  const event = await writeChange(
    session.db,
    session.desk,
    row.id,
    { key: randomUUID(), hash: `cli ${hash}`, version: null },
    {
      author: options.author ?? "command line",
      reason: `plan cheapest --area ${asked.area} --rule ${asked.rule}`,
      client: "command line",
    },
    () => ({ works }),
  );
  return { plan: row.id, version: event.version, works: list.length, yuan };
}
