import type { AtlasPrintQuery, MapPrintQuery, ReportQuery } from "../../core/contract/print.ts";
import type { Atlas, ThematicView } from "../../core/contract/thematic.ts";
import type { SheetInput } from "../../core/composition/sheet-input.ts";
import { defaultView, formatView, readView } from "../../core/thematic/view.ts";
import { findPlace } from "../coverage/questions.ts";
import type { Operation } from "../http/operation.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import type { PlanContext } from "../plans/context.ts";
import { mapPage, sheetLink, type PageOptions } from "./map-page.ts";
import { planOfArea } from "./plan-of-map.ts";
import { levelBelow, reportOf } from "./report-content.ts";
import type { PrintJob, Printed } from "./print-job.ts";
import { shortLinkOf } from "./short-links.ts";

/** What prints are made with. */
export interface PrintContext {
  plans: PlanContext;
  /** Addresses that reports are made from. */
  operations: readonly Operation<PlanContext>[];
  print: (job: PrintJob, signal?: AbortSignal) => Promise<Printed>;
  /** Folder of further fonts. */
  fontFolder: string | null;
  now: () => Date;
}

/** A print with its name. */
export interface PrintedFile extends Printed {
  type: string;
  /** With its ending; may hold Chinese. */
  fileName: string;
}

const OFFICE = "application/vnd.openxmlformats-officedocument";
const TYPES = {
  pdf: "application/pdf",
  png: "image/png",
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
} as const;

/** Names that are of the print and not of the view. */
const OF_PRINT = [
  "paper",
  "orientation",
  "lang",
  "organisation",
  "review",
  "format",
  "dpi",
  "title",
];

/** The view that a print was asked for. Throws a problem 400 that names every parameter that is not understood. */
function viewOfPrint(
  { plans }: Pick<PrintContext, "plans">,
  query: Readonly<Record<string, unknown>>,
): ThematicView {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string" && !OF_PRINT.includes(pair[0]),
  );
  const { view, leftOut } = readView(new URLSearchParams(given).toString(), onlyRegion(plans));
  if (leftOut.length > 0)
    throw new HttpProblem(
      400,
      "The request is not understood.",
      leftOut.map(({ name, value }) => ({ code: "badParameter", path: name, params: { value } })),
    );
  return view;
}

function onlyRegion({ regions }: PlanContext): string {
  if (!regions.ready)
    throw problem(503, "notReady", "The data cannot be seen yet.", null, { ...regions.activity });
  return regions.all()[0]!.snapshot.regionCode;
}

/** Prints a thematic map. `origin` is where the service can be reached, for the address behind the code. */
export async function printMap(
  context: PrintContext,
  query: MapPrintQuery,
  origin: string,
  signal?: AbortSignal,
): Promise<PrintedFile> {
  const view = viewOfPrint(context, query);
  const page = await pageOf(context, view, query, origin);
  const { format, dpi } = query;
  const printed = await context.print(jobOf(context, [page], page.title, format, dpi), signal);
  return { ...printed, type: TYPES[format], fileName: fileNameOf(page.title, format) };
}

/** Prints every page of an atlas into one PDF. Throws a problem for one without pages. */
export async function printAtlas(
  context: PrintContext,
  atlas: Atlas,
  query: AtlasPrintQuery,
  origin: string,
  signal?: AbortSignal,
): Promise<PrintedFile> {
  if (atlas.pages.length === 0)
    throw problem(422, "emptyAtlas", "The atlas has no pages.", "id", { id: atlas.id });
  const pages: SheetInput[] = [];
  for (const saved of atlas.pages) {
    signal?.throwIfAborted();
    const { view } = readView(saved.query, saved.regionCode);
    pages.push(await pageOf(context, view, { ...query, title: saved.name }, origin));
  }
  const printed = await context.print(jobOf(context, pages, atlas.name, "pdf", 300), signal);
  return { ...printed, type: TYPES.pdf, fileName: fileNameOf(atlas.name, "pdf") };
}

/** Indicators whose maps a report holds: of the first rule, and of moves where there is a plan. */
const MOVED = "moved-persons-total";

/** Prints the report of an area with its maps. */
export async function printReport(
  context: PrintContext,
  query: ReportQuery,
  origin: string,
  signal?: AbortSignal,
): Promise<PrintedFile> {
  onlyRegion(context.plans);
  const place = findPlace(context.plans.regions, query.area);
  const { state, area } = place;
  const plan = await planOfArea(context.plans.database(), state, area);
  const report = await reportOf({
    context: context.plans,
    operations: context.operations,
    place,
    plan,
    language: query.lang,
    organisation: query.organisation,
    printedOn: dateOf(context.now()),
  });
  const by = levelBelow(place);
  const [rule] = state.rules;
  const indicators =
    by === null
      ? []
      : [...(rule ? [`rate:${rule.id}:${rule.headline}`] : []), ...(plan ? [MOVED] : [])];
  const pages: SheetInput[] = [];
  for (const indicator of indicators) {
    signal?.throwIfAborted();
    const isRate = indicator !== MOVED;
    const view: ThematicView = {
      ...defaultView(state.snapshot.areas.code[area]!),
      by: by!,
      indicator,
      ...(!isRate && { classing: "natural", palette: "violet" }),
    };
    const paper = { ...query, paper: "A4", orientation: "portrait", title: "" } as const;
    pages.push(await pageOf(context, view, paper, origin));
  }
  const job = { ...jobOf(context, pages, report.title, query.format, 300), report };
  const printed = await context.print(job, signal);
  return {
    ...printed,
    type: TYPES[query.format],
    fileName: fileNameOf(report.title, query.format),
  };
}

async function pageOf(
  context: PrintContext,
  view: ThematicView,
  query: Omit<PageOptions, "printedOn">,
  origin: string,
): Promise<SheetInput> {
  const page = await mapPage(context.plans, view, {
    ...query,
    printedOn: dateOf(context.now()),
  });
  // A code is kept for ever: only a view that can be shown gets one.
  const path = `/thematic?${formatView(view)}&lang=${query.lang}`;
  const code = await shortLinkOf(context.plans.database(), path);
  return { ...page, link: sheetLink(code, `${origin}/v/${code}`) };
}

function jobOf(
  { fontFolder, now }: PrintContext,
  pages: readonly SheetInput[],
  title: string,
  format: PrintJob["format"],
  dpi: number,
): PrintJob {
  const [first] = pages;
  return {
    pages,
    report: null,
    format,
    dpi,
    fontFolder,
    facts: {
      title,
      author: first?.imprint.organisation ?? "",
      language: first?.language ?? "zh-CN",
      madeAt: now().toISOString(),
    },
  };
}

/** YYYY-MM-DD where the server stands. */
function dateOf(moment: Date): string {
  const part = (value: number): string => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${part(moment.getMonth() + 1)}-${part(moment.getDate())}`;
}

/** A title as the name of a file that every system takes. */
function fileNameOf(title: string, ending: string): string {
  const plain = title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return `${Array.from(plain).slice(0, 80).join("") || "qiantu"}.${ending}`;
}
