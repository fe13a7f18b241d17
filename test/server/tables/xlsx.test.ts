import { afterAll, describe, expect, it } from "vitest";
import { DatasetRefused, ProblemLog } from "../../../server/datasets/problems.ts";
import { openTable, type Table } from "../../../server/tables/open-table.ts";
import { Folder, zipOf } from "../datasets/support/files.ts";
import {
  DATE_STYLE,
  formula,
  MONTH_STYLE,
  PERCENT_STYLE,
  styled,
  xlsxOf,
  type XlsxCell,
  type XlsxOptions,
} from "./make-xlsx.ts";

const folder = new Folder();
afterAll(() => folder.clear());

const HEAD = ["名称", "时期", "人数"];
let files = 0;

async function read(
  rows: readonly (readonly XlsxCell[])[],
  options?: XlsxOptions,
  sheet?: string,
): Promise<{ table: Table; log: ProblemLog }> {
  return open(xlsxOf(rows, options), sheet);
}

async function open(bytes: Buffer, sheet?: string): Promise<{ table: Table; log: ProblemLog }> {
  const log = new ProblemLog();
  const path = folder.write(`t${files++}.xlsx`, bytes);
  const table = await openTable(path, sheet === undefined ? {} : { sheet }, log);
  return { table, log };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DatasetRefused) return error.problems[0]!.code;
    throw error;
  }
  return "taken in";
}

describe("a workbook", () => {
  it("gives texts, numbers, truths, dates as days and percentages as they are shown", async () => {
    const { table } = await read([
      ["名称", "日", "月", "率", "真", "数"],
      [
        "新村",
        styled(42491, DATE_STYLE),
        styled(42491, MONTH_STYLE),
        styled(0.955, PERCENT_STYLE),
        true,
        42491,
      ],
    ]);
    expect(table.columns).toEqual(["名称", "日", "月", "率", "真", "数"]);
    expect(table.rows).toEqual([
      { row: 1, values: ["新村", "2016-05-01", "2016-05-01", "95.5%", true, 42491] },
    ]);
    expect(table).toMatchObject({ format: "XLSX", sheet: "Sheet1" });
  });
  it("leaves out the pronunciation of a text and joins its runs", async () => {
    const { table } = await read([HEAD, ["下弄", "2016", 3]]);
    expect(table.rows[0]!.values[0]).toBe("下弄");
  });
  it("gives texts that stand in the cell itself", async () => {
    const inline = { attributes: 't="inlineStr"', inside: "<is><t>直接</t></is>" };
    const { table } = await read([HEAD, [inline, "2016", 3]]);
    expect(table.rows[0]!.values[0]).toBe("直接");
  });
  it("may have a merged title above the names of its columns", async () => {
    const { table, log } = await read([["搬迁进度表", null, null], [], HEAD, ["新村", "2016", 3]], {
      merges: ["A1:C1"],
    });
    expect(table.columns).toEqual(HEAD);
    expect(log.list().map(({ code }) => code)).toEqual(["title-lines"]);
  });
  it("is refused with merged names or merged data, and says which line", async () => {
    const rows = [HEAD, ["新村", "2016", 3], ["新村", "2017", 3]];
    expect(await refusal(read(rows, { merges: ["B1:C1"] }))).toBe("merged-header");
    expect(await refusal(read(rows, { merges: ["A2:A3"] }))).toBe("merged-cells");
  });
  it("tells of formulas in the columns that are read, and refuses those never computed", async () => {
    const { table } = await read([
      HEAD,
      ["新村", "2016", formula("[1]Sheet1!A1*2", 30)],
      ["新村", "2017", formula("1+1", null)],
    ]);
    expect(table.rows[0]!.values[2]).toBe(30);
    const log = new ProblemLog();
    table.tellOfColumns(log, (column) => column === 2);
    expect(log.list().map(({ code, rows }) => [code, rows])).toEqual([
      ["formula-without-value", [2]],
      ["formula", [1]],
    ]);
    const unused = new ProblemLog();
    table.tellOfColumns(unused, (column) => column === 0);
    expect(unused.list()).toEqual([]);
  });
  it("with a million empty rows is read in seconds and leaves nothing of them", async () => {
    const empty: string[] = [];
    for (let row = 3; row <= 1_048_576; row++)
      empty.push(`<row r="${row}" spans="1:3"><c r="A${row}" s="1"/></row>`);
    const began = performance.now();
    const { table } = await read([HEAD, ["新村", "2016", 3]], { moreRows: empty.join("") });
    expect(table.rows).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(60_000);
  });
  it("tells of macros and links to other files, and leaves them alone", async () => {
    const { log } = await read([HEAD, ["新村", "2016", 3]], {
      parts: [
        { name: "xl/vbaProject.bin", content: Buffer.from("x") },
        { name: "xl/externalLinks/externalLink1.xml", content: Buffer.from("<x/>") },
      ],
    });
    expect(log.list().map(({ code }) => code)).toEqual([
      "workbook-with-macros",
      "workbook-with-links",
    ]);
  });
  it("of several filled sheets needs the name of one; empty ones do not count", async () => {
    const rows = [HEAD, ["新村", "2016", 3]];
    expect(await refusal(read(rows, { sheets: { 二: rows } }))).toBe("several-sheets");
    expect((await read(rows, { sheets: { 二: rows } }, "二")).table.sheet).toBe("二");
    expect((await read(rows, { sheets: { 二: [] } })).table.sheet).toBe("Sheet1");
    expect(await refusal(read(rows, {}, "三"))).toBe("no-such-sheet");
  });
});

