import { basename } from "node:path";
import type { Knex } from "knex";
import type { StatisticsImportReport } from "../../core/contract/statistics.ts";
import { DatasetRefused, ProblemLog } from "../datasets/problems.ts";
import { problem } from "../http/problem.ts";
import { tellUnmapped } from "../tables/columns.ts";
import { openTable } from "../tables/open-table.ts";
import { emptyReport, readingOf } from "../tables/report.ts";
import {
  countChanges,
  listStatisticAreas,
  takeTurn,
  upsertStatistics,
  type NewStatistic,
} from "./queries.ts";
import { readRows, shapeOf } from "./read-rows.ts";

export interface StatisticsImport {
  /** Code of the area that holds all of the file's. */
  area: string;
  path: string;
  /** Name of the file for people, where `path` is a temporary one. */
  fileName?: string;
  /** False: a dry run that changes nothing. */
  accept: boolean;
  encoding?: string;
  sheet?: string;
  /** `field=COLUMN,...` */
  map?: string;
  /** Of a file without a column of years. */
  year?: number;
  /** `item=UNIT,...` */
  units?: string;
  source?: string;
  author: string;
}

/**
 * Reads a table of statistics, long or wide, and reports every problem with its rows; with `accept`, and when nothing refuses it, takes it in
 * whole, in one transaction. Throws a problem 404 for an area that the data do not hold.
 */
export async function importStatistics(
  db: Knex,
  asked: StatisticsImport,
): Promise<StatisticsImportReport> {
  const areas = await listStatisticAreas(db, asked.area);
  if (areas.length === 0)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", {
      area: asked.area,
    });
  const log = new ProblemLog();
  const file = asked.fileName ?? basename(asked.path);
  const report: StatisticsImportReport = {
    ...emptyReport(file),
    area: asked.area,
    shape: null,
    added: 0,
    replaced: 0,
    unchanged: 0,
  };
  try {
    const figures = await readFigures(asked, areas, file, report, log);
    if (!log.refuses) {
      const { added, replaced } = asked.accept
        ? await db.transaction(async (trx) => {
            await takeTurn(trx);
            return upsertStatistics(trx, figures, { author: asked.author, demonstration: false });
          })
        : await countChanges(db, figures);
      Object.assign(report, { added, replaced, unchanged: figures.length - added - replaced });
      report.accepted = asked.accept;
    }
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    log.take(error.problems);
  }
  report.problems = log.list();
  return report;
}

async function readFigures(
  asked: StatisticsImport,
  areas: Awaited<ReturnType<typeof listStatisticAreas>>,
  file: string,
  report: StatisticsImportReport,
  log: ProblemLog,
): Promise<NewStatistic[]> {
  const { encoding, sheet } = asked;
  const table = await openTable(
    asked.path,
    { ...(encoding !== undefined && { encoding }), ...(sheet !== undefined && { sheet }) },
    log,
  );
  report.rows = table.rows.length;
  report.reading = readingOf(table, new Map(), []);
  const shape = shapeOf(table, asked.map);
  report.shape = shape.shape;
  const mapping = new Map([
    ...shape.mapping,
    ...shape.items.map(({ item, column }) => [item.id, column] as const),
  ]);
  const used = new Set(mapping.values());
  report.reading = readingOf(table, mapping, tellUnmapped(table.columns, used, log));
  table.tellOfColumns(log, (column) => used.has(column));
  const figures = readRows(
    table,
    shape,
    { areas, year: asked.year ?? null, units: asked.units, source: asked.source ?? file },
    log,
  );
  if (figures.length === 0 && !log.refuses)
    log.add("no-figures", "error", null, {
      message: "The table holds no figure.",
      mend: "Fill in the cells of the figures that are known.",
    });
  return figures;
}
