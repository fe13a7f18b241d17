import { createHash, randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import type { PlanChange, PlanFrame } from "../../core/contract/plan.ts";
import {
  ChangeRequest,
  ExportQuery,
  NewPlan,
  PlansQuery,
} from "../../core/contract/plan-service.ts";
import { applyChange } from "../../core/relocation/apply.ts";
import { squash } from "../../core/relocation/combine.ts";
import { planContext } from "../../core/relocation/context.ts";
import { emptyPlan, type Plan } from "../../core/relocation/plan.ts";
import type { Command, CommandContext } from "../command.ts";
import { CommandRefused } from "../coverage/command-question.ts";
import { parseJson } from "../http/json-body.ts";
import { HttpProblem } from "../http/problem.ts";
import { readTable, readWhole, writeOut } from "./cli-files.ts";
import { answerBuildOrMove, buildOrMoveRequest, buildOrMoveText } from "./build-or-move-cli.ts";
import { PlanRefused, refusalOf, refuse } from "./cli-refusal.ts";
import { findPlanOf, reportOf, withPlans, type PlanSession } from "./cli-session.ts";
import { compareText, plansText, refusalText, reportText } from "./cli-text.ts";
import { exportDocument, exportOnData } from "./export.ts";
import { compareOf, type PlanOfRow } from "./measure-service.ts";
import { movesFrom, settlementsInData } from "./moves-table.ts";
import { frameOfNew } from "./new-frame.ts";
import { listPlans } from "./queries.ts";
import { changeFrom, newPlan } from "./requests.ts";
import { createPlan, readPlan, summaryOf, writeChange } from "./service.ts";

const USAGE = [
  "plan new --area CODE --name NAME [--years 2014-2020] [--from document.json] [--from-csv moves.csv] [--author NAME] [--key KEY] [--json]    make a plan: empty, of an exported one, of a table of moves to settlements in the data or the document",
  "plan list [--area CODE] [--archived] [--json]    plans, newest first",
  "plan show <id> [--version N] [--json]    what a plan adds up to, by year",
  "plan apply <id> <changes.json|moves.csv> [--version N] [--author NAME] [--reason TEXT] [--key KEY] [--json]    change a plan: all of it or nothing",
  "plan check <id> [--json]    everything that fails a check, with what mends it",
  "plan compare <id> <other> [--json]    two plans side by side",
  "plan export <id> [--format json|csv|geojson] [--lang en|zh-CN] [--out FILE] [--json]    a plan as a file; plan new --from takes the JSON, plan apply the CSV",
  "plan build-or-move --area CODE [--plan ID] [--years 2014-2020] [--price-year YEAR] [--parameter id=value ...] [--rule ID ...] [--sharing stayers|everyone] [--advice move,build,wait,stay,unknown] [--find TEXT] [--sort [-]rank|households|buildPerHousehold|movePerHousehold|difference|breakEven|name] [--limit N] [--pieces] [--json]    what bringing the missing services costs against moving, village by village",
].join("\n");

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const OPTIONS = {
  area: text,
  name: text,
  years: text,
  from: text,
  "from-csv": text,
  author: text,
  reason: text,
  key: text,
  version: text,
  format: text,
  lang: text,
  out: text,
  plan: text,
  "price-year": text,
  parameter: { type: "string", multiple: true },
  rule: { type: "string", multiple: true },
  sharing: text,
  advice: text,
  find: text,
  sort: text,
  limit: text,
  pieces: flag,
  archived: flag,
  json: flag,
} as const;

type Values = ReturnType<typeof read>["values"];
const read = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });

/** A command on its way: what was asked and where answers go. */
interface Call extends CommandContext {
  readonly values: Values;
  /** Ids and files after the name of the command. */
  readonly names: readonly string[];
}

interface Form {
  readonly names: number;
  readonly options: readonly (keyof typeof OPTIONS)[];
  run(call: Call): Promise<number>;
}

const FORMS: Readonly<Record<string, Form>> = {
  new: {
    names: 0,
    options: ["area", "name", "years", "from", "from-csv", "author", "key"],
    run: runNew,
  },
  list: { names: 0, options: ["area", "archived"], run: runList },
  show: { names: 1, options: ["version"], run: runShow },
  apply: { names: 2, options: ["version", "author", "reason", "key"], run: runApply },
  check: { names: 1, options: [], run: runShow },
  compare: { names: 2, options: [], run: runCompare },
  export: { names: 1, options: ["format", "lang", "out"], run: runExport },
  "build-or-move": {
    names: 0,
    options: [
      "area",
      "plan",
      "years",
      "price-year",
      "parameter",
      "rule",
      "sharing",
      "advice",
      "find",
      "sort",
      "limit",
      "pieces",
    ],
    run: runBuildOrMove,
  },
};

