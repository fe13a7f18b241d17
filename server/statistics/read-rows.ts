import type { StatisticItem } from "../../core/contract/statistics.ts";
import { nearestNames } from "../../core/progress/nearest-names.ts";
import { STATISTIC_ITEMS } from "../../geodata/standards/statistic-items.ts";
import { CellReader } from "../datasets/checking/values.ts";
import { plain } from "../datasets/mapping/columns.ts";
import { type ProblemLog, refuse } from "../datasets/problems.ts";
import type { Cell } from "../datasets/reading/reader.ts";
import { mapFields, pairsOf, type TableFields } from "../tables/columns.ts";
import type { Table } from "../tables/open-table.ts";
import { thisYear, valueFault, type ValueFault } from "./check-value.ts";
import type { NewStatistic, StatisticArea } from "./queries.ts";
import { factorOf, unitsOf } from "./units.ts";

/** Names under which columns carry what every figure has. */
const COMMON_FIELDS: TableFields = {
  areaCode: ["区划代码", "行政区划代码", "县代码", "代码", "编码", "code", "area code", "adcode"],
  areaName: ["地区", "县市区", "县", "县区", "县名", "县名称", "名称", "area", "county", "name"],
  year: ["年份", "年度", "年"],
  source: ["来源", "数据来源", "出处"],
};
const LONG_FIELDS: TableFields = {
  ...COMMON_FIELDS,
  item: ["指标", "指标名称", "项目", "indicator"],
  value: ["数值", "值", "数据", "指标值"],
  unit: ["单位", "计量单位"],
};

export interface TableShape {
  shape: "long" | "wide";
  mapping: Map<string, number>;
  /** Of a wide table: the item and the written unit of each of its columns. */
  items: { item: StatisticItem; column: number; unit: string | null }[];
}

/** Every name of an item, plain. */
const ITEM_OF = new Map(
  STATISTIC_ITEMS.flatMap((item) =>
    [item.id, item.name.zh, item.name.en].map((name) => [plain(name), item] as const),
  ),
);

/** Decides what shape a table has: a row for each figure, or for each area and year. Refuses one that has neither. */
export function shapeOf(table: Table, said: string | undefined): TableShape {
  const items = table.columns.flatMap((name, column) => {
    const item = ITEM_OF.get(plain(name));
    return item === undefined ? [] : [{ item, column, unit: unitInBrackets(name) }];
  });
  const long = mapFields(LONG_FIELDS, table.columns, said, []);
  if (long.has("item") && long.has("value"))
    return { shape: "long", mapping: needArea(table, long), items: [] };
  if (items.length === 0)
    throw refuse("no-items", {
      field: "item",
      message: "The table has neither columns of item and value, nor a column for any known item.",
      mend: `Name columns like the items: ${STATISTIC_ITEMS.map(({ name }) => name.zh).join(", ")}; or begin with the template.`,
    });
  const mapping = mapFields(COMMON_FIELDS, table.columns, said, []);
  return { shape: "wide", mapping: needArea(table, mapping), items };
}

function needArea(table: Table, mapping: Map<string, number>): Map<string, number> {
  if (mapping.has("areaCode") || mapping.has("areaName")) return mapping;
  throw refuse("missing-column", {
    field: "areaCode",
    message: "No column surely holds the codes or names of the areas.",
    mend: `Name it with --map areaCode=COLUMN. The columns are: ${table.columns.join(", ")}.`,
  });
}

function unitInBrackets(name: string): string | null {
  return /[([]([^)\]]+)[)\]]\s*$/.exec(name.normalize("NFKC"))?.[1]?.trim() ?? null;
}

export interface ReadOptions {
  areas: readonly StatisticArea[];
  /** Of a table without a column of years. */
  year: number | null;
  /** `item=UNIT,...` where the table does not say. */
  units: string | undefined;
  /** Where the table does not say. */
  source: string;
}

