import { createHash, randomUUID } from "node:crypto";
import { ChangeRequest } from "../../core/contract/plan-service.ts";
import { ProposalQuestion, type ProposalRequest } from "../../core/contract/proposal.ts";
import { changeOfPart } from "../../core/planner/proposal/to-change.ts";
import type { Proposal } from "../../core/planner/proposal/propose.ts";
import { layLines } from "../coverage/lay-lines.ts";
import { CommandRefused } from "../coverage/command-question.ts";
import type { CommandContext } from "../command.ts";
import { parseBody } from "../http/operation.ts";
import { parseJson } from "../http/json-body.ts";
import { BuildOrMoveDesk } from "../plans/build-or-move-desk.ts";
import { readWhole } from "../plans/cli-files.ts";
import { findPlanOf, withPlans, type PlanSession } from "../plans/cli-session.ts";
import type { PlanOfRow } from "../plans/measure-service.ts";
import { acceptProposal } from "./accept.ts";
import { checkQuestion } from "./check-question.ts";
import { proposalText } from "./cli-auto-text.ts";
import { Job } from "./job.ts";
import { groundOf, runProposal } from "./run-proposal.ts";

export const AUTO_USAGE =
  "plan auto <id> [--county CODE]... [--question FILE.json] [--candidates k=v,...] [--destinations k=v,...] [--weights k=v,...] [--limits k=v,...] [--existing keep|stay|free] [--build yes|no] [--seconds N] [--seed N] [--accept | --scenario NAME] [--author NAME] [--reason TEXT] [--key KEY] [--json]    propose who moves, where and when; lists in k=v are joined by +";

const text = { type: "string" } as const;
/** Options of `plan auto` that no other plan command has. */
export const AUTO_OPTIONS = {
  county: { type: "string", multiple: true },
  question: text,
  candidates: text,
  destinations: text,
  weights: text,
  limits: text,
  existing: text,
  build: text,
  seconds: text,
  seed: text,
  scenario: text,
  accept: { type: "boolean", default: false },
} as const;

interface AutoCall extends CommandContext {
  readonly names: readonly string[];
  readonly values: Readonly<
    Partial<
      Record<
        Exclude<keyof typeof AUTO_OPTIONS, "county" | "accept"> | "author" | "reason" | "key",
        string | undefined
      >
    > & { county?: string[] | undefined; accept?: boolean | undefined; json?: boolean | undefined }
  >;
}

const AUTHOR = "command line";

/** `plan auto`: looks for a proposal, tells it, and writes it where that is asked. Gives 1 where there is none. */
export async function runAuto(call: AutoCall): Promise<number> {
  const { values, names, config, log } = call;
  if (values.accept === true && values.scenario !== undefined)
    throw new CommandRefused("--accept changes the plan, --scenario a copy of it: give one.", 2);
  const by = ChangeRequest.pick({ author: true, reason: true }).safeParse({
    author: values.author ?? AUTHOR,
    reason: values.reason,
  });
  if (!by.success)
    throw new CommandRefused("--author is at most 60 characters, --reason at most 500.", 2);
  if (values.scenario !== undefined && !/^.{1,100}$/u.test(values.scenario.trim()))
    throw new CommandRefused("--scenario is a name of at most 100 characters.", 2);
  if (values.key !== undefined && !/^[\x21-\x7e]{1,128}$/.test(values.key))
    throw new CommandRefused("--key is 1 to 128 visible ASCII characters.", 2);
  const question = parseBody(ProposalQuestion, await questionOf(call));
  return withPlans(config, log, async (session) => {
    const read = await findPlanOf(session, names[0]!);
    const state = await session.stateOf(read.row.regionCode);
    checkQuestion(question, read, state);
    const request = { ...question, ...by.data, client: AUTHOR };
    const proposal = await proposed(session, read, request, log);
    return tell(call, session, read, request, proposal, by.data.reason);
  });
}