/** `plan`: plans from the command line, by the services that answer HTTP. */
export const planCommand: Command = {
  name: "plan",
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = read(args);
    const [name = "", ...names] = positionals;
    const form = Object.hasOwn(FORMS, name) ? FORMS[name]! : null;
    const astray = Object.entries(values).filter(
      ([option, value]) =>
        value !== false && option !== "json" && !form?.options.includes(option as never),
    );
    if (form === null || names.length !== form.names || astray.length > 0) {
      const why =
        form === null
          ? `There is no "plan ${name}".`
          : names.length !== form.names
            ? `plan ${name} takes ${form.names} name(s), not ${names.length}.`
            : `plan ${name} takes no --${astray[0]![0]}.`;
      context.log(`${why}\n\nUsage: ${USAGE}`);
      return 2;
    }
    try {
      return await form.run({ ...context, values, names });
    } catch (error) {
      if (error instanceof CommandRefused) {
        context.log(error.message);
        return error.exitCode;
      }
      const refused = error instanceof HttpProblem ? refusalOf(error) : error;
      if (!(refused instanceof PlanRefused)) throw error;
      if (values.json)
        context.out(JSON.stringify({ problems: refused.problems, count: refused.count }));
      context.log(refusalText(refused));
      return 1;
    }
  },
};

/** Answers with what a plan adds up to and what fails. */
async function tell(
  { values, out }: Pick<Call, "values" | "out">,
  session: PlanSession,
  which: PlanOfRow,
): Promise<void> {
  const { report } = await reportOf(session, which);
  out(values.json ? JSON.stringify(report) : reportText(which.row, which.plan, report));
}

const AUTHOR = "command line";

async function runNew(call: Call): Promise<number> {
  const { values, config, log } = call;
  const file = values.from === undefined ? null : await readDocument(values.from);
  const rows = values["from-csv"] === undefined ? null : await readTable(values["from-csv"]);
  const asked = NewPlan.omit({ document: true }).safeParse({
    ...file?.asked,
    author: values.author ?? file?.asked?.author ?? AUTHOR,
    ...(values.name !== undefined && { name: values.name }),
    ...(values.area !== undefined && { area: values.area }),
    ...(values.years !== undefined && { years: yearsOf(values.years) }),
  });
  if (!asked.success || asked.data.area === undefined) {
    const names = asked.error?.issues.map(({ path }) => `--${String(path[0])}`) ?? ["--area"];
    throw new CommandRefused(`Missing or not understood: ${names.join(", ")}.`, 2);
  }
  return withPlans(config, log, async (session) => {
    const { regionCode, years } = await frameOfNew(session.db, asked.data);
    const frame = { area: asked.data.area!, years };
    const document = await documentFrom(session, regionCode, frame, file?.document ?? {}, rows);
    const hash = hashOf(JSON.stringify([asked.data, document]));
    const once = { key: keyOf(values.key), hash };
    await tell(
      call,
      session,
      await createPlan(session.db, session.desk, { ...asked.data, document }, once),
    );
    return 0;
  });
}

/** What a new plan holds: a document, and a table of moves on top of it and of the settlements in the data. */
async function documentFrom(
  session: PlanSession,
  regionCode: string,
  frame: PlanFrame,
  document: PlanChange,
  rows: readonly (readonly string[])[] | null,
): Promise<PlanChange> {
  if (rows === null) return document;
  const { snapshot } = await session.stateOf(regionCode);
  const context = planContext(snapshot, frame, []);
  const base = squash([{ settlements: settlementsInData(snapshot, context) }, document]);
  const applied = applyChange(emptyPlan(frame), base);
  if (!applied.ok) throw refusalOf(new HttpProblem(422, "", applied.problems));
  return squash([base, movesFrom(rows, applied.plan, context)]);
}

/** A plan that was exported, or a change by itself that makes one. */
async function readDocument(
  path: string,
): Promise<{ asked: Omit<NewPlan, "document"> | null; document: PlanChange }> {
  const value = parseJson(await readWhole(path));
  if (typeof value === "object" && value !== null && "plan" in value) {
    const { document, ...asked } = newPlan.read(value);
    return { asked, document: document ?? {} };
  }
  return { asked: null, document: changeFrom(value) };
}

function yearsOf(said: string): PlanFrame["years"] {
  const found = /^(\d{4})-(\d{4})$/.exec(said);
  if (!found) throw new CommandRefused(`--years are two years, 2014-2020, not "${said}".`, 2);
  return { from: Number(found[1]), to: Number(found[2]) };
}

function keyOf(said: string | undefined): string {
  if (said !== undefined && !/^[\x21-\x7e]{1,128}$/.test(said))
    throw new CommandRefused("--key is 1 to 128 visible ASCII characters.", 2);
  return said ?? randomUUID();
}