/** Reads every figure of a table; empty cells are none. Faults go to `log`, each with its rows, its field and what mends it. */
export function readRows(
  table: Table,
  shape: TableShape,
  options: ReadOptions,
  log: ProblemLog,
): NewStatistic[] {
  const reader = new CellReader(log);
  const places = new Places(options.areas, log);
  const units = unitsSaid(options.units);
  const seen = new Set<string>();
  const found: NewStatistic[] = [];
  for (const { row, values } of table.rows) {
    const cell = (field: string): Cell => values[shape.mapping.get(field) ?? -1] ?? null;
    const area = places.find(
      reader.code(cell("areaCode"), row, "areaCode"),
      reader.text(cell("areaName"), row, "areaName"),
      row,
    );
    const year = readYear(cell("year"), options.year, row, log);
    const source = reader.text(cell("source"), row, "source") ?? options.source;
    if (area === null || year === null) continue;
    for (const { item, value, unit } of figuresOf(shape, values, cell, row, reader, log)) {
      const read = readValue(item, value, units.get(item.id) ?? unit, row, reader, log);
      if (read === null) continue;
      const fault = valueFault(item, read, area.level, year, thisYear());
      if (fault !== null) tellFault(fault, item, row, log);
      const name = `${area.code} ${year} ${item.id}`;
      if (seen.has(name))
        log.add("repeated-figure", "error", row, {
          field: item.id,
          message: "The same figure of one area and year stands in the table twice.",
          mend: "Keep one of the rows.",
        });
      seen.add(name);
      found.push({ area: area.code, year, item: item.id, value: read, unit: item.unit, source });
    }
  }
  return found;
}

function* figuresOf(
  shape: TableShape,
  values: readonly Cell[],
  cell: (field: string) => Cell,
  row: number,
  reader: CellReader,
  log: ProblemLog,
): Generator<{ item: StatisticItem; value: Cell; unit: string | null }> {
  if (shape.shape === "wide") {
    for (const { item, column, unit } of shape.items)
      yield { item, value: values[column] ?? null, unit };
    return;
  }
  const text = reader.text(cell("item"), row, "item");
  const item = text === null ? undefined : ITEM_OF.get(plain(text));
  if (item === undefined) {
    log.add("unknown-item", "error", row, {
      field: "item",
      message: `The item is none that is known (such as ${JSON.stringify(text?.slice(0, 60) ?? "")}).`,
      mend: `Write one of: ${STATISTIC_ITEMS.map(({ id, name }) => `${id} ${name.zh}`).join(", ")}.`,
    });
    return;
  }
  const unit = reader.text(cell("unit"), row, "unit") ?? unitInBrackets(text!);
  yield { item, value: cell("value"), unit };
}

function unitsSaid(text: string | undefined): Map<string, string> {
  const said = new Map<string, string>();
  for (const [name, unit] of pairsOf(text ?? "")) {
    const item = ITEM_OF.get(plain(name));
    if (item === undefined)
      throw refuse("unknown-item", {
        field: "units",
        message: `There is no item ${JSON.stringify(name)}.`,
        mend: `Use one of: ${STATISTIC_ITEMS.map(({ id }) => id).join(", ")}.`,
      });
    said.set(item.id, unit);
  }
  return said;
}

/** The figure in the unit of its item; null for an empty cell, or (told as an error) where it cannot be read. */
function readValue(
  item: StatisticItem,
  value: Cell,
  written: string | null,
  row: number,
  reader: CellReader,
  log: ProblemLog,
): number | null {
  if (value === null) return null;
  if (item.unit === "yes/no") return readYesNo(item, value, row, reader, log);
  const text = typeof value === "string" ? value.normalize("NFKC").trim() : null;
  const isPercent = item.unit === "rate" && text !== null && text.endsWith("%");
  const number = reader.decimal(isPercent ? text.slice(0, -1) : value, row, item.id);
  if (number === null) return null;
  const factor = isPercent ? 0.01 : factorOf(item, written);
  if (factor === null) {
    log.add(written === null ? "unit-missing" : "unknown-unit", "error", row, {
      field: item.id,
      message:
        written === null
          ? `${item.name.en} (${item.name.zh}) has no unit, and its figures may mean several sizes.`
          : `${JSON.stringify(written.slice(0, 40))} is no unit of ${item.name.en} (${item.name.zh}).`,
      mend: `Write the unit beside the figure, in brackets behind the name of the column, or with --units ${item.id}=UNIT; known are ${unitsOf(item).join(", ")}.`,
    });
    return null;
  }
  // 8 % is 0.08 and not 0.08000000000000002.
  return factor < 1 ? Number((number * factor).toPrecision(15)) : number * factor;
}

function readYesNo(
  item: StatisticItem,
  value: Cell,
  row: number,
  reader: CellReader,
  log: ProblemLog,
): number | null {
  const yes = reader.yesNo(typeof value === "number" ? String(value) : value, row, item.id);
  if (yes !== null) return yes ? 1 : 0;
  log.add("yes-or-no", "error", row, {
    field: item.id,
    message: `${item.name.en} (${item.name.zh}) is neither yes nor no.`,
    mend: "Write 是 or 否 (yes or no), or leave the cell empty when it is not known.",
  });
  return null;
}

