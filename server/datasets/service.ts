import { basename } from "node:path";
import type { Level } from "../../core/contract/area.ts";
import type { DatasetKind, Datum, ImportReport } from "../../core/contract/dataset.ts";
import type { Db } from "../database/open.ts";
import { Pace } from "../pace.ts";
import { acceptStaged } from "./accept.ts";
import { findAreaContext, type AreaContext } from "./area-context.ts";
import { GeometryTaker } from "./checking/geometry.ts";
import { isInBox, OrientationWitness } from "./checking/orientation.ts";
import { checkPolygons } from "./checking/polygons.ts";
import { CellReader } from "./checking/values.ts";
import { judgeWhole } from "./judge-whole.ts";
import { mapColumns, type Mapping } from "./mapping/columns.ts";
import { decidePlacing, firstPosition, type Placing } from "./placing.ts";
import { DatasetRefused, ProblemLog, refuse } from "./problems.ts";
import { openInput } from "./reading/input.ts";
import type { OpenedFile, RawRow } from "./reading/reader.ts";
import { converterOf } from "./records/converters.ts";
import type { Row, RecordDraft } from "./records/row.ts";
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
    }
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
      columns: [...opened.columns],
    });
    const sample = await takeSample(opened);
    report.reading.preview = sample
      .slice(0, PREVIEW_ROWS)
      .map((raw) =>
        Object.fromEntries(opened.columns.map((column, i) => [column, raw.values[i] ?? null])),
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
    await checkRows(db, options, area, opened, mapping, placing, report, log, staging);
  } finally {
    await input.close();
  }
}

async function checkRows(
  db: Db,
  options: ImportOptions,
  area: AreaContext,
  opened: OpenedFile,
  mapping: Mapping,
  placing: Placing,
  report: ImportReport,
  log: ProblemLog,
  staging: Staging,
): Promise<void> {
  const witness = new OrientationWitness();
  const shapes = new Set<string>();
  const convert = converterOf({
    kind: options.kind,
    level: options.level ?? null,
    area,
    log,
    read: new CellReader(log),
    placing,
  });
  const taker = new GeometryTaker(placing.toWgs84, log);
  const pace = new Pace();
  async function* drafts(): AsyncGenerator<RecordDraft, void, void> {
    for await (const raw of opened.rows(log)) {
      report.rows++;
      const row = placeRow(raw, mapping, placing, taker, witness, shapes, log);
      if (row.geometry !== null) warnOutside(row, area, log);
      const draft = row.failed ? null : convert(row);
      if (draft !== null) yield { ...draft, vertices: taker.vertices };
      if (pace.isDue) await pace.rest();
    }
  }
  for await (const draft of checkPolygons(db, drafts(), log)) {
    const record = draft.finish(draft);
    if (record !== null && options.accept && !log.refuses) await staging.write(record);
  }
  await staging.end();
  report.reading.geometry = [...shapes].sort().join(", ");
  judgeWhole(witness, placing, area, log);
}

/** Takes the place of a row into WGS 84. `failed` when it has one that cannot be used, which the log then tells. */
function placeRow(
  raw: RawRow,
  mapping: Mapping,
  placing: Placing,
  taker: GeometryTaker,
  witness: OrientationWitness,
  shapes: Set<string>,
  log: ProblemLog,
): Row & { failed: boolean } {
  const before = log.errorCount;
  const shape = placing.shapeOf(raw, log);
  const first = shape === null ? null : firstPosition(shape);
  if (first !== null) witness.see(...first);
  if (shape !== null) shapes.add(shape.type);
  const geometry = shape === null ? null : taker.take(shape, raw.row);
  return {
    row: raw.row,
    geometry,
    failed: geometry === null && log.errorCount > before,
    cell(field) {
      const index = mapping.columns.get(field);
      return index === undefined
        ? (mapping.constants.get(field) ?? null)
        : (raw.values[index] ?? null);
    },
  };
}

function warnOutside(
  { row, geometry }: Row,
  { extent, regionCode }: AreaContext,
  log: ProblemLog,
): void {
  if (extent === null || extent.from === "villages") return;
  const first = firstPosition(geometry!);
  if (first !== null && !isInBox(extent.box, ...first))
    log.add("outside-region", "warning", row, {
      message: `Records that lie well outside ${regionCode}.`,
      mend: "Check their coordinates; they are taken in as they are.",
    });
}