const hashOf = (said: string | Buffer): string =>
  `cli ${createHash("sha256").update(said).digest("base64url")}`;

async function runList({ values, config, out, log }: Call): Promise<number> {
  const query = PlansQuery.safeParse({ area: values.area, archived: String(values.archived) });
  if (!query.success) throw new CommandRefused("--area is a code of 1 to 64 characters.", 2);
  return withPlans(config, log, async ({ db }) => {
    const rows = await listPlans(db, {
      area: values.area ?? null,
      archived: values.archived === true,
    });
    out(values.json ? JSON.stringify({ plans: rows.map(summaryOf) }) : plansText(rows));
    return 0;
  });
}

function versionOf(said: string | undefined): number | undefined {
  if (said !== undefined && !/^\d{1,9}$/.test(said))
    throw new CommandRefused(`--version is a whole number, not "${said}".`, 2);
  return said === undefined ? undefined : Number(said);
}

function runShow(call: Call): Promise<number> {
  const version = versionOf(call.values.version);
  return withPlans(call.config, call.log, async (session) => {
    await tell(call, session, await findPlanOf(session, call.names[0]!, version));
    return 0;
  });
}

async function runApply(call: Call): Promise<number> {
  const { values, names, config, log } = call;
  const [name, path] = names as [string, string];
  const version = versionOf(values.version) ?? null;
  const isTable = /\.(csv|tsv|txt)$/i.test(path);
  const said = ChangeRequest.pick({ author: true, reason: true }).safeParse({
    author: values.author ?? AUTHOR,
    reason: values.reason,
  });
  if (!said.success)
    throw new CommandRefused("--author is at most 60 characters, --reason at most 500.", 2);
  const rows = isTable ? await readTable(path) : null;
  const change = isTable ? null : changesOf(parseJson(await readWhole(path)));
  return withPlans(config, log, async (session) => {
    const { row } = await findPlanOf(session, name);
    const { snapshot } = await session.stateOf(row.regionCode);
    const make = (plan: Plan): PlanChange =>
      change ?? movesFrom(rows!, plan, planContext(snapshot, plan.frame, []));
    const once = {
      key: keyOf(values.key),
      hash: hashOf(JSON.stringify(change ?? rows)),
      version,
    };
    const by = { ...said.data, client: AUTHOR };
    await writeChange(session.db, session.desk, row.id, once, by, make);
    await tell(call, session, await readPlan(session.db, session.desk, row.id));
    return 0;
  });
}

/** A change, or several as one. */
function changesOf(value: unknown): PlanChange {
  if (!Array.isArray(value)) return changeFrom(value);
  if (value.length === 0)
    throw refuse("emptyChange", null, "The list holds no change.", "Give a change.");
  return squash(value.map(changeFrom));
}

function runCompare({ values, names, config, out, log }: Call): Promise<number> {
  return withPlans(config, log, async (session) => {
    const one = await findPlanOf(session, names[0]!);
    const other = await findPlanOf(session, names[1]!);
    const state = await session.stateOf(one.row.regionCode);
    const answer = await compareOf(session.db, session.measure, state, one, other);
    out(values.json ? JSON.stringify(answer) : compareText(answer));
    return 0;
  });
}

async function runExport({ values, names, config, out, log }: Call): Promise<number> {
  const query = ExportQuery.safeParse({ format: values.format, lang: values.lang });
  if (!query.success)
    throw new CommandRefused("--format is json, csv or geojson; --lang en or zh-CN.", 2);
  const { format, lang } = query.data;
  return withPlans(config, log, async (session) => {
    const { row, plan } = await findPlanOf(session, names[0]!);
    const summary = summaryOf(row);
    const { pieces } =
      format === "json"
        ? exportDocument(summary, plan)
        : exportOnData(summary, plan, await session.stateOf(row.regionCode), format, lang);
    if (values.out === undefined) {
      out([...pieces].join("").trimEnd());
      return 0;
    }
    const bytes = await writeOut(values.out, pieces);
    const said = { plan: row.id, version: row.version, format, file: values.out, bytes };
    out(values.json ? JSON.stringify(said) : `${values.out}: ${bytes.toLocaleString("en")} bytes`);
    return 0;
  });
}

function runBuildOrMove({ values, config, out, log }: Call): Promise<number> {
  const request = buildOrMoveRequest({
    ...values,
    years: values.years === undefined ? undefined : yearsOf(values.years),
    priceYear: values["price-year"],
    rules: values.rule,
    parameters: values.parameter,
    q: values.find,
  });
  return withPlans(config, log, async (session) => {
    const answer = await answerBuildOrMove(session, request);
    out(values.json ? JSON.stringify(answer) : buildOrMoveText(answer));
    return 0;
  });
}
