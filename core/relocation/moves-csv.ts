import { MOVE_REASONS, type Move, type MoveReason, type PlanChange } from "../contract/plan.ts";
import { MOVE_REASON_NAMES } from "../policy/move-reasons.ts";
import { villageOf, type PlanContext } from "./context.ts";
import type { Plan } from "./plan.ts";

/** Columns of a table of moves, one row for each part of a move. */
const COLUMNS = [
  "village",
  "villageName",
  "settlement",
  "settlementName",
  "year",
  "households",
  "reason",
] as const;
type Column = (typeof COLUMNS)[number];

export type MovesLanguage = "zh" | "en";

const HEADERS: Readonly<Record<MovesLanguage, Readonly<Record<Column, string>>>> = {
  zh: {
    village: "自然村代码",
    villageName: "自然村",
    settlement: "安置点编号",
    settlementName: "安置点",
    year: "年度",
    households: "户数",
    reason: "搬迁原因",
  },
  en: {
    village: "village",
    villageName: "village_name",
    settlement: "settlement",
    settlementName: "settlement_name",
    year: "year",
    households: "households",
    reason: "reason",
  },
};
/** Other words that people's tables have for a column. */
const ALSO: Readonly<Record<Column, readonly string[]>> = {
  village: ["村代码", "代码", "村庄代码", "code", "village_code", "village_key"],
  villageName: ["村名", "自然村名称", "屯名", "name"],
  settlement: ["安置点代码", "settlement_id"],
  settlementName: ["安置点名称"],
  year: ["年份", "搬迁年度", "搬迁年份"],
  households: ["搬迁户数"],
  reason: ["原因"],
};

const COLUMN_OF: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) =>
    [HEADERS.zh[column], HEADERS.en[column], column, ...ALSO[column]].map(
      (word): [string, Column] => [headerWord(word), column],
    ),
  ),
);

/** A fault of a row, counted from 1 as a spreadsheet counts, headers included. */
interface MovesProblem {
  readonly row: number;
  readonly code:
    | "unknownVillage"
    | "unknownSettlement"
    | "ambiguousSettlement"
    | "badYear"
    | "yearOutside"
    | "badHouseholds"
    | "unknownReason"
    | "wholeAndParts"
    | "tooManyParts"
    | "missingColumn";
  readonly params: Readonly<Record<string, string | number>>;
}

export type ParsedMoves =
  | { readonly ok: true; readonly change: PlanChange; readonly villages: number }
  | { readonly ok: false; readonly problems: readonly MovesProblem[] };

/** A plan's moves as a table with headers: a row for each part, villages in order. Households are empty for a whole village. */
export function movesToRows(plan: Plan, context: PlanContext, language: MovesLanguage): string[][] {
  const { name } = context.data.villages;
  const rows = [...plan.moves]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, move]) =>
      move.parts.map((part): Record<Column, string> => ({
        village: key,
        villageName: name[villageOf(context, key)] ?? "",
        settlement: part.settlement,
        settlementName: plan.settlements.get(part.settlement)?.name ?? "",
        year: String(part.year),
        households: part.households === null ? "" : String(part.households),
        reason: move.reason === null ? "" : MOVE_REASON_NAMES[move.reason][language],
      })),
    );
  return [
    COLUMNS.map((column) => HEADERS[language][column]),
    ...rows.map((row) => COLUMNS.map((column) => row[column])),
  ];
}

/** Full-width letters and digits as plain ones; no blanks around, no ' before numbers kept as text. */
function plain(text: string | undefined): string {
  return (text ?? "").normalize("NFKC").trim().replace(/^'/, "").trim();
}

function headerWord(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/[\s_-]/g, "");
}

/** One row as read: what a part of a move needs. */
interface PartRow {
  readonly row: number;
  readonly village: string;
  readonly settlement: string;
  readonly year: number;
  readonly households: number | null;
  readonly reason: MoveReason | null;
}

/**
 * Reads a table of moves into a change: headers in Chinese or English in any order; or none, and up to four columns are village,
 * settlement, year and households, more are in the order in which `movesToRows` writes them. A village's rows together are its move. Settlements are found by id, else by name. Empty rows are left
 * out. All faults are told, and then there is no change.
 */
