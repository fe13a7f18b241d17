import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOVE_REASONS, PlanChange } from "../../../core/contract/plan.ts";
import { editPlan } from "../../../core/relocation/assess.ts";
import { movesToRows, parseMoves } from "../../../core/relocation/moves-csv.ts";
import { settlement } from "./support/arbitrary-changes.ts";
import { assessed, context, edited, parts, whole } from "./support/world.ts";
import { anyEdit, FIRST } from "./support/world-edits.ts";

const PLAN = assessed(context(), {
  settlements: {
    s1: settlement({ name: "城关安置点" }),
    s2: settlement({ name: "新村" }),
    s3: settlement({ name: "新村" }),
  },
});
const parse = (rows: string[][]) => parseMoves(rows, PLAN.plan, PLAN.context);
const problems = (rows: string[][]) => {
  const parsed = parse(rows);
  return parsed.ok ? [] : parsed.problems.map(({ row, code }) => [row, code]);
};
const HEAD = ["village", "settlement", "year", "households", "reason"];

describe("a table of moves", () => {
  const plan = edited(PLAN, {
    moves: {
      v2: { ...whole("s1", 2016), reason: "hazardAvoidance" },
      v1: parts(["s1", 2016, 5], ["s2", 2018, 7]),
    },
  });
  test("has a row for each part, villages in order, in Chinese or English", () => {
    expect(movesToRows(plan.plan, plan.context, "zh")).toEqual([
      ["自然村代码", "自然村", "安置点编号", "安置点", "年度", "户数", "搬迁原因"],
      ["v1", "village v1", "s1", "城关安置点", "2016", "5", ""],
      ["v1", "village v1", "s2", "新村", "2018", "7", ""],
      ["v2", "village v2", "s1", "城关安置点", "2016", "", "避灾避险"],
    ]);
    expect(movesToRows(plan.plan, plan.context, "en")[3]).toContain("Hazard avoidance");
  });
  test("that was written is read back without loss, whatever the plan", () => {
    fc.assert(
      fc.property(
        fc.array(anyEdit, { maxLength: 12 }),
        fc.constantFrom("zh" as const, "en" as const),
        fc.boolean(),
        (edits, language, bare) => {
          let now = assessed(context(), FIRST);
          for (const edit of edits) {
            const next = editPlan(now, { ...edit, locks: {} });
            if (next.ok) now = next.assessed;
          }
          // A table cannot tell of villages that the data do not hold.
          const known = [...now.plan.moves].filter(([key]) => now.context.villageIndex.has(key));
          const rows = movesToRows(now.plan, now.context, language);
          const kept = rows.filter(([key], i) => i === 0 || now.context.villageIndex.has(key!));
          const read = parseMoves(bare ? kept.slice(1) : kept, now.plan, now.context);
          expect(read).toEqual({
            ok: true,
            change: { moves: Object.fromEntries(known) },
            villages: known.length,
          });
          expect(PlanChange.safeParse("change" in read ? read.change : null).success).toBe(true);
        },
      ),
    );
  });
});

describe("reading", () => {
  test("takes headers in any order and columns that it does not know", () => {
    expect(
      parse([
        ["备注", "年份", "安置点", "代码"],
        ["x", "2016", "城关安置点", "v1"],
      ]),
    ).toEqual({
      ok: true,
      change: { moves: { v1: whole("s1", 2016) } },
      villages: 1,
    });
  });
  test("takes full-width digits, 2016年, 5户, numbers kept as text and spare blanks", () => {
    const rows = [
      HEAD,
      [" 'v1 ", "ｓ１", "２０１６年", "５户", ""],
      ["v2", "s1", "2017.0", "3.0", ""],
    ];
    expect(parse(rows)).toMatchObject({
      change: { moves: { v1: parts(["s1", 2016, 5]), v2: parts(["s1", 2017, 3]) } },
    });
  });
  test.each(MOVE_REASONS.map((code) => [code]))("takes the reason %s", (code) => {
    expect(parse([HEAD, ["v1", "s1", "2016", "", code]])).toMatchObject({
      change: { moves: { v1: { reason: code } } },
    });
  });
  test("takes the whole village for no number, 全部 and all", () => {
    for (const word of ["", "全部", "All"])
      expect(parse([HEAD, ["v1", "s1", "2016", word, ""]])).toMatchObject({
        change: { moves: { v1: whole("s1") } },
      });
  });
  test("leaves out empty rows, and of no rows makes no moves", () => {
    expect(parse([HEAD, ["", " ", ""], []])).toMatchObject({ ok: true, villages: 0 });
  });
  test("counts rows as a spreadsheet does, and tells every fault at once", () => {
    expect(
      problems([
        HEAD,
        ["v1", "s1", "2016", "", ""],
        ["", "", ""],
        ["v9", "s9", "soon", "0", "because"],
        ["v2", "新村", "2021", "1.5", ""],
      ]),
    ).toEqual([
      [4, "unknownVillage"],
      [4, "unknownSettlement"],
      [4, "badYear"],
      [4, "badHouseholds"],
      [4, "unknownReason"],
      [5, "ambiguousSettlement"],
      [5, "yearOutside"],
      [5, "badHouseholds"],
    ]);
  });
  test("refuses a whole village beside parts of it, and more than twelve parts", () => {
    const row = (households: string) => ["v1", "s1", "2016", households, ""];
    expect(problems([HEAD, row("3"), row("")])).toEqual([[3, "wholeAndParts"]]);
    expect(problems([HEAD, row(""), row("")])).toEqual([[3, "wholeAndParts"]]);
    expect(problems([HEAD, ...Array.from({ length: 12 }, () => row("1"))])).toEqual([]);
    expect(problems([HEAD, ...Array.from({ length: 13 }, () => row("1"))])).toEqual([
      [14, "tooManyParts"],
    ]);
  });
  test("tells columns that are missing", () => {
    expect(problems([["village", "households"]])).toEqual([
      [1, "missingColumn"],
      [1, "missingColumn"],
    ]);
  });
});
