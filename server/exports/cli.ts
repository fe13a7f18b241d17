import { extname } from "node:path";
import { parseArgs } from "node:util";
import { AtlasPrintQuery, MapPrintQuery, ReportQuery } from "../../core/contract/print.ts";
import type { z } from "zod";
import type { Command, CommandContext } from "../command.ts";
import { CommandRefused } from "../coverage/command-question.ts";
import { HttpProblem } from "../http/problem.ts";
import { withPrints, writeWhole } from "./cli-session.ts";
import { listAtlases } from "../thematic/atlases.ts";
import { listMaps } from "../thematic/queries.ts";
import {
  printAtlas,
  printMap,
  printReport,
  type PrintContext,
  type PrintedFile,
} from "./service.ts";
import { isCode, pageOfCode } from "./short-links.ts";

const PAPER =
  "[--paper A4|A3] [--portrait] [--lang zh-CN|en] [--organisation NAME] [--review NUMBER] [--address http://HOST] [--json]";
const USAGE = [
  `export map <query|code|name> --out FILE.pdf|.png [--dpi 300] [--title TEXT] ${PAPER}    a thematic map on paper; the query is that of its page: "area=451200&by=county&ind=rate:village-road:villages"`,
  `export report --area CODE --out FILE.pdf|.docx|.xlsx [--lang zh-CN|en] [--organisation NAME] [--review NUMBER] [--address http://HOST] [--json]    the report of an area with its tables and maps`,
  `export atlas <id|name> --out FILE.pdf ${PAPER}    every page of an atlas in one PDF`,
].join("\n");

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const OPTIONS = {
  out: text,
  format: text,
  dpi: text,
  title: text,
  paper: text,
  portrait: flag,
  landscape: flag,
  lang: text,
  organisation: text,
  review: text,
  address: text,
  area: text,
  json: flag,
} as const;

type Values = ReturnType<typeof read>["values"];
const read = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/** qiantu export: maps on paper, without a browser and without a running service. */
export const exportCommand: Command = {
  name: "export",
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = read(args);
    try {
      const [kind, name] = positionals;
      const make = MAKERS.find((maker) => maker.kind === kind)?.make;
      const isReport = kind === "report";
      if (!make || (name === undefined) !== isReport || positionals.length > 2)
        throw new CommandRefused(`Say what to export.\n\nUsage: ${USAGE}`, 2);
      await make(name ?? "", values, context);
      return 0;
    } catch (error) {
      if (error instanceof CommandRefused) {
        context.log(error.message);
        return error.exitCode;
      }
      if (!(error instanceof HttpProblem)) throw error;
      if (values.json) context.out(JSON.stringify({ ok: false, ...error.toJson() }));
      context.log(describe(error));
      return 1;
    }
  },
};

const MAKERS = [
  { kind: "map", make: exportMap },
  { kind: "atlas", make: exportAtlas },
  { kind: "report", make: exportReport },
] as const;

async function exportAtlas(name: string, values: Values, context: CommandContext): Promise<void> {
  const out = outOf(values);
  formatOf(values, out, ["pdf"]);
  const query = parse(AtlasPrintQuery, paperOf(values));
  await withPrints(context.config, context.log, async (prints) => {
    const all = await listAtlases(prints.plans.database(), null);
    const atlas = oneOf(all, name, "atlas");
    const address = addressOf(values, context);
    await finish(await printAtlas(prints, atlas, query, address), out, values, context);
  });
}

async function exportReport(_: string, values: Values, context: CommandContext): Promise<void> {
  const out = outOf(values);
  if (values.area === undefined) throw new CommandRefused("Name the area with --area.", 2);
  const query = parse(ReportQuery, {
    area: values.area,
    format: formatOf(values, out, ["pdf", "docx", "xlsx"]),
    lang: values.lang,
    organisation: values.organisation,
    review: values.review,
  });
  await withPrints(context.config, context.log, async (prints) => {
    await finish(
      await printReport(prints, query, addressOf(values, context)),
      out,
      values,
      context,
    );
  });
}

/** What goes by an id or a name. Throws CommandRefused where nothing does, or several. */
function oneOf<Named extends { id: string; name: string }>(
  all: readonly Named[],
  name: string,
  what: string,
): Named {
  const found = all.filter((each) => each.id === name);
  const named = found.length > 0 ? found : all.filter((each) => each.name === name);
  if (named.length === 1) return named[0]!;
  const known = all.map((each) => `  ${each.id}  ${each.name}`).join("\n");
  throw new CommandRefused(
    named.length === 0
      ? `There is no ${what} "${name}"${all.length > 0 ? `. There are:\n${known}` : "; none is saved yet."}`
      : `Several are called "${name}"; name one by its id:\n${named.map((each) => `  ${each.id}`).join("\n")}`,
    1,
  );
}

