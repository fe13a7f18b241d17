import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { composeReport } from "../../../core/composition/report-pages.ts";
import { wordCell, type Report } from "../../../core/composition/report.ts";
import { openTypefaces } from "../../../server/exports/typefaces.ts";
import { textOf } from "../../../server/exports/print-job.ts";
import { writeDocx } from "../../../server/exports/report-docx.ts";
import { writeXlsx } from "../../../server/exports/report-xlsx.ts";

const faces = openTypefaces();
const HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '<b>&"x"</b>'];
const report: Report = {
  language: "zh-CN",
  title: "南丹县报告: [2014/2020]*?",
  subtitle: "编制日期 2020-12-31",
  organisation: "发改局",
  demonstration: true,
  figures: [{ label: "人口（人）", text: "390,767" }],
  sections: [
    {
      heading: "设施覆盖",
      texts: ["说明"],
      table: {
        columns: ["指标", "覆盖率", "未达到"],
        leftColumns: 1,
        rows: HOSTILE.map((text, i) => [
          wordCell(text),
          { text: "73.4%", value: 0.7345, format: "rate" },
          { text: "—", value: i === 0 ? null : 496, format: "count" },
        ]),
      },
    },
  ],
  imprint: ["资料来源：县台账"],
};
const picture = {
  png: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
  name: "图",
  widthMm: 210,
  heightMm: 297,
};

/** Parts of a zip by name. */
function unzip(bytes: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    const [size, name, extra, comment] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
    ];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + size);
    const body = bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
    parts.set(bytes.toString("utf8", at + 46, at + 46 + name), body.toString("utf8"));
    at += 46 + name + extra + comment;
  }
  return parts;
}

test("a workbook stores what looks like a formula as text, and figures as numbers", async () => {
  const parts = unzip(await writeXlsx(report, [picture]));
  const sheets = [...parts].filter(([name]) => name.startsWith("xl/worksheets/sheet"));
  expect(sheets).toHaveLength(3);
  for (const [, xml] of sheets) expect(xml).not.toMatch(/<f[ >]/);
  const strings = parts.get("xl/sharedStrings.xml")!;
  for (const text of HOSTILE.slice(0, 4))
    expect(strings).toContain(
      `>${text.replaceAll("'", "&apos;")}<`.replaceAll(
        "&apos;",
        strings.includes("&apos;") ? "&apos;" : "'",
      ),
    );
  expect(strings).toContain("&lt;b&gt;&amp;");
  expect(sheets.map(([, xml]) => xml).join("")).toMatch(/<v>0.7345<\/v>/);
});

test("names of sheets are those that spreadsheets take: without brackets and slashes, 31 characters, each once", async () => {
  const twice = { ...report, sections: [...report.sections, ...report.sections] };
  const workbook = unzip(await writeXlsx(twice, [])).get("xl/workbook.xml")!;
  const names = [...workbook.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map((match) => match[1]!);
  expect(names).toHaveLength(3);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(3);
  for (const name of names)
    expect([name, name.length <= 31, /[\\/?*[\]:]/.test(name)]).toEqual([name, true, false]);
});

test("a Word file has headings, tables whose heads are repeated, and the map with a text for it", async () => {
  const parts = unzip(await writeDocx(report, [picture]));
  const document = parts.get("word/document.xml")!;
  expect(document).toContain("设施覆盖");
  expect(document).toContain('w:val="Heading1"');
  expect(document).toContain("<w:tblHeader");
  expect(document).toContain("&lt;b&gt;&amp;");
  expect(document).toMatch(/descr="图"/);
  expect(document).not.toMatch(/w:instrText|fldSimple/);
});

test("characters that no XML holds are marked in Word files and workbooks, which open all the same", async () => {
  const text = "a\u0001b\ufffec\ud800d";
  const [section] = report.sections;
  const hostile = {
    ...report,
    title: text,
    organisation: text,
    sections: [{ ...section!, heading: text, texts: [text] }],
  };
  const maps = [{ ...picture, name: text }];
  const parts = [await writeDocx(hostile, maps), await writeXlsx(hostile, maps)]
    .flatMap((file) => [...unzip(file)])
    .filter(([name]) => /\.(xml|rels)$/.test(name));
  // oxlint-disable-next-line no-control-regex
  const broken = parts.filter(([, xml]) => /[\u0000-\u0008\ufffe]/.test(xml));
  expect(broken.map(([name]) => name)).toEqual([]);
  expect(unzip(await writeDocx(hostile, maps)).get("word/document.xml")).toContain(
    "a\ufffdb\ufffdc\ufffdd",
  );
});

test("every cell of a long table is on some page, under a head, and pages are numbered with the maps after them", () => {
  const rows = Array.from({ length: 120 }, (_, i) => [
    wordCell(`第${i}镇`),
    { text: `${i}.5%`, value: i / 100, format: "rate" as const },
    { text: String(i), value: i, format: "count" as const },
  ]);
  const [section] = report.sections;
  const long = { ...report, sections: [{ ...section!, table: { ...section!.table!, rows } }] };
  const pages = composeReport(long, faces.measure, 2).map(textOf);
  expect(pages.length).toBeGreaterThan(2);
  for (const [name] of rows)
    expect(pages.filter((page) => page.split("\n").includes(name!.text))).toHaveLength(1);
  for (const page of pages) expect(page).toContain("覆盖率");
  expect(pages[0]).toContain(`第1页 共${pages.length + 2}页`);
});