function readYear(value: Cell, usual: number | null, row: number, log: ProblemLog): number | null {
  if (value === null && usual !== null) return usual;
  const text = String(value ?? "")
    .normalize("NFKC")
    .trim();
  const found = /^(\d{4})(?:年|-01-01)?$/.exec(text);
  const year = Number(found?.[1] ?? NaN);
  if (year >= 1990 && year <= 2100) return year;
  log.add(text === "" ? "no-year" : "bad-year", "error", row, {
    field: "year",
    message:
      text === ""
        ? "Rows without a year."
        : `The year is none (such as ${JSON.stringify(text.slice(0, 40))}).`,
    mend: "Write four digits: 2016. A file of one year may be given with --year 2016.",
  });
  return null;
}

const FAULTS: Readonly<
  Record<ValueFault, (item: StatisticItem) => [code: string, message: string, mend: string]>
> = {
  notWhole: ({ name }) => [
    "fractional-number",
    `${name.en} (${name.zh}) must be a whole number.`,
    "Correct the figure or its unit.",
  ],
  outOfBounds: ({ name, least, most, unit }) => [
    "out-of-bounds",
    `${name.en} (${name.zh}) lies outside of ${least} to ${most} ${unit}, which no county can have.`,
    "Correct the figure or its unit: 万元 is not 元, and 8 is not 8 %.",
  ],
  levelWithoutItem: ({ name, levels }) => [
    "other-level",
    `${name.en} (${name.zh}) is a figure of the ${levels.join(" or ")}.`,
    "Delete it in these rows.",
  ],
  yearAhead: () => ["year-ahead", "The year has not begun yet.", "Correct the year."],
};

function tellFault(fault: ValueFault, item: StatisticItem, row: number, log: ProblemLog): void {
  const [code, message, mend] = FAULTS[fault](item);
  log.add(code, "error", row, { field: fault === "yearAhead" ? "year" : item.id, message, mend });
}

/** Names with and without what kind of area it is. */
const bareName = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/(各族自治县|[\p{Script=Han}]{1,2}族自治县|自治县|县|市|区)$/u, "");

/** Finds areas by code or name, and tells those that are not there. */
class Places {
  readonly #byCode: Map<string, StatisticArea>;
  readonly #byName = new Map<string, StatisticArea[]>();
  readonly #log: ProblemLog;

  constructor(areas: readonly StatisticArea[], log: ProblemLog) {
    this.#log = log;
    this.#byCode = new Map(areas.map((area) => [area.code, area]));
    for (const area of areas)
      for (const name of new Set([area.name.normalize("NFKC"), bareName(area.name)]))
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), area]);
  }

  find(code: string | null, name: string | null, row: number): StatisticArea | null {
    if (code === null && name === null) {
      this.#log.add("no-area", "error", row, {
        field: "areaCode",
        message: "Rows that name no area.",
        mend: "Write the code or the name of the area, or delete the row.",
      });
      return null;
    }
    if (code !== null) return this.#byCode.get(code) ?? this.#unknown(code, name, row);
    const exact = this.#byName.get(name!.normalize("NFKC")) ?? [];
    const same = exact.filter((area) => area.name.normalize("NFKC") === name!.normalize("NFKC"));
    const found =
      same.length > 0 ? same : exact.length > 0 ? exact : (this.#byName.get(bareName(name!)) ?? []);
    if (found.length === 1) return found[0]!;
    if (found.length === 0) return this.#unknown(null, name, row);
    this.#log.add("ambiguous-name", "error", row, {
      field: "areaName",
      message: `Several areas are called so: ${found.map((area) => `${area.code} ${area.name}`).join(", ")}.`,
      mend: "Write the code instead of the name.",
    });
    return null;
  }

  #unknown(code: string | null, name: string | null, row: number): null {
    const alike =
      name === null
        ? []
        : nearestNames(
            name,
            [...this.#byCode.values()].map((area) => area.name),
          );
    this.#log.add("unknown-area", "error", row, {
      field: code === null ? "areaName" : "areaCode",
      message: `There is no such area in the one that the file is for (the first: ${JSON.stringify((code ?? name)!.slice(0, 60))}${alike.length > 0 ? `, most alike: ${alike.join(", ")}` : ""}).`,
      mend: "Correct the code or the name, or import under a larger area. Excel drops leading zeros of codes.",
    });
    return null;
  }
}
