import {
  PROGRESS_STATES,
  type NewReturn,
  type ProgressState,
  type ProgressSubject,
} from "../../core/contract/progress.ts";
import {
  checkReturn,
  type ReturnBounds,
  type ReturnFault,
} from "../../core/progress/check-return.ts";
import { periodOf, readPeriod } from "../../core/progress/period.ts";
import { CellReader } from "../datasets/checking/values.ts";
import { plain } from "../datasets/mapping/columns.ts";
import { problem, type ProblemLog } from "../datasets/problems.ts";
import type { Cell } from "../datasets/reading/reader.ts";
import type { TableFields } from "../tables/columns.ts";
import type { Table } from "../tables/open-table.ts";
import type { Subjects } from "./subjects.ts";

/** Names under which columns carry the fields of returns. */
export const PROGRESS_FIELDS: TableFields = {
  subject: ["对象", "对象类型", "类型", "type"],
  key: [
    "编码",
    "编号",
    "代码",
    "安置点编号",
    "安置点编码",
    "安置点代码",
    "自然村代码",
    "自然村编码",
    "村代码",
    "code",
    "id",
  ],
  name: [
    "名称",
    "安置点名称",
    "安置点",
    "自然村名称",
    "自然村",
    "屯名",
    "村名",
    "settlement",
    "village",
  ],
  period: ["时期", "期间", "报告期", "填报期", "年月"],
  year: ["年份", "年度", "年"],
  month: ["月份", "月"],
  state: ["状态", "进度", "建设状态", "建设进度", "形象进度", "status"],
  households: ["入住户数", "本期入住户数", "搬迁入住户数", "户数", "households moved in"],
  persons: ["入住人数", "本期入住人数", "搬迁入住人数", "入住人口", "人数", "persons moved in"],
  oldHousesDown: ["拆旧户数", "旧房拆除户数", "拆除旧房户数", "本期拆旧户数", "old houses down"],
};
export const PROGRESS_NEEDED = ["state", "households", "persons"] as const;

const STATES: Readonly<Record<ProgressState, readonly string[]>> = {
  notStarted: ["未开工", "未启动", "尚未开工", "未动工", "notstarted"],
  building: ["在建", "建设中", "施工", "施工中", "已开工", "开工", "building", "underconstruction"],
  structureDone: [
    "主体完工",
    "主体封顶",
    "封顶",
    "主体竣工",
    "竣工",
    "已竣工",
    "完工",
    "structuredone",
    "toppedout",
  ],
  movedIn: ["入住", "已入住", "搬迁入住", "搬入", "已搬入", "movedin", "occupied"],
};
const STATE_OF = new Map(
  PROGRESS_STATES.flatMap((state) => STATES[state].map((word) => [word, state] as const)),
);
const SUBJECT_OF = new Map<string, ProgressSubject>([
  ...["安置点", "集中安置点", "settlement"].map((word) => [word, "settlement"] as const),
  ...["自然村", "屯", "村", "自然屯", "village"].map((word) => [word, "village"] as const),
]);

const MOST_COUNT = 1_000_000;

/** A return with the record that it stands in. */
export interface RowReturn {
  readonly row: number;
  readonly value: NewReturn;
}

interface Unknown {
  rows: number[];
  nearest: readonly string[];
}

/** Reads every record of a table as a return. Faults go to `log`, each with its rows, its field and what mends it. */
export function readRows(
  table: Table,
  mapping: ReadonlyMap<string, number>,
  subjects: Subjects,
  bounds: ReturnBounds,
  log: ProblemLog,
): RowReturn[] {
  const reader = new CellReader(log);
  const kind = kindOfColumns(table, mapping);
  const unknown = new Map<string, Unknown>();
  const seen = new Map<string, number>();
  const found: RowReturn[] = [];
  for (const { row, values } of table.rows) {
    const cell = (field: string): Cell => values[mapping.get(field) ?? -1] ?? null;
    const who = readSubject(cell, kind, row, reader, subjects, unknown, log);
    const period = readWhen(cell, row, log);
    const state = readState(cell("state"), row, reader, log);
    const households = readCount(cell("households"), "households", row, reader, log);
    const persons = readCount(cell("persons"), "persons", row, reader, log);
    const down = reader.count(cell("oldHousesDown"), row, "oldHousesDown", MOST_COUNT);
    if (who === null || period === null || state === null) continue;
    if (households === null || persons === null) continue;
    const value = { ...who, period, state, households, persons, oldHousesDown: down ?? 0 };
    for (const fault of checkReturn(value, bounds)) tellFault(fault, row, log);
    const name = `${value.subject} ${value.period} ${value.key}`;
    const before = seen.get(name);
    if (before !== undefined)
      log.add("repeated-return", "error", row, {
        field: "period",
        message: "The same settlement or village is returned twice for one period.",
        mend: "Keep one of the rows; counts of one period are given once, in sum.",
      });
    else seen.set(name, row);
    found.push({ row, value });
  }
  tellUnknown(unknown, log);
  return found;
}

/** What the column of names or codes says that all rows are about; null where it does not say. */
function kindOfColumns(table: Table, mapping: ReadonlyMap<string, number>): ProgressSubject | null {
  for (const field of ["name", "key"]) {
    const column = plain(table.columns[mapping.get(field) ?? -1] ?? "");
    if (/安置|settlement/.test(column)) return "settlement";
    if (/村|屯|village/.test(column)) return "village";
  }
  return null;
}

