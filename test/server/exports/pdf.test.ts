import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SheetInput } from "../../../core/composition/sheet-input.ts";
import { MM_PER_POINT } from "../../../core/composition/sheet.ts";
import { openTypefaces } from "../../../server/exports/typefaces.ts";
import { composePage, runPrint } from "../../../server/exports/print-job.ts";
import { writePdf } from "../../../server/exports/pdf.ts";
import { fontFolder, FURTHER_CHARACTER, furtherFont } from "../../support/fonts.ts";
import { readPdf } from "../../support/read-pdf.ts";
import { SAMPLE_ADDRESS, samplePage } from "../../support/sheet.ts";

const faces = openTypefaces();
const facts = {
  title: "河池市 (通屯) \\道路",
  author: "河池市发展和改革委员会",
  language: "zh-CN",
  madeAt: "2020-12-31T08:00:00Z",
} as const;

function pdfOf(...pages: SheetInput[]): Promise<Buffer> {
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

test("every text of the page can be selected: glyphs lead back to their characters", async () => {
  const { texts } = readPdf(await pdfOf(samplePage()));
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

test("each weight is embedded once for all pages, as a subset", async () => {
  const one = await pdfOf(samplePage());
  const three = await pdfOf(samplePage(), samplePage(), samplePage());
  const { objects } = readPdf(three);
  const fonts = [...objects.values()].filter((object) => object.includes("/FontFile3"));
  const names = fonts.map((font) => /\/FontName \/[A-Z]{6}\+(\S+)/.exec(font)![1]);
  expect(names).toHaveLength(2);
  expect(new Set(names)).toEqual(new Set(["NotoSansHans-Regular", "NotoSansHans-Bold"]));
  expect(three.length).toBeLessThan(one.length * 2);
  expect(one.length).toBeLessThan(200_000);
});

test("10 km on the land are 10 km on the paper, and the bar of 10 km is 10 km, within 0.2 %", async () => {
  const { pages } = readPdf(await pdfOf(samplePage()));
  const [, scale] = /^([\d.]+) 0 0 [\d.]+ 0 0 cm$/m.exec(pages[0]!)!;
  const mmPerUnit = (Number(scale) * 25.4) / 72;
  const denominator = 150_000;
  // The county of 10 km has a class colour of its own; the colour follows the path.
  const map = pages[0]!.slice(pages[0]!.indexOf("re\nW n"));
  const square =
    /q\n((?:[\d.]+ [\d.]+ [ml]\n)+)h\n\/DeviceRGB cs\n0.701\d* 0.345\d* 0.023\d* scn\n/.exec(map)!;
  const xs = [...square[1]!.matchAll(/([\d.]+) ([\d.]+) [ml]/g)].map((match) => Number(match[1]));
  const widthKm = ((Math.max(...xs) - Math.min(...xs)) * mmPerUnit * denominator) / 1e6;
  expect(widthKm).toBeGreaterThan(9.98);
  expect(widthKm).toBeLessThan(10.02);
  // Four black and white parts with a dark rim, one after another.
  const parts = [
    ...pages[0]!.matchAll(
      /0.15 w\n([\d.]+) [\d.]+ m\n([\d.]+) [\d.]+ l\n[^Q]*?\/DeviceRGB CS\n0.145\d* 0.188\d* 0.231\d* SCN\nB\n/g,
    ),
  ];
  const ends = parts.flatMap((part) => [Number(part[1]), Number(part[2])]);
  expect(parts).toHaveLength(4);
  const barKm = ((Math.max(...ends) - Math.min(...ends)) * mmPerUnit * denominator) / 1e6;
  expect(readPdf(await pdfOf(samplePage())).texts[0]!.split("\n")).toContain("10 千米");
  expect(barKm).toBeGreaterThan(9.98);
  expect(barKm).toBeLessThan(10.02);
});

test("the code opens the address by a click too", async () => {
  const { objects } = readPdf(await pdfOf(samplePage()));
  expect([...objects.values()].join("\n")).toContain(`/URI (${SAMPLE_ADDRESS})`);
});

test("pages of A3 and A4 have their size, and several pages an outline with their names", async () => {
  const { objects } = readPdf(
    await pdfOf(
      samplePage(),
      samplePage({ paper: "A3", orientation: "portrait", title: "第二页" }),
    ),
  );
  const all = [...objects.values()].join("\n");
  expect(all).toContain("/MediaBox [0 0 841.889764 595.275591]");
  expect(all).toContain("/MediaBox [0 0 841.889764 1190.551181]");
  const utf16 = Buffer.from("第二页", "utf16le").swap16().toString("latin1");
  expect(all).toContain(`/Title (þÿ${utf16})`);
});

test("a character that no font holds is told, printed as 〓, named in a remark, and still right when copied", async () => {
  const page = samplePage({ subtitle: "𡶂𡶂滨镇 −612" });
  const printed = await runPrint({
    pages: [page],
    report: null,
    format: "pdf",
    dpi: 300,
    facts,
    fontFolder: null,
  });
  expect(printed.missing).toEqual(["𡶂"]);
  const [text] = readPdf(Buffer.from(printed.bytes)).texts;
  expect(text!.split("\n").slice(2, 6)).toEqual(["𡶂𡶂", "滨镇 ", "−", "612"]);
  expect(text).toContain("〓 表示字库缺字：U+21D82");
});

test("a font in the data folder is embedded too, and its characters can be copied", async () => {
  const folder = fontFolder("rare.ttf", furtherFont());
  try {
    const printed = await runPrint({
      pages: [samplePage({ subtitle: `河${FURTHER_CHARACTER}池` })],
      report: null,
      format: "pdf",
      dpi: 300,
      facts,
      fontFolder: folder,
    });
    expect(printed.missing).toEqual([]);
    const { objects, texts } = readPdf(Buffer.from(printed.bytes));
    expect(texts[0]!.replaceAll("\n", "")).toContain(`河${FURTHER_CHARACTER}池`);
    expect([...objects.values()].filter((object) => object.includes("/FontFile2"))).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the same pages make the same file", async () => {
  expect((await pdfOf(samplePage())).equals(await pdfOf(samplePage()))).toBe(true);
});

test("a text is as wide in the file as the page was laid out for", async () => {
  const text = "To AVATAR 河池 Yi 95.0%，“屯”—— fi";
  const item = { kind: "text", x: 100, y: 50, sizePt: 10, weight: "regular", text } as const;
  const sheet = {
    widthMm: 297,
    heightMm: 210,
    name: "",
    items: [
      { ...item, colour: "#000000", align: "left" as const },
      { ...item, colour: "#000000", align: "right" as const },
    ],
  };
  const { pages, objects } = readPdf(await writePdf([sheet], faces, facts));
  const widths = /\/W \[0 \[([\d. ]+)\]/.exec([...objects.values()].join("\n"))![1]!.split(" ");
  const [left, right] = [...pages[0]!.matchAll(/1 0 0 1 ([\d.]+) \S+ Tm\n.*\n\[(.*)\] TJ/g)];
  let ems = 0;
  for (const [, glyphs, back] of left![2]!.matchAll(/<(\w+)> (-?[\d.]+)/g)) {
    for (const glyph of glyphs!.match(/.{4}/g)!) ems += Number(widths[parseInt(glyph, 16)]) / 1000;
    ems -= Number(back) / 1000;
  }
  const drawnMm = ems * 10 * MM_PER_POINT;
  expect(drawnMm).toBeCloseTo(faces.measure(text, 10, "regular"), 4);
  expect(Number(left![1]) - Number(right![1])).toBeCloseTo(drawnMm, 4);
});

test.skipIf(!hasPoppler)(
  "poppler (where it is installed) finds the fonts, the text and no fault",
  async () => {
    const bytes = await pdfOf(samplePage(), samplePage({ orientation: "portrait" }));
    const fonts = poppler("pdffonts", bytes).split("\n");
    expect(fonts.filter((line) => /CID Type 0C +Identity-H +yes yes yes/.test(line))).toHaveLength(
      2,
    );
    const text = poppler("pdftotext", bytes, "-enc", "UTF-8");
    expect(text).toContain("河池市通屯道路覆盖率");
    expect(text).toContain("岜暮县");
    const rare = await pdfOf(samplePage({ subtitle: "𡶂𠀡𡶂滨镇 −612" }));
    const copied = poppler("pdftotext", rare, "-enc", "UTF-8");
    expect(copied).toContain("𡶂𠀡𡶂滨镇 −612");
    expect(text + copied).not.toMatch(/Error|Warning/);
  },
);
