import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { CLASSINGS } from "../../../core/contract/thematic.ts";
import {
  classify,
  classifyDifferences,
  classIndexOf,
  isValue,
  type Classing,
  type ClassLimits,
} from "../../../core/thematic/classify.ts";

const by = (set: Partial<Classing> = {}): Classing => ({
  classing: "quantile",
  classes: 5,
  breaks: [],
  target: null,
  ...set,
});
const limits = (classes: readonly ClassLimits[]) => classes.map(({ from, to }) => [from, to]);
const counts = (values: readonly (number | null)[], classes: readonly ClassLimits[]) => {
  const found = classes.map(() => 0);
  for (const value of values) {
    const at = classIndexOf(value, classes);
    if (at >= 0) found[at]!++;
  }
  return found;
};

describe("the classes of policy", () => {
  const classes = classify([0.2, 0.9], by({ classing: "policy", target: 0.95 }));
  it("are below 70 %, 70 to 80, 80 to 90, 90 to the target, and the target met", () => {
    expect(limits(classes)).toEqual([
      [null, 0.7],
      [0.7, 0.8],
      [0.8, 0.9],
      [0.9, 0.95],
      [0.95, null],
    ]);
  });
  it.each([
    [0, 0],
    [0.6999, 0],
    [0.7, 1],
    [0.8, 2],
    [0.9, 3],
    [0.9499, 3],
    [0.95, 4],
    [1.2, 4],
    [null, -1],
    [NaN, -1],
  ])("put %s into class %s", (value, at) => {
    expect(classIndexOf(value, classes)).toBe(at);
  });
  it("end at the target where that is lower, and are there without any value", () => {
    expect(limits(classify([], by({ classing: "policy", target: 0.85 })))).toEqual([
      [null, 0.7],
      [0.7, 0.8],
      [0.8, 0.85],
      [0.85, null],
    ]);
  });
  it("without a target give way to natural breaks", () => {
    const values = [1, 2, 50, 51, 90];
    const natural = classify(values, by({ classing: "natural", classes: 3 }));
    expect(classify(values, by({ classing: "policy", classes: 3 }))).toEqual(natural);
  });
});

describe("few or equal values", () => {
  it.each(["quantile", "natural", "equal"] as const)("by %s: none make no class", (classing) => {
    expect(classify([null, NaN, Infinity], by({ classing }))).toEqual([]);
  });
  it.each(["quantile", "natural", "equal"] as const)("by %s: one makes one", (classing) => {
    expect(limits(classify([0.4], by({ classing })))).toEqual([[0.4, 0.4]]);
    expect(limits(classify([7, 7, 7, null], by({ classing })))).toEqual([[7, 7]]);
  });
  it.each(["quantile", "natural", "equal"] as const)("by %s: two make two", (classing) => {
    const classes = classify([3, 9, 9, 9], by({ classing, classes: 9 }));
    expect(counts([3, 9, 9, 9], classes)).toEqual([1, 3]);
  });
});

describe("quantiles", () => {
  it("hold as many areas each as there are equal values", () => {
    const values = Array.from({ length: 20 }, (_, i) => i * i);
    expect(counts(values, classify(values, by({ classes: 4 })))).toEqual([5, 5, 5, 5]);
  });
  it("have limits as round as the values allow, and ends a twentieth beyond them at most", () => {
    const classes = classify([12, 14, 137, 148, 951, 1020], by({ classes: 3 }));
    expect(limits(classes)).toEqual([
      [0, 100],
      [100, 900],
      [900, 1020],
    ]);
  });
  it("never part equal values, and of many zeros leave the others their classes", () => {
    const classes = classify([0, 0, 0, 0, 0, 0, 1, 2], by({ classes: 4 }));
    expect(counts([0, 0, 0, 0, 0, 0, 1, 2], classes)).toEqual([6, 1, 1]);
  });
});

test("natural breaks find the gaps", () => {
  const values = [1, 2, 3, 40, 41, 42, 90, 91];
  expect(counts(values, classify(values, by({ classing: "natural", classes: 3 })))).toEqual([
    3, 3, 2,
  ]);
});

test("equal classes are equally wide", () => {
  expect(limits(classify([0, 3, 4, 5, 10], by({ classing: "equal" })))).toEqual([
    [0, 2],
    [2, 4],
    [4, 6],
    [6, 8],
    [8, 10],
  ]);
});

test("own limits make one class more than there are, also where nothing falls into one", () => {
  const classes = classify([5], by({ classing: "own", breaks: [0, 10] }));
  expect(limits(classes)).toEqual([
    [null, 0],
    [0, 10],
    [10, null],
  ]);
  expect(limits(classify([5], by({ classing: "own" })))).toEqual([[null, null]]);
});

const value = fc.oneof(
  fc.constant(null),
  fc.double({ noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  fc.integer({ min: -3, max: 3 }),
  fc.nat(1e6),
);

test("every area with a value is in exactly one class, and classes follow on each other", () => {
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 60 }),
      fc.constantFrom(...CLASSINGS),
      fc.integer({ min: 3, max: 9 }),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
      (values, classing, classes, target) => {
        const made = classify(values, { classing, classes, breaks: [-1, 0.5, 7], target });
        const found = counts(values, made);
        expect(found.reduce((all, one) => all + one, 0)).toBe(values.filter(isValue).length);
        made.slice(1).forEach(({ from }, i) => expect(from).toBe(made[i]!.to));
        for (const { from, to } of made)
          expect(from ?? -Infinity).toBeLessThanOrEqual(to ?? Infinity);
        const isOpen = classing === "own" || (classing === "policy" && target !== null);
        expect(isOpen || made.length <= classes).toBe(true);
      },
    ),
    { numRuns: 1500 },
  );
});

test("quantiles and natural breaks leave no class empty, and order of values changes nothing", () => {
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 40 }),
      fc.constantFrom("quantile" as const, "natural" as const),
      (values, classing) => {
        const made = classify(values, by({ classing }));
        expect(counts(values, made).includes(0)).toBe(false);
        expect(classify(values.toReversed(), by({ classing }))).toEqual(made);
      },
    ),
    { numRuns: 1000 },
  );
});

describe("classes of differences", () => {
  it("lie symmetric about 0 with one for about the same", () => {
    expect(limits(classifyDifferences([-4, 10, 1], 5))).toEqual([
      [null, -6],
      [-6, -2],
      [-2, 2],
      [2, 6],
      [6, null],
    ]);
  });
  it("are one where nothing differs, and none where nothing is known", () => {
    expect(limits(classifyDifferences([0, 0, null], 5))).toEqual([[0, 0]]);
    expect(classifyDifferences([null], 5)).toEqual([]);
  });
  it("hold every difference, with the largest in an outermost one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.integer({ min: 3, max: 9 }),
        (values, classes) => {
          const most = Math.max(...values.map(Math.abs));
          fc.pre(most > 1e-9);
          const made = classifyDifferences(values, classes);
          expect(made).toHaveLength(classes % 2 === 1 ? classes : classes - 1);
          const froms = made.slice(1).map(({ from }) => from!);
          froms.forEach((from, i) => expect(from).toBeCloseTo(-froms.at(-1 - i)!, 9));
          const largest = values.find((one) => Math.abs(one) === most)!;
          expect([0, made.length - 1]).toContain(classIndexOf(largest, made));
          for (const one of values) expect(classIndexOf(one, made)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
