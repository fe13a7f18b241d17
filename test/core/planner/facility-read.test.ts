import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FacilityProblem } from "../../../core/planner/facility/problem.ts";
import { readFacility, type FacilityFault } from "../../../core/planner/facility/read.ts";
import { facilityText } from "../../bench/facility-data.ts";
import { faultText } from "../../bench/facility-text.ts";
import { anyFacility, facility } from "./support/facility-problems.ts";

const TWO_BY_THREE = facility(
  [
    [10, 100],
    [20, 200.5],
  ],
  [3, 4, 5],
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
);
const OR_LIBRARY = "2 3\n 10 100.\n20 2.005e2\n 3\n1. 4.\n 4 \n2 5\n5\n3\n6\n";
const HOLMBERG = "2 3\n10 100\n20 200.5\n3 4\n5\n1 2 3\n4 5\n6";
const DEMANDS_FIRST = "2 3\n3 4 5\n10 20\n100 200.5\n1 2 3\n4 5 6\n";

function problemOf(text: string, options?: Parameters<typeof readFacility>[1]): FacilityProblem {
  const read = readFacility(text, options);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.problem;
}

function faultsOf(
  text: string,
  options?: Parameters<typeof readFacility>[1],
): readonly FacilityFault[] {
  const read = readFacility(text, options);
  return read.ok ? [] : read.problems;
}

describe("a published instance", () => {
  test.each([
    ["orLibrary", OR_LIBRARY],
    ["holmberg", HOLMBERG],
    ["demandsFirst", DEMANDS_FIRST],
  ])("of format %s is told by its lines", (format, text) => {
    const read = readFacility(text);
    expect(read).toMatchObject({ ok: true, format, optimum: null });
    expect(problemOf(text)).toEqual(TWO_BY_THREE);
  });

  test("may end with its optimum", () => {
    expect(readFacility(`${HOLMBERG}\n  1234.5 \n`)).toMatchObject({ optimum: 1234.5 });
  });

  test("written and read again is the same", () => {
    fc.assert(
      fc.property(anyFacility, (problem) => {
        expect(problemOf(facilityText(problem), { format: "holmberg" })).toEqual(problem);
      }),
    );
  });

  test("comes with any line ends, with tabs and with a byte-order mark", () => {
    expect(problemOf(`\ufeff${HOLMBERG.replaceAll("\n", "\r\n").replaceAll(" ", "\t")}`)).toEqual(
      TWO_BY_THREE,
    );
  });

  test("may have no customers, or no sites", () => {
    expect(problemOf("2 0\n1 2\n3 4\n")).toEqual(
      facility(
        [
          [1, 2],
          [3, 4],
        ],
        [],
        [],
      ),
    );
    expect(problemOf("0 2\n5\n6\n").demand).toEqual(Float64Array.from([5, 6]));
    expect(problemOf("0 0\n").cost).toHaveLength(0);
  });

  test("with the word capacity needs a number for it", () => {
    const open = OR_LIBRARY.replace(" 10 ", " capacity ").replace("20 ", "Capacity ");
    expect(problemOf(open, { capacity: 8000 }).capacity).toEqual(Float64Array.from([8000, 8000]));
    expect(faultsOf(open)).toEqual([
      { code: "capacityNeeded", line: 2, field: "capacity of site 1", found: "capacity" },
    ]);
    expect(faultsOf(OR_LIBRARY, { capacity: 8000 })).toMatchObject([{ code: "capacityNotNeeded" }]);
  });
});

describe("a malformed file is refused with line and field", () => {
  const cases: [what: string, text: string, fault: Partial<FacilityFault>][] = [
    ["empty", " \n\n", { code: "empty", line: 1 }],
    ["one count only", "7", { code: "tooFew", field: "customers" }],
    [
      "a word for a count",
      "two 3\n",
      { code: "notANumber", line: 1, field: "sites", found: "two" },
    ],
    ["half a site", "2.5 3\n", { code: "notWhole", field: "sites", found: "2.5" }],
    ["less than no sites", "-2 3\n", { code: "negative", field: "sites" }],
    [
      "a decimal comma",
      HOLMBERG.replace("200.5", "200,5"),
      { code: "notANumber", line: 3, field: "fixed cost of site 2", found: "200,5" },
    ],
    [
      "hexadecimal",
      HOLMBERG.replace("4 5\n", "0x4 5\n"),
      { code: "notANumber", line: 7, field: "cost of customer 1 from site 2" },
    ],
    [
      "infinite",
      HOLMBERG.replace("1 2 3", "1 Infinity 3"),
      { code: "notANumber", line: 6, field: "cost of customer 2 from site 1" },
    ],
    [
      "a negative demand",
      HOLMBERG.replace("3 4\n5", "3 -4\n5"),
      { code: "negative", line: 4, field: "demand of customer 2", found: "-4" },
    ],
    [
      "a negative capacity",
      OR_LIBRARY.replace("20 2", "-20 2"),
      { code: "negative", line: 3, field: "capacity of site 2" },
    ],
    [
      "beyond what can be added up",
      HOLMBERG.replace("\n5\n", "\n1e300\n"),
      { code: "tooBig", line: 5, field: "demand of customer 3" },
    ],
    ["cut off", HOLMBERG.slice(0, -1), { code: "tooFew", line: 7, found: "14 numbers" }],
    ["with a rest", `${HOLMBERG} 7 8 9`, { code: "tooMany", line: 8, found: "8" }],
    ["all in one line", HOLMBERG.replaceAll("\n", " "), { code: "formatUnclear", line: 1 }],
    ["one number in a line", HOLMBERG.replaceAll(" ", "\n"), { code: "formatUnclear" }],
    [
      "more than fits into memory",
      "6000 6000\n",
      { code: "tooBig", field: "sites x customers", found: "6000 x 6000" },
    ],
    ["more sites than there are numbers", "99999999999 1\n", { code: "tooBig" }],
  ];
  test.each(cases)("%s", (_, text, fault) => {
    const faults = faultsOf(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject(fault);
    // The sentence names the line and says what to do.
    expect(faultText(faults[0]!)).toMatch(/^line \d+, .+: .+\.$/);
  });

  test("all faults are told at once, twenty at most", () => {
    expect(faultsOf(HOLMBERG.replace("100", "x").replace("1 2 3", "-1 y 3"))).toHaveLength(3);
    const text = `1 50\n5 5\n${"x ".repeat(50)}\n${"1 ".repeat(50)}`;
    expect(faultsOf(text)).toHaveLength(20);
  });

  test("a layout that the lines do not tell can be named", () => {
    const text = HOLMBERG.replaceAll("\n", " ");
    expect(problemOf(text, { format: "holmberg" })).toEqual(TWO_BY_THREE);
  });

  test("no text whatever makes it throw", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: -2, max: 4 }).map(String),
            fc.constantFrom("\n", "x", "1e9", ".", "capacity", "NaN"),
          ),
        ),
        (words) => {
          const read = readFacility(words.join(" "));
          expect(read.ok || read.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
