import type { DatasetKind, ImportReport } from "../../core/contract/dataset.ts";
import type { Db } from "../database/open.ts";
import { Pace } from "../pace.ts";
import { isTriedWhole } from "./accept.ts";
import type { AreaContext } from "./area-context.ts";
import { GeometryTaker } from "./checking/geometry.ts";
import { OrientationWitness } from "./checking/orientation.ts";
import { checkPolygons } from "./checking/polygons.ts";
import { CellReader } from "./checking/values.ts";
import { judgeWhole, warnOutside } from "./judge-whole.ts";
import type { Mapping } from "./mapping/columns.ts";
import type { Placing } from "./placing.ts";
import type { ProblemLog } from "./problems.ts";
import { MAX_BORDER_STEP_M, MAX_STEP_M } from "./reading/limits.ts";
import type { OpenedFile, RawRow } from "./reading/reader.ts";
import { converterOf } from "./records/converters.ts";
import type { RecordDraft, Row } from "./records/row.ts";
import type { ImportOptions } from "./service.ts";
import type { Staging } from "./staging.ts";

export interface RowsToCheck {
  options: ImportOptions;
  area: AreaContext;
  opened: OpenedFile;
  mapping: Mapping;
  placing: Placing;
  report: ImportReport;
  log: ProblemLog;
  staging: Staging;
}

/** Reads every row, tells `log` what is wrong with it, and stages the records while nothing refuses the file. */
export async function checkRows(db: Db, rows: RowsToCheck): Promise<void> {
  const { options, area, opened, placing, report, log, staging } = rows;
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
  const taker = new GeometryTaker(
    placing.toWgs84,
    longestStepM(options.kind),
    (x, y) => witness.see(x, y),
    log,
  );
  const pace = new Pace();
  async function* drafts(): AsyncGenerator<RecordDraft, void, void> {
    for await (const raw of opened.rows(log)) {
      report.rows++;
      const row = placeRow(raw, rows, taker, shapes);
      if (row.geometry !== null) warnOutside(row.row, taker.box, area, log);
      const draft = row.failed ? null : convert(row);
      if (draft !== null) yield { ...draft, vertices: taker.vertices };
      if (pace.isDue) await pace.rest();
    }
  }
  const isStaged = options.accept || isTriedWhole(options.kind);
  for await (const draft of checkPolygons(db, drafts(), log)) {
    const record = draft.finish(draft);
    if (record !== null && isStaged && !log.refuses) await staging.write(record);
  }
  await staging.end();
  report.reading.geometry = [...shapes].sort().join(", ");
  judgeWhole(witness, placing, area, log);
}

/** Borders of areas and zones may follow a meridian or a grid; networks and villages follow the ground. */
function longestStepM(kind: DatasetKind): number {
  return kind === "boundaries" || kind === "zones" ? MAX_BORDER_STEP_M : MAX_STEP_M;
}

/** Takes the place of a row into WGS 84. `failed` when it has one that cannot be used, which the log then tells. */
function placeRow(
  raw: RawRow,
  { mapping, placing, log }: RowsToCheck,
  taker: GeometryTaker,
  shapes: Set<string>,
): Row & { failed: boolean } {
  const before = log.errorCount;
  const shape = placing.shapeOf(raw, log);
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