function readSubject(
  cell: (field: string) => Cell,
  kind: ProgressSubject | null,
  row: number,
  reader: CellReader,
  subjects: Subjects,
  unknown: Map<string, Unknown>,
  log: ProblemLog,
): { subject: ProgressSubject; key: string } | null {
  const said = reader.text(cell("subject"), row, "subject");
  const subject = said === null ? kind : (SUBJECT_OF.get(plain(said)) ?? null);
  if (said !== null && subject === null) {
    log.add("unknown-kind-of-subject", "error", row, {
      field: "subject",
      message: "The column of subjects says neither settlement nor village.",
      mend: "Write 安置点 or 自然村 (settlement or village).",
    });
    return null;
  }
  const code = reader.code(cell("key"), row, "key");
  const text = code ?? reader.text(cell("name"), row, "name");
  if (text === null) {
    log.add("no-subject", "error", row, {
      field: "name",
      message: "Rows that name no settlement or village.",
      mend: "Write its code or its name, or delete the row.",
    });
    return null;
  }
  const found = subjects.find(subject, text);
  if ("key" in found) return found;
  if (found.code === "ambiguous")
    log.add("ambiguous-name", "error", row, {
      field: "name",
      message: `Several are called so, for example ${JSON.stringify(text)}: ${found.keys.join(", ")}.`,
      mend: "Write the code instead of the name.",
    });
  else {
    const same = unknown.get(text) ?? { rows: [], nearest: found.nearest };
    same.rows.push(row);
    unknown.set(text, same);
  }
  return null;
}

const MOST_TOLD = 20;

/** One problem for all names that are not known, each with those most like it. */
function tellUnknown(unknown: ReadonlyMap<string, Unknown>, log: ProblemLog): void {
  if (unknown.size === 0) return;
  const told = [...unknown].slice(0, MOST_TOLD).map(([name, { nearest }]) => {
    const alike = nearest.length === 0 ? "" : ` (most alike: ${nearest.join(", ")})`;
    return `${JSON.stringify(name.slice(0, 60))}${alike}`;
  });
  const more = unknown.size > MOST_TOLD ? ` and ${unknown.size - MOST_TOLD} more` : "";
  const rows = [...unknown.values()].flatMap((each) => each.rows).sort((a, b) => a - b);
  log.errorCount += rows.length;
  log.take([
    problem("unknown-subject", "error", {
      rows,
      field: "name",
      message: `Settlements or villages that the plan does not hold: ${told.join(", ")}${more}.`,
      mend: "Correct the names, or write the codes; a settlement must be drawn in the plan first.",
      params: { names: unknown.size },
    }),
  ]);
}

function readWhen(cell: (field: string) => Cell, row: number, log: ProblemLog): string | null {
  const whole = cell("period");
  const [year, month] = [cell("year"), cell("month")];
  const text =
    whole !== null || year === null || month === null
      ? (whole ?? year)
      : `${bare(year, "年")}-${bare(month, "月")}`;
  const parts = text === null || typeof text === "boolean" ? null : readPeriod(text);
  if (parts !== null) return periodOf(parts);
  log.add(text === null ? "no-period" : "bad-period", "error", row, {
    field: "period",
    message:
      text === null
        ? "Rows without a period."
        : `The period is neither a year nor a month (such as ${JSON.stringify(text)}).`,
    mend: "Write 2016 for a year, 2016-05 for a month, as text: table programs make 2016.1 of 2016.10.",
  });
  return null;
}

const bare = (value: Cell, ending: string): string =>
  String(value)
    .normalize("NFKC")
    .trim()
    .replace(new RegExp(`${ending}$`), "");

function readState(
  value: Cell,
  row: number,
  reader: CellReader,
  log: ProblemLog,
): ProgressState | null {
  const text = reader.text(value, row, "state");
  const state = text === null ? undefined : STATE_OF.get(plain(text));
  if (state !== undefined) return state;
  log.add("unknown-state", "error", row, {
    field: "state",
    message:
      text === null
        ? "Rows without a state."
        : `The state is none of those that are known (such as ${JSON.stringify(text.slice(0, 60))}).`,
    mend: "Write 未开工, 在建, 主体完工 or 入住 (not started, building, structure done, moved in).",
  });
  return null;
}

function readCount(
  value: Cell,
  field: string,
  row: number,
  reader: CellReader,
  log: ProblemLog,
): number | null {
  const before = log.errorCount;
  const count = reader.count(value, row, field, MOST_COUNT);
  if (count === null && log.errorCount === before)
    log.add("no-count", "error", row, {
      field,
      message: `${field} is empty.`,
      mend: "Write 0 where nobody moved in; what is not known must not be returned.",
    });
  return count;
}

const FAULTS: Readonly<Record<ReturnFault["code"], { message: string; mend: string }>> = {
  yearOutside: {
    message: "The period lies outside the years of the plan.",
    mend: "Correct the period, or choose the plan that it belongs to.",
  },
  periodAhead: {
    message: "The period has not begun yet.",
    mend: "Correct the period; returns say what has happened.",
  },
  fewerPersonsThanHouseholds: {
    message: "Fewer persons than households moved in.",
    mend: "Correct the counts; perhaps the two columns are exchanged.",
  },
  movedBeforeStart: {
    message: "People moved in where nothing was started.",
    mend: "Correct the state or the counts.",
  },
};

function tellFault({ code, field }: ReturnFault, row: number, log: ProblemLog): void {
  log.add(code, "error", row, { field, ...FAULTS[code] });
}
