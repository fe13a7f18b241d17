import { parseArgs } from "node:util";
import type { ImportReport, Problem } from "../../core/contract/dataset.ts";
import type { Command } from "../command.ts";
import { runCoverage } from "../coverage/run.ts";
import { migrateUp } from "../database/migrate.ts";
import { openDatabase, type Db } from "../database/open.ts";
import { seedStandards } from "../indicators/seed.ts";
import { ImportQuestion, optionsOf } from "./options.ts";
import { removeLostTemporary } from "../temporary.ts";
import { importFile } from "./service.ts";

const USAGE =
  "import <boundaries|villages|roads|electricity|water|broadband|facilities|zones> <zip, folder or file> --area CODE [--name NAME] [--level LEVEL] [--layer NAME] [--datum wgs84|cgcs2000|gcj02] [--encoding NAME] [--crs EPSG:NUMBER] [--map field=COLUMN,...] [--source TEXT] [--licence TEXT] [--date YYYY-MM-DD] [--accept] [--json]    check a file; with --accept take it in";

const SHOWN_ROWS = 10;

export const importCommand: Command = {
  name: "import",
  usage: USAGE,
  async run(args, { config, out, log }) {
    const asked = readArguments(args);
    if (typeof asked === "string") {
      log(asked);
      log(`Usage: ${USAGE}`);
      return 2;
    }
    await removeLostTemporary();
    const database = await openDatabase(config);
    try {
      await migrateUp(database.knex);
      await seedStandards(database.knex);
      const report = await importFile(database.knex, {
        ...optionsOf(asked.question, asked.path),
        actor: "command line",
        onAccepted: (region) => measureAgain(database.knex, region, log),
      });
      out(asked.json ? JSON.stringify(report) : describe(report));
      return report.problems.some((each) => each.severity === "error") ? 1 : 0;
    } finally {
      await database.close();
    }
  },
};

async function measureAgain(db: Db, region: string, log: (text: string) => void): Promise<void> {
  log(`Measuring coverage of ${region} ...`);
  await runCoverage(db, region, { log });
}

function readArguments(
  args: readonly string[],
): { question: ImportQuestion; path: string; json: boolean } | string {
  const text = { type: "string" } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        area: text,
        name: text,
        level: text,
        layer: text,
        datum: text,
        encoding: text,
        crs: text,
        map: { type: "string", multiple: true },
        source: text,
        licence: text,
        date: text,
        accept: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { json, accept, map, ...said } = parsed.values;
  const [kind, path, ...rest] = parsed.positionals;
  if (kind === undefined || path === undefined || rest.length > 0)
    return "Give a kind and one file.";
  const question = ImportQuestion.safeParse({
    ...said,
    kind,
    accept: String(accept),
    ...(map === undefined ? {} : { map: map.join(",") }),
  });
  if (question.success) return { question: question.data, path, json: json === true };
  return question.error.issues
    .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
    .join("\n");
}

/** The report for people: what was read, every problem with its mend, and what came of it. */
function describe(report: ImportReport): string {
  const { reading } = report;
  const encoding =
    reading.encoding === null ? "" : `, ${reading.encoding} (by ${reading.encodingFrom})`;
  const mapping = Object.entries(reading.mapping).map(([field, column]) => `${field} = ${column}`);
  const refused = report.problems.some((each) => each.severity === "error");
  const result = report.accepted
    ? `Taken in as dataset ${report.dataset}.`
    : refused
      ? "Refused; the data in force are unchanged."
      : "Checked only; add --accept to take it in.";
  return [
    `${report.file}: ${report.rows} ${report.kind}, ${reading.format}${encoding}, ${reading.crs}, datum ${reading.datum}, ${reading.geometry}`,
    `Columns: ${mapping.join(", ") || "none"}`,
    ...report.problems.map(describeProblem),
    result,
  ].join("\n");
}

/** A problem for people: what is wrong, where, and what mends it. */
export function describeProblem(each: Problem): string {
  const more = each.count > SHOWN_ROWS ? " ..." : "";
  const rows =
    each.count === 0
      ? ""
      : each.lines === undefined
        ? ` [${each.count} rows: ${each.rows.slice(0, SHOWN_ROWS).join(", ")}${more}]`
        : ` [${each.count} rows, on lines ${each.lines.slice(0, SHOWN_ROWS).join(", ")}${more}]`;
  return `${each.severity.toUpperCase()} ${each.code}: ${each.message}${rows}\n    ${each.mend}`;
}