async function exportMap(name: string, values: Values, context: CommandContext): Promise<void> {
  const out = outOf(values);
  const format = formatOf(values, out, ["pdf", "png"]);
  await withPrints(context.config, context.log, async (prints) => {
    const given = await queryOf(prints, name);
    const query = parse(MapPrintQuery, {
      lang: given["lang"],
      ...withoutLanguage(given),
      ...paperOf(values),
      format,
      dpi: values.dpi,
      ...(values.title !== undefined && { title: values.title }),
    });
    await finish(await printMap(prints, query, addressOf(values, context)), out, values, context);
  });
}

/** The query of a page, of a code or as it is written. */
async function queryOf(prints: PrintContext, name: string): Promise<Record<string, string>> {
  const address = isCode(name) ? await pageOfCode(prints.plans.database(), name) : name;
  const asked = address.includes("?") ? address.slice(address.indexOf("?") + 1) : address;
  const isQuery = /^\w+=/.test(asked);
  const saved = isQuery ? null : oneOf(await listMaps(prints.plans.database(), null), name, "map");
  const pairs = [...new URLSearchParams(saved?.query ?? asked)];
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other === key) < i);
  if (twice) throw new CommandRefused(`Not understood: "${twice[0]}" is given twice.`, 2);
  return { ...(saved && { title: saved.name }), ...Object.fromEntries(pairs) };
}

/** What the page's address holds beside the map. */
function withoutLanguage(given: Readonly<Record<string, string>>): Record<string, string> {
  const besides = ["lang", "map", "atlas", "page", "present"];
  return Object.fromEntries(Object.entries(given).filter(([name]) => !besides.includes(name)));
}

function paperOf(values: Values): Record<string, string | undefined> {
  if (values.portrait && values.landscape)
    throw new CommandRefused("Choose one of --portrait and --landscape.", 2);
  return {
    paper: values.paper,
    orientation: values.portrait ? "portrait" : "landscape",
    ...(values.lang !== undefined && { lang: values.lang }),
    organisation: values.organisation,
    review: values.review,
  };
}

function outOf({ out }: Values): string {
  if (out === undefined) throw new CommandRefused("Name the file with --out.", 2);
  return out;
}

/** The format asked for, else that of the file's ending. */
function formatOf({ format }: Values, out: string, known: readonly string[]): string {
  const ending = extname(out).slice(1).toLowerCase();
  const chosen = format ?? ending;
  if (!known.includes(chosen))
    throw new CommandRefused(`The format must be one of ${known.join(", ")}.`, 2);
  if (format !== undefined && known.includes(ending) && ending !== format)
    throw new CommandRefused(`--format ${format} does not fit the file ${out}.`, 2);
  return chosen;
}

/** Where people reach the service, for the address behind the code. */
function addressOf({ address }: Values, { config }: CommandContext): string {
  const given = address ?? config.address ?? `http://${config.host}:${config.port}`;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search !== "")
    throw new CommandRefused(`--address must be like http://maps.example.cn, not "${given}".`, 2);
  return url.origin;
}

function parse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `there is no "${issue.keys.join(", ")}"`
      : `${issue.path.join(".")}: ${issue.message}`,
  );
  throw new CommandRefused(`Not understood: ${faults.join("; ")}.`, 2);
}

async function finish(
  file: PrintedFile,
  out: string,
  { json }: Values,
  context: CommandContext,
): Promise<void> {
  await writeWhole(out, file.bytes);
  if (file.missing.length > 0)
    context.log(
      `No font holds ${file.missing.join(" ")}; 〓 stands for each. Put a TrueType font that holds them into ${context.config.dataDir}/fonts.`,
    );
  const { denominators, missing } = file;
  if (json)
    context.out(
      JSON.stringify({
        ok: true,
        file: out,
        bytes: file.bytes.length,
        pages: denominators.length,
        scales: denominators,
        missing,
      }),
    );
  else
    context.out(
      `${out}: ${denominators.length} page${denominators.length === 1 ? "" : "s"}, ${file.bytes.length.toLocaleString("en-US")} bytes, 1:${denominators.flat()[0]?.toLocaleString("en-US") ?? "-"}`,
    );
}

function describe(error: HttpProblem): string {
  const faults = error.faults.map(({ path, params }) =>
    [path ?? "", ...Object.values(params).map(String)].filter((part) => part !== "").join(": "),
  );
  return [error.message, ...faults.filter((fault) => fault !== "")].join("\n  ");
}
