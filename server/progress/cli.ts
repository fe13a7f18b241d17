import { parseArgs } from "node:util";
import type { SummaryAnswer } from "../../core/contract/progress.ts";
import type { Command, CommandContext } from "../command.ts";
import { findPlanOf, withPlans, type PlanSession } from "../plans/cli-session.ts";
import { columns } from "../plans/cli-text.ts";
import { tableText } from "../tables/report-text.ts";
import { importProgress, WARNINGS } from "./import.ts";
import type { ProgressDesk } from "./service.ts";
import { summaryAnswer } from "./summary-answer.ts";

const USAGE = [
  "progress import <plan> <file.csv|file.xlsx> [--sheet NAME] [--encoding NAME] [--map field=COLUMN,...] [--source TEXT] [--author NAME] [--accept] [--json]    check a table of returns; with --accept take it in",
  "progress show <plan> [--area CODE] [--year Y] [--json]    planned against actual, with a forecast of the year's end",
].join("\n");

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const OPTIONS = {
  area: text,
  year: text,
  sheet: text,
  encoding: text,
  map: text,
  source: text,
  author: text,
  accept: flag,
  json: flag,
};

/** `progress`: what was built and who moved in. */
export const progressCommand: Command = {
  name: "progress",
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: OPTIONS,
    });
    const [act, plan, file, ...rest] = positionals;
    if (act === "import" && plan !== undefined && file !== undefined && rest.length === 0)
      return runImport(plan, file, values, context);
    const year = values.year === undefined ? undefined : Number(values.year);
    const isYear = year === undefined || (Number.isInteger(year) && year >= 1990 && year <= 2100);
    if (act === "show" && plan !== undefined && file === undefined && isYear)
      return withPlans(context.config, context.log, async (session) => {
        const { row } = await findPlanOf(session, plan);
        const asked = { area: values.area, year };
        const answer = await summaryAnswer(session.db, deskOf(session), row.id, asked);
        context.out(values.json ? JSON.stringify(answer) : summaryText(answer));
        return 0;
      });
    context.log(`Usage: ${USAGE}`);
    return 2;
  },
};

interface ImportValues {
  sheet?: string | undefined;
  encoding?: string | undefined;
  map?: string | undefined;
  source?: string | undefined;
  author?: string | undefined;
  accept?: boolean;
  json?: boolean;
}

function runImport(
  plan: string,
  path: string,
  { json, accept, author, ...said }: ImportValues,
  { config, log, out }: CommandContext,
): Promise<number> {
  return withPlans(config, log, async (session) => {
    const { row } = await findPlanOf(session, plan);
    const given = Object.entries(said).filter(([, value]) => value !== undefined);
    const report = await importProgress(session.db, deskOf(session), {
      ...Object.fromEntries(given),
      planId: row.id,
      path,
      accept: accept === true,
      author: author ?? "command line",
    });
    out(json ? JSON.stringify(report) : tableText(report));
    return report.problems.some(({ severity }) => severity === "error") ? 1 : 0;
  });
}

function deskOf(session: PlanSession): ProgressDesk {
  return {
    plans: session.desk,
    assessor: session.measure.assessor,
    stateOf: (row) => session.stateOf(row.regionCode),
  };
}

const whole = (value: number | null): string => (value === null ? "-" : value.toLocaleString("en"));

function summaryText(answer: SummaryAnswer): string {
  const { forecast } = answer;
  const lines = [
    `${answer.planName}: ${answer.area.name}, ${answer.returns} returns, the last for ${answer.lastPeriod ?? "nothing yet"}`,
    "",
    ...columns([
      ["year", "planned", "moved in", "share", "counted by"],
      ...answer.years.map(({ year, planned, actual, share }) => [
        String(year),
        whole(planned.persons),
        whole(actual?.persons ?? null),
        share === null ? "-" : `${(share * 100).toFixed(1)} %`,
        actual?.basis ?? "-",
      ]),
    ]),
  ];
  if (forecast !== null && forecast.none === null)
    lines.push(
      "",
      `End of ${forecast.year}: ${whole(forecast.low)} to ${whole(forecast.high)} persons, likely ${whole(forecast.likely)}, planned ${whole(forecast.planned)}`,
      ...forecast.parts.map(({ code, persons }) => `  ${code}: ${whole(persons)}`),
    );
  else if (forecast !== null) lines.push("", `No forecast for ${forecast.year}: ${forecast.none}`);
  const kinds = new Map<string, number>();
  for (const { code } of answer.warnings) kinds.set(code, (kinds.get(code) ?? 0) + 1);
  for (const [code, count] of kinds)
    lines.push(`WARNING ${WARNINGS[code as keyof typeof WARNINGS]} (${count})`);
  return lines.join("\n");
}
