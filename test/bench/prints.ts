import { parseArgs } from "node:util";
import { LEVELS } from "../../core/contract/area.ts";
import type { SheetInput } from "../../core/composition/sheet-input.ts";
import { defaultView } from "../../core/thematic/view.ts";
import { openTypefaces } from "../../server/exports/typefaces.ts";
import { mapPage } from "../../server/exports/map-page.ts";
import { composePage, runPrint } from "../../server/exports/print-job.ts";
import { printByChromium } from "./prints-chromium.ts";
import { round } from "./spread.ts";
import { prepareThematic, type ThematicBench } from "./thematic-data.ts";

const FACTS = {
  title: "bench",
  author: "bench",
  language: "zh-CN",
  madeAt: "2020-12-31T00:00:00Z",
} as const;
const OPTIONS = {
  paper: "A4",
  orientation: "landscape",
  lang: "zh-CN",
  organisation: "",
  review: "",
  title: "",
  printedOn: "2020-12-31",
} as const;

interface Timed<Result> {
  result: Result;
  ms: number;
  cpuMs: number;
}

/** Milliseconds by the clock and of the processor. */
async function measured<Result>(run: () => Promise<Result>): Promise<Timed<Result>> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(cpu);
  return {
    result,
    ms: round(performance.now() - start),
    cpuMs: round((user + system) / 1000),
  };
}

/**
 * `npm run bench -- prints [--region hechi|guangxi] [--json]`: an atlas with a page for every city of Guangxi (every county of Hechi) by townships as
 * one PDF, a page of all of it as PNG of A3 at 300 dpi, and the peer: the same pages as SVG, printed by Chromium where it is installed.
 */
export async function benchPrints(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      region: { type: "string", default: "hechi" },
      json: { type: "boolean", default: false },
    },
  });
  const region = values.region === "guangxi" ? "guangxi" : "hechi";
  const bench = await prepareThematic(region, (text) => console.error(text));
  try {
    const report = await measurePrints(bench, region === "guangxi" ? "city" : "county");
    console.log(values.json ? JSON.stringify(report) : report);
  } finally {
    await bench.close();
  }
}

async function measurePrints({ state, context }: ThematicBench, level: "city" | "county") {
  const { areas } = state.snapshot;
  const wanted = LEVELS.indexOf(level);
  const codes = areas.code.filter((_, i) => areas.level[i] === wanted);
  const pageOf = (
    code: string,
    by: "township" | "county",
    paper: "A4" | "A3",
  ): Promise<SheetInput> => mapPage(context, { ...defaultView(code), by }, { ...OPTIONS, paper });
  const gathered = await measured(async () => {
    const pages: SheetInput[] = [];
    for (const code of codes) pages.push(await pageOf(code, "township", "A4"));
    return pages;
  });
  const job = { report: null, dpi: 300, facts: FACTS, fontFolder: null } as const;
  const atlas = await measured(() => runPrint({ ...job, pages: gathered.result, format: "pdf" }));
  const whole = await pageOf(areas.code[0]!, "county", "A3");
  const picture = await measured(() => runPrint({ ...job, pages: [whole], format: "png" }));
  const faces = openTypefaces();
  const sheets = gathered.result.map((page) => composePage(page, faces).sheet);
  const chromium = await printByChromium(sheets, faces);
  return {
    pages: codes.length,
    gather: { ms: gathered.ms, cpuMs: gathered.cpuMs },
    atlasPdf: { ms: atlas.ms, cpuMs: atlas.cpuMs, bytes: atlas.result.bytes.length },
    a3Png: { ms: picture.ms, cpuMs: picture.cpuMs, bytes: picture.result.bytes.length },
    /** Of the whole process, the data of the region among it. */
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    chromium,
  };
}
