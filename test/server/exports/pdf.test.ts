import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SheetInput } from "../../../core/composition/sheet-input.ts";
import { openTypefaces } from "../../../server/exports/fonts/typeface.ts";
import { composePage, runPrint } from "../../../server/exports/print-job.ts";
import { writePdf } from "../../../server/exports/pdf.ts";
import { readPdf } from "../../support/read-pdf.ts";
import { SAMPLE_ADDRESS, samplePage } from "../../support/sheet.ts";

const faces = openTypefaces();
const facts = {
  title: "河池市 (通屯) \\道路",
  author: "河池市发展和改革委员会",
  language: "zh-CN",
  madeAt: "2020-12-31T08:00:00Z",
} as const;

function pdfOf(...pages: SheetInput[]): Buffer {
  return writePdf(
    pages.map((page) => composePage(page, faces).sheet),
    faces,
    facts,
  );
}

const hasPoppler = spawnSync("pdftotext", ["-v"]).error === undefined;

/** Output of one of poppler's programs on a file. */
function poppler(program: string, bytes: Buffer, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "qiantu-pdf-"));
  try {
    writeFileSync(join(folder, "map.pdf"), bytes);
    const files = [join(folder, "map.pdf"), ...(program === "pdftotext" ? ["-"] : [])];
    const done = spawnSync(program, [...options, ...files], {
      encoding: "utf8",
    });
    return done.stdout + done.stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("every text of the page can be selected: glyphs lead back to their characters", () => {
  const { texts } = readPdf(pdfOf(samplePage()));
  const text = texts[0]!;
  for (const line of [
    "河池市通屯道路覆盖率",
    "罗城仫佬族自治县",
    "72.5%",
    "资料来源：县交通运输局通屯公路台账",
    "演示数据 非调查统计",
    "比例尺 1:150,000",
    "k7m2xqd",
  ])
    expect(text.split("\n")).toContain(line);
  expect(text).toContain("审图号：____");
});

test("each weight is embedded once for all pages, as a subset", () => {
  const one = pdfOf(samplePage());
  const three = pdfOf(samplePage(), samplePage(), samplePage());
  const { objects } = readPdf(three);
  const fonts = [...objects.values()].filter((object) => object.includes("/FontFile2"));
  expect(fonts.map((font) => /\/FontName \/(\S+)/.exec(font)![1])).toEqual([
    "QIANTU+NotoSansSC-Regular",
    "QIANTU+NotoSansSC-Bold",
  ]);
  expect(three.length).toBeLessThan(one.length * 2);
  expect(one.length).toBeLessThan(100_000);
});

test("10 km on the land are 10 km on the paper, and the bar of 10 km is 10 km, within 0.2 %", () => {
  const { pages } = readPdf(pdfOf(samplePage()));
  const [scale] = /^[\d.]+/.exec(pages[0]!)!;
  const mmPerUnit = (Number(scale) * 25.4) / 72;
  const denominator = 150_000;
  // The county of 10 km has a class colour of its own; the path follows the colour.
  const square = /0.702 0.345 0.024 rg\n(.*?) h/s.exec(
    pages[0]!.slice(pages[0]!.indexOf("re W n")),
  )!;
  const xs = [...square[1]!.matchAll(/([\d.]+) ([\d.]+) [ml]/g)].map((match) => Number(match[1]));
  const widthKm = ((Math.max(...xs) - Math.min(...xs)) * mmPerUnit * denominator) / 1e6;
  expect(widthKm).toBeGreaterThan(9.98);
  expect(widthKm).toBeLessThan(10.02);
  // Four black and white parts with a dark rim, one after another.
  const parts = [
    ...pages[0]!.matchAll(/0.145 0.188 0.231 RG 0.15 w\n([\d.]+) [\d.]+ m ([\d.]+) /g),
  ];
  const ends = parts.flatMap((part) => [Number(part[1]), Number(part[2])]);
  expect(parts).toHaveLength(4);
  const barKm = ((Math.max(...ends) - Math.min(...ends)) * mmPerUnit * denominator) / 1e6;
  expect(readPdf(pdfOf(samplePage())).texts[0]!.split("\n")).toContain("10 千米");
  expect(barKm).toBeGreaterThan(9.98);
  expect(barKm).toBeLessThan(10.02);
});

test("the code opens the address by a click too", () => {
  const { objects } = readPdf(pdfOf(samplePage()));
  expect([...objects.values()].join("\n")).toContain(`/URI (${SAMPLE_ADDRESS})`);
});

test("pages of A3 and A4 have their size, and several pages an outline with their names", () => {
  const { objects } = readPdf(
    pdfOf(samplePage(), samplePage({ paper: "A3", orientation: "portrait", title: "第二页" })),
  );
  const all = [...objects.values()].join("\n");
  expect(all).toContain("/MediaBox [0 0 841.89 595.276]");
  expect(all).toContain("/MediaBox [0 0 841.89 1190.551]");
  const utf16 = Buffer.from("第二页", "utf16le").swap16().toString("hex").toUpperCase();
  expect(all).toContain(`/Title <FEFF${utf16}>`);
});

test("a character that no font holds is told, printed as 〓, named in a remark, and still right when copied", async () => {
  const page = samplePage({ subtitle: "榃滨镇" });
  const printed = await runPrint({
    pages: [page],
    report: null,
    format: "pdf",
    dpi: 300,
    facts,
    fontFolder: null,
  });
  expect(printed.missing).toEqual(["榃"]);
  const [text] = readPdf(Buffer.from(printed.bytes)).texts;
  expect(text).toContain("榃滨镇");
  expect(text).toContain("〓 表示字库缺字：U+6983");
});

test.skipIf(!hasPoppler)(
  "poppler (where it is installed) finds the fonts, the text and no fault",
  () => {
    const bytes = pdfOf(samplePage(), samplePage({ orientation: "portrait" }));
    const fonts = poppler("pdffonts", bytes).split("\n");
    expect(fonts.filter((line) => /CID TrueType +Identity-H +yes yes yes/.test(line))).toHaveLength(
      2,
    );
    const text = poppler("pdftotext", bytes, "-enc", "UTF-8");
    expect(text).toContain("河池市通屯道路覆盖率");
    expect(text).toContain("岜暮县");
    expect(text).not.toMatch(/Error|Warning/);
  },
);
