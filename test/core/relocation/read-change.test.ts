import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { outlineFault } from "../../../core/relocation/outline.ts";
import { readChange } from "../../../core/relocation/read-change.ts";
import { anyChange, settlement, works } from "./support/arbitrary-changes.ts";

function problemsOf(value: unknown): string[] {
  const read = readChange(value);
  return read.ok
    ? []
    : read.problems.map(({ path, params }) =>
        [path, params["fault"]].filter((part) => part !== undefined).join(" "),
      );
}
const site = (outline: unknown) => ({ settlements: { s1: { outline } } });
const square = [
  [107, 24],
  [107.01, 24],
  [107.01, 24.01],
  [107, 24.01],
  [107, 24],
];

describe("a change that somebody sent", () => {
  test("is read as it was meant, whatever it touches", () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        const read = readChange(JSON.parse(JSON.stringify(change)));
        expect(read).toEqual({ ok: true, change });
      }),
    );
  });

  test("of ten thousand keys is read whole", () => {
    const moves = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `v${i}`,
        { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null },
      ]),
    );
    expect(readChange({ moves })).toEqual({ ok: true, change: { moves } });
  });

  test.each([
    ["nothing", null, ""],
    ["a list", [], ""],
    ["a part that plans do not have", { villages: {} }, "villages"],
    ["a list of moves", { moves: [] }, "moves"],
    ["a key of prototypes", JSON.parse('{"__proto__": {"moves": {}}}'), "__proto__"],
    ["a village of that name", JSON.parse('{"moves": {"__proto__": null}}'), "moves.__proto__"],
    [
      "a field of that name",
      JSON.parse('{"settlements": {"s1": {"__proto__": {"name": "x"}}}}'),
      "settlements.s1",
    ],
    [
      "a facility that no database can number",
      { settlements: { s1: { facilityId: 2 ** 31 } } },
      "settlements.s1.facilityId",
    ],
    [
      "a feature that no database can number",
      { works: { w1: { featureId: Number.MAX_SAFE_INTEGER } } },
      "works.w1.featureId",
    ],
    ["an id with a slash", { works: { "a/b": null } }, "works.a/b"],
    ["a village key with half a character", { moves: { "\ud800": null } }, "moves.\ud800"],
    ["a name that ends in the middle", { settlements: { s1: { name: "a\0b" } } }, "settlements.s1"],
    [
      "an infinite place",
      { settlements: { s1: { position: [Infinity, 0] } } },
      "settlements.s1.position.0",
    ],
    [
      "a latitude of 500",
      { settlements: { s1: { position: [107, 500] } } },
      "settlements.s1.position.1",
    ],
    [
      "a capacity that is a text",
      { settlements: { s1: { capacityPersons: "500" } } },
      "settlements.s1.capacityPersons",
    ],
    [
      "half a household",
      { moves: { v1: { parts: [{ settlement: "s1", year: 2016, households: 3.5 }] } } },
      "moves.v1.parts.0.households",
    ],
    ["a target of a year and a half", { targets: { "45:20160": 5 } }, "targets.45:20160"],
    [
      "an outline that is left open",
      site([square.slice(0, 4)]),
      "settlements.s1.outline notClosed",
    ],
    [
      "a bow-tie",
      site([[square[0], square[2], square[1], square[3], square[0]]]),
      "settlements.s1.outline crosses",
    ],
    [
      "an outline of one point",
      site([[square[0], square[0], square[0], square[0]]]),
      "settlements.s1.outline noArea",
    ],
    [
      "a hole beside its shell",
      site([square, square.map(([lng, lat]) => [lng! + 1, lat])]),
      "settlements.s1.outline holeOutside",
    ],
    [
      "a road without length",
      {
        works: {
          w1: {
            geometry: {
              type: "LineString",
              coordinates: [
                [107, 24],
                [107, 24],
              ],
            },
          },
        },
      },
      "works.w1.geometry noLength",
    ],
    [
      "a supply area that crosses itself",
      {
        works: {
          w1: works({
            geometry: {
              type: "Polygon",
              coordinates: [[square[0], square[2], square[1], square[3], square[0]] as never],
            },
          }),
        },
      },
      "works.w1.geometry crosses",
    ],
  ])("is refused for %s, and the fault has its place", (_what, value, path) => {
    expect(problemsOf(value)).toContain(path);
  });

  test("with 200,000 wrong entries is refused with the first hundred, at once", () => {
    const moves: Record<string, number> = {};
    for (let i = 0; i < 200_000; i++) moves[`v${i}`] = i;
    const begin = performance.now();
    expect(problemsOf({ moves })).toHaveLength(100);
    expect(problemsOf(site([Array.from({ length: 1_000_000 }, () => "x")]))).toHaveLength(1);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  test("keeps every entry out when one is wrong", () => {
    const value: unknown = { settlements: { s1: settlement(), s2: { capacityPersons: -1 } } };
    expect(readChange(value)).not.toHaveProperty("change");
  });
});

describe("an outline", () => {
  const faultOf = (...rings: number[][][]) => outlineFault(rings as never)?.fault ?? null;

  test("is sound when it is closed and simple, in either direction, with points given twice, with a hole", () => {
    const hole = square.map(([lng, lat]) => [107.002 + (lng! - 107) / 4, 24.002 + (lat! - 24) / 4]);
    expect(faultOf(square)).toBeNull();
    expect(faultOf([...square].reverse())).toBeNull();
    expect(faultOf([square[0]!, square[0]!, ...square.slice(1)])).toBeNull();
    expect(faultOf(square, hole)).toBeNull();
  });

  test("may not touch itself, go back on its way or have a hole across its shell", () => {
    const eight = [
      [0, 0],
      [1, 1],
      [2, 0],
      [2, 2],
      [1, 1],
      [0, 2],
      [0, 0],
    ];
    expect(faultOf(eight)).toBe("crosses");
    expect(faultOf([square[0]!, square[1]!, square[2]!, square[1]!, square[0]!])).toBe("crosses");
    expect(
      faultOf(
        square,
        square.map(([lng, lat]) => [lng! + 0.005, lat!]),
      ),
    ).toBe("crosses");
  });

  test("that is a star of 2,000 points is sound, and with two of its corners exchanged it is not", () => {
    const star = Array.from({ length: 1999 }, (_, i) => {
      const [angle, radius] = [(i * 2 * Math.PI) / 1999, i % 2 === 0 ? 0.01 : 0.004];
      return [107 + radius * Math.cos(angle), 24 + radius * Math.sin(angle)];
    });
    const ring = (corners: number[][]) => [...corners, corners[0]!];
    expect(faultOf(ring(star))).toBeNull();
    const wrong = [...star];
    [wrong[500], wrong[900]] = [wrong[900]!, wrong[500]!];
    expect(faultOf(ring(wrong))).toBe("crosses");
  });
});

test("the contract and the reader agree on what a change is made of", () => {
  const change: PlanChange = {
    settlements: { s1: settlement() },
    moves: { v1: null },
    works: { w1: works() },
    targets: { "45:2016": 5 },
    budgets: { "45:selfRaised:2016": 5 },
    locks: { "village:v1": true },
    notes: { n1: null },
    settings: { "severity:overCapacity": "off" },
  };
  expect(readChange(change)).toEqual({ ok: true, change });
});