/** What a file asks, and what the options ask in place of it. */
async function questionOf({ values }: AutoCall): Promise<Record<string, unknown>> {
  const file: unknown =
    values.question === undefined ? {} : parseJson(await readWhole(values.question));
  if (typeof file !== "object" || file === null || Array.isArray(file))
    throw new CommandRefused("--question is a file with a JSON object.", 2);
  const asked: Record<string, unknown> = { ...file };
  if (values.county !== undefined) asked["counties"] = values.county;
  for (const part of ["candidates", "destinations", "weights", "limits"] as const) {
    const said = values[part];
    if (said === undefined) continue;
    asked[part] = { ...(asked[part] as object | undefined), ...pairsOf(part, said) };
  }
  if (values.existing !== undefined) asked["existing"] = values.existing;
  if (values.build !== undefined) {
    if (values.build !== "yes" && values.build !== "no")
      throw new CommandRefused("--build is yes or no.", 2);
    asked["mayBuild"] = values.build === "yes";
  }
  for (const field of ["seconds", "seed"] as const)
    if (values[field] !== undefined) asked[field] = valueOf(values[field]);
  return asked;
}

/** Fields that hold lists, so that a single value of them is one too. */
const LISTS = new Set(["zones", "unserved", "include", "exclude", "settlements"]);

function pairsOf(option: string, said: string): Record<string, unknown> {
  return Object.fromEntries(
    said.split(",").map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new CommandRefused(`--${option} is key=value,..., not "${pair}".`, 2);
      const [key, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      return [key, LISTS.has(key) ? value.split("+").filter(Boolean) : valueOf(value)];
    }),
  );
}

function valueOf(said: string): unknown {
  if (said === "true" || said === "false") return said === "true";
  if (said === "null") return null;
  return /^-?\d+(\.\d+)?$/.test(said) ? Number(said) : said;
}

async function proposed(
  session: PlanSession,
  read: PlanOfRow,
  request: ProposalRequest,
  log: (text: string) => void,
): Promise<Proposal> {
  let [stage, points] = ["", 0];
  const job = new Job(
    { id: randomUUID(), plan: read.row.id, version: read.row.version, request },
    (each) => {
      const { progress } = each.news();
      const last = progress.points.at(-1);
      if (progress.stage === stage && progress.points.length === points) return;
      [stage, points] = [progress.stage, progress.points.length];
      log(
        `${each.seconds.toFixed(1)} s  ${stage}` +
          (last === undefined ? "" : `  bound ${yuan(last.bound)}, best ${yuan(last.objective)}`),
      );
    },
  );
  job.begin();
  try {
    const { question } = job.answer();
    const state = await session.stateOf(read.row.regionCode);
    const { db, measure } = session;
    const desk = { db, measure, state, buildOrMove: new BuildOrMoveDesk(layLines) };
    const ground = (): ReturnType<typeof groundOf> => groundOf(desk, read, question);
    return (await runProposal(job, ground)).proposal;
  } finally {
    await job.thread.close();
  }
}

const yuan = (value: number | null): string =>
  value === null ? "-" : Math.round(value).toLocaleString("en");

async function tell(
  { values, out, log }: AutoCall,
  session: PlanSession,
  read: PlanOfRow,
  request: ProposalRequest,
  { result, found }: Proposal,
  reason: string | null,
): Promise<number> {
  const { row, plan } = read;
  const change = found === null ? null : changeOfPart(plan, found.proposed, {});
  let accepted = null;
  if (found !== null && (values.accept === true || values.scenario !== undefined)) {
    const state = await session.stateOf(row.regionCode);
    const key = values.key ?? randomUUID();
    const hash = `cli ${createHash("sha256")
      .update(JSON.stringify([request, values.scenario ?? null]))
      .digest("base64url")}`;
    const { author, client } = request;
    const asked =
      values.scenario === undefined
        ? ({ as: "plan", author, client, reason } as const)
        : ({ as: "scenario", name: values.scenario.trim(), author, client, reason } as const);
    const once = { key, hash, version: row.version };
    accepted = (await acceptProposal({ ...session, state }, found, row.id, asked, once)).answer
      .plan;
  }
  const said = { plan: row.id, version: row.version, result, change, accepted };
  out(values.json === true ? JSON.stringify(said) : proposalText(row, result, accepted));
  if (found === null) log("There is no proposal; nothing was stored.");
  return found === null ? 1 : 0;
}