export function parseMoves(
  rows: readonly (readonly string[])[],
  plan: Plan,
  context: PlanContext,
): ParsedMoves {
  const problems: MovesProblem[] = [];
  const head = headOf(rows);
  for (const column of ["village", "year"] as const)
    if (!head.columns.includes(column))
      problems.push({ row: 1, code: "missingColumn", params: { column } });
  if (!head.columns.includes("settlement") && !head.columns.includes("settlementName"))
    problems.push({ row: 1, code: "missingColumn", params: { column: "settlement" } });
  if (problems.length > 0) return { ok: false, problems };
  const idsByName = new Map<string, string[]>();
  for (const [id, { name }] of plan.settlements)
    idsByName.set(plain(name), [...(idsByName.get(plain(name)) ?? []), id]);
  const byVillage = new Map<string, PartRow[]>();
  rows.forEach((cells, i) => {
    if (i < head.first || cells.every((cell) => plain(cell) === "")) return;
    const cell = (column: Column): string => plain(cells[head.columns.indexOf(column)]);
    const add = (code: MovesProblem["code"], params: MovesProblem["params"]): void => {
      problems.push({ row: i + 1, code, params });
    };
    const part = readRow(i + 1, cell, plan, context, idsByName, add);
    if (part !== null) byVillage.set(part.village, [...(byVillage.get(part.village) ?? []), part]);
  });
  const moves: [string, Move][] = [];
  for (const [village, parts] of byVillage) {
    const row = parts.at(-1)!.row;
    if (parts.length > 1 && parts.some(({ households }) => households === null))
      problems.push({ row, code: "wholeAndParts", params: { village } });
    else if (parts.length > MOST_PARTS)
      problems.push({ row, code: "tooManyParts", params: { village, most: MOST_PARTS } });
    const reason = parts.find((part) => part.reason !== null)?.reason ?? null;
    moves.push([
      village,
      {
        parts: parts.map(({ settlement, year, households }) => ({ settlement, year, households })),
        reason,
      },
    ]);
  }
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => a.row - b.row) };
  return { ok: true, change: { moves: Object.fromEntries(moves) }, villages: moves.length };
}

/** Parts that a move may have, see `Move`. */
const MOST_PARTS = 12;

/** The columns of rows without a header that are too short to be a whole table: those that matter, in the order in which people write them. */
const SHORT: readonly Column[] = ["village", "settlement", "year", "households"];

function headOf(rows: readonly (readonly string[])[]): {
  columns: readonly (Column | null)[];
  first: number;
} {
  const found = (rows[0] ?? []).map((cell) => COLUMN_OF.get(headerWord(cell)) ?? null);
  return found.some((column) => column !== null)
    ? { columns: found, first: 1 }
    : { columns: (rows[0] ?? []).length <= SHORT.length ? SHORT : COLUMNS, first: 0 };
}

function readRow(
  row: number,
  cell: (column: Column) => string,
  plan: Plan,
  context: PlanContext,
  idsByName: ReadonlyMap<string, readonly string[]>,
  add: (code: MovesProblem["code"], params: MovesProblem["params"]) => void,
): PartRow | null {
  let isWhole = true;
  const fault: typeof add = (code, params) => {
    isWhole = false;
    add(code, params);
  };
  const village = cell("village");
  if (villageOf(context, village) < 0) fault("unknownVillage", { village });
  const settlement = findSettlement(cell, plan, idsByName, fault);
  const year = readYear(cell("year"), plan, fault);
  const households = readHouseholds(cell("households"), fault);
  const reason = readReason(cell("reason"), fault);
  return isWhole ? { row, village, settlement, year, households, reason } : null;
}

type Fault = (code: MovesProblem["code"], params: MovesProblem["params"]) => void;

function findSettlement(
  cell: (column: Column) => string,
  plan: Plan,
  idsByName: ReadonlyMap<string, readonly string[]>,
  fault: Fault,
): string {
  const [id, name] = [cell("settlement"), cell("settlementName")];
  if (plan.settlements.has(id)) return id;
  const text = id === "" ? name : id;
  const ids = idsByName.get(text) ?? [];
  if (ids.length === 1) return ids[0]!;
  if (ids.length > 1) fault("ambiguousSettlement", { settlement: text, ids: ids.join(" ") });
  else fault("unknownSettlement", { settlement: text });
  return "";
}

function readYear(text: string, plan: Plan, fault: Fault): number {
  const { from, to } = plan.frame.years;
  const year = Number(/^(\d{4})(?:\.0+)?年?$/.exec(text)?.[1] ?? NaN);
  if (Number.isNaN(year)) fault("badYear", { year: text });
  else if (year < from || year > to) fault("yearOutside", { year, from, to });
  return year;
}

function readHouseholds(text: string, fault: Fault): number | null {
  if (text === "" || text === "全部" || text.toLowerCase() === "all") return null;
  const households = Number(/^(\d{1,6})(?:\.0+)?户?$/.exec(text)?.[1] ?? NaN);
  if (!(households >= 1 && households <= 100_000)) fault("badHouseholds", { households: text });
  return households;
}

function readReason(text: string, fault: Fault): MoveReason | null {
  if (text === "") return null;
  const reason = MOVE_REASONS.find((code) => {
    const { zh, en } = MOVE_REASON_NAMES[code];
    return [code, zh, en].some((word) => word.toLowerCase() === text.toLowerCase());
  });
  if (reason === undefined) fault("unknownReason", { reason: text });
  return reason ?? null;
}
