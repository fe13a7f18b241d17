import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Knex } from "knex";
import type { ProgressImportReport, ProgressWarning } from "../../core/contract/progress.ts";
import { DatasetRefused, ProblemLog, problem } from "../datasets/problems.ts";
import { mapFields, tellUnmapped } from "../tables/columns.ts";
import { openTable, type Table } from "../tables/open-table.ts";
import { emptyReport, readingOf } from "../tables/report.ts";
import { boundsOf } from "./check.ts";
import { readProgressVersion } from "./queries.ts";
import { PROGRESS_FIELDS, PROGRESS_NEEDED, readRows, type RowReturn } from "./read-rows.ts";
import {
  groundOf,
  prepareWrite,
  writeReturns,
  type PlanGround,
  type PreparedWrite,
  type ProgressDesk,
} from "./service.ts";
import { Subjects } from "./subjects.ts";

export interface ProgressImport {
  planId: string;
  path: string;
  /** Name of the file for people, where `path` is a temporary one. */
  fileName?: string;
  /** False: a dry run that changes nothing. */
  accept: boolean;
  encoding?: string;
  sheet?: string;
  /** `field=COLUMN,...` */
  map?: string;
  source?: string;
  author: string;
}

/**
 * Reads a table of returns, checks every row and reports every problem with its rows; with `accept`, and when nothing refuses it, takes it in
 * whole, in one transaction. The same file accepted twice changes nothing the second time. Throws a problem 404 for an unknown plan, 409 for
 * one that is put away.
 */
export async function importProgress(
  db: Knex,
  desk: ProgressDesk,
  asked: ProgressImport,
): Promise<ProgressImportReport> {
  const log = new ProblemLog();
  const ground = await groundOf(db, desk, asked.planId);
  const file = asked.fileName ?? basename(asked.path);
  const report: ProgressImportReport = {
    ...emptyReport(file),
    plan: ground.row.id,
    version: await readProgressVersion(db, ground.row.id),
    added: 0,
    replaced: 0,
    unchanged: 0,
  };
  try {
    const read = await readTable(asked, report, log);
    const rowsOn = (on: PlanGround): RowReturn[] =>
      readRows(read.table, read.mapping, new Subjects(on.on), boundsOf(on.on), log);
    const rows = rowsOn(ground);
    if (!log.refuses) {
      const prepared = asked.accept
        ? await accept(db, desk, asked, file, report, rows)
        : await prepareWrite(db, ground.row.id, returned(rows), ground.on);
      report.added = prepared.added;
      report.replaced = prepared.replaced;
      report.unchanged = prepared.unchanged;
      tellWarnings(prepared.warnings, rows, log);
    }
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    log.take(error.problems);
  }
  report.problems = log.list();
  return report;
}

const returned = (rows: readonly RowReturn[]) => ({
  returns: rows.map(({ value }) => value),
  withdrawn: [],
});

async function readTable(
  asked: ProgressImport,
  report: ProgressImportReport,
  log: ProblemLog,
): Promise<{ table: Table; mapping: Map<string, number> }> {
  const { encoding, sheet } = asked;
  const table = await openTable(
    asked.path,
    { ...(encoding !== undefined && { encoding }), ...(sheet !== undefined && { sheet }) },
    log,
  );
  report.rows = table.rows.length;
  report.reading = readingOf(table, new Map(), []);
  const mapping = mapFields(PROGRESS_FIELDS, table.columns, asked.map, PROGRESS_NEEDED);
  if (!mapping.has("period") && !mapping.has("year")) mapFieldsOf(table, asked, ["period"]);
  if (!mapping.has("key") && !mapping.has("name")) mapFieldsOf(table, asked, ["name"]);
  const used = new Set(mapping.values());
  const unmapped = tellUnmapped(table.columns, used, log);
  if (unmapped.some((name) => /累计|cumulative|total to date/i.test(name)))
    log.add("cumulative-column", "warning", null, {
      message: "The table has columns of sums up to the period, which are not read.",
      mend: "Returns hold what happened within the period; see that the columns read are those.",
    });
  table.tellOfColumns(log, (column) => used.has(column));
  report.reading = readingOf(table, mapping, unmapped);
  return { table, mapping };
}

/** Refuses the table for want of a field. */
function mapFieldsOf(table: Table, asked: ProgressImport, needed: readonly string[]): void {
  mapFields(PROGRESS_FIELDS, table.columns, asked.map, needed);
}

async function accept(
  db: Knex,
  desk: ProgressDesk,
  asked: ProgressImport,
  file: string,
  report: ProgressImportReport,
  rows: readonly RowReturn[],
): Promise<PreparedWrite> {
  const hash = createHash("sha256")
    .update(await readFile(asked.path))
    .digest("hex");
  const { answer, prepared } = await writeReturns(
    db,
    desk,
    asked.planId,
    { key: `import:${randomUUID()}`, hash, madeOn: null },
    { author: asked.author, source: asked.source ?? file },
    () => returned(rows),
  );
  report.accepted = true;
  report.version = answer.version;
  return prepared!;
}

/** What does not fit, told as warnings with the rows of the subject. */
function tellWarnings(
  warnings: readonly ProgressWarning[],
  rows: readonly RowReturn[],
  log: ProblemLog,
): void {
  const rowsOf = new Map<string, number[]>();
  for (const { row, value } of rows) {
    const name = `${value.subject} ${value.key}`;
    rowsOf.set(name, [...(rowsOf.get(name) ?? []), row]);
  }
  const byCode = new Map<string, ProgressWarning[]>();
  for (const each of warnings) byCode.set(each.code, [...(byCode.get(each.code) ?? []), each]);
  for (const [code, of] of byCode) {
    const { name, params } = of[0]!;
    const said = Object.entries(params)
      .map(([key, value]) => `${key} ${value}`)
      .join(", ");
    log.take([
      problem(code, "warning", {
        rows: of
          .flatMap(({ subject, key }) => rowsOf.get(`${subject} ${key}`) ?? [])
          .sort((a, b) => a - b),
        message: `${WARNINGS[code as ProgressWarning["code"]]} (${of.length}; the first: ${name}${said === "" ? "" : `, ${said}`}).`,
        mend: "Look at the figures; the returns are taken in as they are.",
        params: { subjects: of.length },
      }),
    ]);
  }
}

/** What each warning says, for the command line and for reports. */
export const WARNINGS: Readonly<Record<ProgressWarning["code"], string>> = {
  overPlanned: "More persons moved into settlements than the plan sends there",
  overCapacity: "More persons moved into settlements than these can take",
  overRegistered: "More people left villages than are registered there",
  monthsDiffer: "The months of a year do not add up to its yearly return",
  stateGoesBack: "A later state is less than an earlier one",
  moreHousesThanHouseholds: "More old houses were taken down than households moved in",
  manyPerHousehold: "Far more persons than so many households have",
  notPlanned: "People left villages that the plan moves nobody from",
  subjectGone: "The plan or the data no longer hold the settlement or village",
};
