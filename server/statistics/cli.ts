import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Knex } from "knex";
import type { StatisticsAnswer } from "../../core/contract/statistics.ts";
import type { Command, CommandContext } from "../command.ts";
import { migrateUp } from "../database/migrate.ts";
import { openDatabase } from "../database/open.ts";
import { columns } from "../plans/cli-text.ts";
import { given } from "../tables/given.ts";
import { tableText } from "../tables/report-text.ts";
import { importStatistics } from "./import.ts";
import { statisticsAnswer } from "./operations.ts";
import { listStatisticAreas } from "./queries.ts";
import { findArea } from "./service.ts";
import { statisticsTemplate } from "./template.ts";

const USAGE = [
  "statistics import <file.csv|file.xlsx> --area CODE [--year Y] [--units item=UNIT,...] [--sheet NAME] [--encoding NAME] [--map field=COLUMN,...] [--source TEXT] [--author NAME] [--accept] [--json]    check a table of county statistics; with --accept take it in",
  "statistics show --area CODE [--year Y] [--item ITEM] [--json]    figures of an area and of the areas in it",
  "statistics template --area CODE --year Y [--lang zh-CN|en] [--out FILE]    a table to fill in",
].join("\n");

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const OPTIONS = {
  area: text,
  year: text,
  item: text,
  units: text,
  sheet: text,
  encoding: text,
  map: text,
  source: text,
  author: text,
  lang: text,
  out: text,
  accept: flag,
  json: flag,
};
type Values = ReturnType<typeof readArguments>["values"];

function readArguments(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
}

/** `statistics`: figures of counties that no map gives. */
export const statisticsCommand: Command = {
  name: "statistics",
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = readArguments(args);
    const [act, file, ...rest] = positionals;
    const year = values.year === undefined ? undefined : Number(values.year);
    const isYear = year === undefined || (Number.isInteger(year) && year >= 1990 && year <= 2100);
    const { area } = values;
    if (area === undefined || rest.length > 0 || !isYear) return wrongUsage(context);
    if (act === "import" && file !== undefined)
      return withDatabase(context, (db) => runImport(db, file, area, year, values, context));
    if (act === "show" && file === undefined)
      return withDatabase(context, async (db) => {
        const answer = await statisticsAnswer(db, { area, year, item: values.item });
        context.out(values.json ? JSON.stringify(answer) : statisticsText(answer));
        return 0;
      });
    const lang = values.lang ?? "zh-CN";
    const isLanguage = lang === "zh-CN" || lang === "en";
    if (act !== "template" || file !== undefined || year === undefined || !isLanguage)
      return wrongUsage(context);
    return withDatabase(context, async (db) => {
      const areas = await listStatisticAreas(db, (await findArea(db, area)).code);
      const table = statisticsTemplate(areas, year, lang);
      if (values.out === undefined) context.out(table.trimEnd());
      else await writeFile(values.out, table);
      return 0;
    });
  },
};

function wrongUsage({ log }: CommandContext): number {
  log(`Usage: ${USAGE}`);
  return 2;
}

async function withDatabase(
  { config }: CommandContext,
  work: (db: Knex) => Promise<number>,
): Promise<number> {
  const database = await openDatabase(config);
  try {
    await migrateUp(database.knex);
    return await work(database.knex);
  } finally {
    await database.close();
  }
}

async function runImport(
  db: Knex,
  path: string,
  area: string,
  year: number | undefined,
  values: Values,
  { out }: CommandContext,
): Promise<number> {
  const { units, sheet, encoding, map, source } = values;
  const report = await importStatistics(db, {
    ...given({ units, sheet, encoding, map, source, year }),
    area,
    path,
    accept: values.accept,
    author: values.author ?? "command line",
  });
  out(values.json ? JSON.stringify(report) : tableText(report));
  return report.problems.some(({ severity }) => severity === "error") ? 1 : 0;
}

function statisticsText({ area, years, items }: StatisticsAnswer): string {
  return [
    `${area.name}: ${items.length} figures, years ${years.join(", ") || "none"}`,
    ...columns([
      ["area", "year", "item", "value", "unit", "source"],
      ...items.map((each) => [
        `${each.area} ${each.areaName}`,
        String(each.year),
        each.item,
        String(each.value),
        each.unit,
        each.source,
      ]),
    ]),
  ].join("\n");
}