describe("a hostile workbook is refused", () => {
  const rows = [HEAD, ["新村", "2016", 3]];
  it("with a DOCTYPE, an entity that stands for itself ten times over, or one of another file", async () => {
    const laughs = Array.from(
      { length: 10 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    ).join("");
    for (const before of [
      "<!DOCTYPE worksheet>",
      `<!DOCTYPE worksheet [<!ENTITY l0 "lol">${laughs}]>`,
      '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      `<!DOCTYPE worksheet [${"<!-- x -->".repeat(100_000)}]>`,
    ])
      expect(["xml-doctype", "xml-damaged"]).toContain(await refusal(read(rows, { before })));
  });
  it("that is no archive, an old or protected one, or no workbook", async () => {
    expect(await refusal(open(Buffer.from("名称,人数\n")))).toBe("zip-damaged");
    expect(await refusal(open(Buffer.from("d0cf11e0a1b11ae1", "hex")))).toBe(
      "old-or-protected-workbook",
    );
    const empty = zipOf([{ name: "a.xml", content: Buffer.from("<a/>") }]);
    expect(await refusal(open(empty))).toBe("not-a-workbook");
  });
  it("that unpacks to a thousand times its size, also where it says less", async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, " ");
    const parts = [{ name: "xl/big.xml", content: bomb }];
    expect(await refusal(read(rows, { parts }))).toBe("zip-bomb");
    expect(await refusal(read(rows, { parts: [{ ...parts[0]!, claims: 10 }] }))).toMatch(/^zip-/);
  });
  it("whose parts point outside, stand twice, or are cut off", async () => {
    const part = (name: string) => ({ name, content: Buffer.from("<x/>") });
    expect(await refusal(read(rows, { parts: [part("../../x.xml")] }))).toBe("zip-path");
    expect(await refusal(read(rows, { parts: [part("xl/styles.xml")] }))).toBe(
      "zip-duplicate-name",
    );
    expect(await refusal(read(rows, { moreRows: "<row r='9'><c" }))).toBe("xml-damaged");
  });
  it("whose rows or cells stand out of order or beyond the sheet", async () => {
    for (const moreRows of [
      '<row r="1"/>',
      '<row r="1048577"/>',
      '<row r="x"/>',
      '<row r="9"><c r="B9"/><c r="A9"/></row>',
      '<row r="9"><c r="A8"/></row>',
    ])
      expect(await refusal(read(rows, { moreRows }))).toBe("sheet-out-of-order");
  });
  it("with values in more columns than any table has; formatted empty cells there do no harm", async () => {
    const far = (inside: string) => `<row r="9"><c r="XFD9" s="1">${inside}</c></row>`;
    expect(await refusal(read(rows, { moreRows: far("<v>1</v>") }))).toBe("too-many-columns");
    expect((await read(rows, { moreRows: far("") })).table.rows).toHaveLength(1);
  });
  it("without records", async () => {
    expect(await refusal(read([HEAD]))).toBe("empty-file");
    expect(await refusal(read([]))).toBe("empty-file");
  });
});
