import { basename } from "node:path";
import type { Level } from "../../core/contract/area.ts";
import type { DatasetKind, Datum, ImportReport } from "../../core/contract/dataset.ts";
import type { Db } from "../database/open.ts";
import { acceptStaged, tryStaged } from "./accept.ts";
import { findAreaContext, type AreaContext } from "./area-context.ts";
import { checkRows } from "./check-rows.ts";
import { mapColumns } from "./mapping/columns.ts";
import { decidePlacing } from "./placing.ts";
import { DatasetRefused, ProblemLog, refuse } from "./problems.ts";
import { openInput } from "./reading/input.ts";
import { takeSample } from "./sample.ts";
import { Staging } from "./staging.ts";

export interface ImportOptions {
  kind: DatasetKind;
  /** A zip, a folder or a single file. */
  path: string;
  /** Name of the file for people, where `path` is a temporary one. */
  fileName?: string;
  /** Code of the area that the file covers in whole. */
  area: string;
  /** Name of a region that is new. */
  name?: string;
  /** Level of the areas; boundaries only. */
  level?: Level;
  /** Tells apart several datasets of one kind and area; boundaries use their level. */
  layer?: string;
  datum?: Datum;
  encoding?: string;
  /** Reference system when the file does not say, or says wrongly: "EPSG:4545". */
  crs?: string;
  /** Field -> column (or, for some fields, a value for all rows). */
  map?: Readonly<Record<string, string>>;
  /** False: a dry run that changes nothing. */
  accept: boolean;
  source?: string;
  licence?: string;
  /** ISO date of the data. */
  dataDate?: string;
  actor?: string;
  /** Called once the new version is in force, so that coverage can be measured again. */
  onAccepted?: (regionCode: string) => Promise<void> | void;
}

const PREVIEW_ROWS = 10;
/** Longer names of columns are refused, but told by their beginning. */
const SHOWN_CHARACTERS = 300;

/**
 * Reads a file, checks every row and reports every problem with its rows; with `accept`, and when nothing refuses it, takes it in
 * as the new version in one transaction. Nothing changes before that transaction, so a refused or killed import leaves no trace.
 */
export async function importFile(db: Db, options: ImportOptions): Promise<ImportReport> {
  const log = new ProblemLog();
  const report: ImportReport = {
    kind: options.kind,
    file: options.fileName ?? basename(options.path),
    area: options.area,
    rows: 0,
    accepted: false,
    dataset: null,
    reading: {
      format: "",
      encoding: null,
      encodingFrom: null,
      crs: "",
      datum: options.datum ?? "wgs84",
      geometry: "",
      columns: [],
      mapping: {},
      unmapped: [],
      preview: [],
    },
    problems: [],
  };
  let region: string | null = null;
  const staging = await Staging.open();
  try {
    const area = await findAreaContext(db, options.area, options.name ?? null);
    await readAndStage(db, options, area, report, log, staging);
    if (options.accept && !log.refuses) {
      report.problems = log.list();
      report.dataset = await acceptStaged(db, options, area, report, staging);
      report.accepted = true;
      region = area.regionCode;
    } else if (!log.refuses) await tryStaged(db, options, area, report, staging);
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    log.take(error.problems);
  } finally {
    await staging.close();
  }
  report.problems = log.list();
  if (region !== null) await options.onAccepted?.(region);
  return report;
}

async function readAndStage(
  db: Db,
  options: ImportOptions,
  area: AreaContext,
  report: ImportReport,
  log: ProblemLog,
  staging: Staging,
): Promise<void> {
  const input = await openInput(options.path);
  try {
    const opened = await input.reader.open(
      input.main,
      input.files,
      options.encoding === undefined ? {} : { encoding: options.encoding },
      log,
    );
    Object.assign(report.reading, {
      format: opened.format,
      encoding: opened.encoding,
      encodingFrom: opened.encodingFrom,
      columns: opened.columns.map((name) => name.slice(0, SHOWN_CHARACTERS)),
    });
    const sample = await takeSample(opened);
    report.reading.preview = sample
      .slice(0, PREVIEW_ROWS)
      .map((raw) =>
        Object.fromEntries(
          opened.columns.map((column, i) => [
            column.slice(0, SHOWN_CHARACTERS),
            raw.values[i] ?? null,
          ]),
        ),
      );
    if (sample.length === 0)
      throw refuse("empty-file", {
        message: "The file holds no records.",
        mend: "Export the data again; an empty layer cannot replace the current data.",
      });
    const mapping = mapColumns(options.kind, opened, options.map ?? {}, sample, log);
    const placing = decidePlacing(opened, mapping, sample, area, options, log);
    Object.assign(report.reading, {
      crs: placing.crs,
      datum: placing.datum,
      mapping: Object.fromEntries([
        ...[...mapping.columns].map(([field, index]) => [field, opened.columns[index]!]),
        ...[...mapping.constants].map(([field, value]) => [field, `=${value}`]),
      ]),
      unmapped: [...mapping.unmapped],
    });
    await checkRows(db, { options, area, opened, mapping, placing, report, log, staging });
  } finally {
    await input.close();
  }
}
