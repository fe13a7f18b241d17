import { describe, expect, it, test } from "vitest";
import type { ThematicView } from "../../../core/contract/thematic.ts";
import type { MapColumns } from "../../../core/thematic/columns.ts";
import { differenceMap, paintMap, usualStyle, valuesOf } from "../../../core/thematic/paint-map.ts";
import { findIndicator } from "../../../core/thematic/indicators.ts";
import { coloursOf } from "../../../core/thematic/palettes.ts";
import { defaultView } from "../../../core/thematic/view.ts";
import { planOf, today, yearsOfRule } from "./support/columns.ts";

const COLUMNS: MapColumns = {
  today: today(),
  plan: planOf(),
  ruleYears: { "village-road": yearsOfRule() },
};
const view = (set: Partial<ThematicView> = {}): ThematicView => ({ ...defaultView("45"), ...set });

describe("a map of a rate", () => {
  const map = paintMap(view(), COLUMNS);
  it("has the classes of policy with their colours, and counts its areas", () => {
    expect(map.classes.map(({ from, colour, count }) => [from, colour, count])).toEqual([
      [null, "#b35806", 1],
      [0.7, "#e08214", 0],
      [0.8, "#fdb863", 0],
      [0.9, "#fee0b6", 0],
      [0.95, "#5aa2cf", 1],
    ]);
  });
  it("has every area with number, value, class and parts; no class without a value", () => {
    expect(
      map.areas.map(({ id, code, value, classIndex }) => [id, code, value, classIndex]),
    ).toEqual([
      [10, "c1", 0.96, 4],
      [11, "c2", 0.6, 0],
      [12, "c3", null, -1],
      [13, "c4", null, -1],
    ]);
    expect(map.areas[1]!.parts[1]).toEqual({ code: "unserved", value: 20 });
  });
  it("without a target has natural breaks from light to dark, where policy says nothing", () => {
    const plain = paintMap(view({ indicator: "rate:rural-access:villages" }), COLUMNS);
    expect(plain.classes).toEqual([
      { from: 0.5, to: 0.5, colour: coloursOf("blue", 1)[0], count: 2 },
    ]);
  });
  it("switched to a year shows that year", () => {
    const later = paintMap(view({ basis: "afterWorks", year: 2015 }), COLUMNS);
    expect(later.areas[1]).toMatchObject({ value: 0.8, classIndex: 2 });
  });
});

test("orange stands for bad: many not served is orange, and few is blue", () => {
  const few = view({
    indicator: "unserved:village-road:villages",
    classing: "quantile",
    classes: 3,
  });
  const map = paintMap(few, COLUMNS);
  const colourOf = (code: string) =>
    map.classes[map.areas.find((area) => area.code === code)!.classIndex]!.colour;
  expect([colourOf("c3"), colourOf("c2")]).toEqual(
    [...coloursOf("orange-blue", 3)].toReversed().filter((_, i) => i !== 1),
  );
});

test("an indicator that does not exist paints nothing and has no classes", () => {
  const map = paintMap(view({ indicator: "happiness" }), COLUMNS);
  expect(map.classes).toEqual([]);
  expect(map.areas.every(({ value, classIndex }) => value === null && classIndex === -1)).toBe(
    true,
  );
});

test("classes for every year stay the same when the year is played", () => {
  const moved = (year: number, everyYear: boolean) =>
    paintMap(
      view({ indicator: "moved-persons", year, classing: "natural", palette: "violet" }),
      COLUMNS,
      {
        everyYear,
      },
    ).classes.map(({ from, to }) => [from, to]);
  expect(moved(2014, true)).toEqual(moved(2015, true));
  expect(moved(2014, false)).not.toEqual(moved(2015, false));
});

test("classes for every year hold the values of each, and are those of other columns no more", () => {
  const shown = view({ indicator: "moved-persons", classing: "equal", classes: 3, year: 2014 });
  const limits = (columns: MapColumns, set: Partial<ThematicView> = {}) => {
    const { classes } = paintMap({ ...shown, ...set }, columns, { everyYear: true });
    return [classes[0]!.from, classes.at(-1)!.to, classes.length];
  };
  expect(limits(COLUMNS)).toEqual([0, 120, 3]);
  expect(limits(COLUMNS, { year: 2016 })).toEqual([0, 120, 3]);
  expect(limits(COLUMNS, { classes: 4 })).toEqual([0, 120, 4]);
  expect(limits(COLUMNS, { indicator: "moved-villages" })).toEqual([0, 3, 3]);
  // All years together are none of them: they bring their own values in.
  expect(limits(COLUMNS, { year: null })).toEqual([0, 160, 3]);
  const more = {
    ...COLUMNS,
    plan: planOf({
      movedPersons: [
        [9, 1],
        [5, 5],
        [1, 4],
      ],
    }),
  };
  expect(limits(more)).toEqual([1, 9, 3]);
});

test("two maps side by side share classes that hold the values of both", () => {
  const other = view({ indicator: "moved-persons", year: 2015 });
  const one = view({ indicator: "moved-persons", year: 2014, classing: "equal", classes: 3 });
  const map = paintMap(one, COLUMNS, { others: valuesOf(other, COLUMNS) });
  expect([map.classes[0]!.from, map.classes.at(-1)!.to]).toEqual([0, 120]);
});

describe("a difference", () => {
  const before = view();
  const after = view({ basis: "afterWorks", year: 2016 });
  it("is the other minus this, null where either is not known, with both as parts", () => {
    const map = differenceMap(before, COLUMNS, { subject: after, columns: COLUMNS });
    expect(map.areas.map(({ value }) => value)).toEqual([0, expect.closeTo(0.2, 12), null, null]);
    expect(map.areas[1]!.parts).toEqual([
      { code: "before", value: 0.6 },
      { code: "after", value: 0.8 },
    ]);
  });
  it("is blue where it is for the better, whichever direction that is", () => {
    const better = differenceMap(before, COLUMNS, { subject: after, columns: COLUMNS });
    const gap = { indicator: "unserved:village-road:villages" };
    const fewer = differenceMap({ ...before, ...gap }, COLUMNS, {
      subject: { ...after, ...gap },
      columns: COLUMNS,
    });
    const colourOf = (map: typeof better) => map.classes[map.areas[1]!.classIndex]!.colour;
    expect(fewer.areas[1]!.value).toBe(-10);
    expect(colourOf(fewer)).toBe(colourOf(better));
    expect(colourOf(better)).toBe(coloursOf("orange-blue", 5).at(-1));
  });
  it("the other way round is the same with the sign turned, in the classes mirrored", () => {
    const forth = differenceMap(before, COLUMNS, { subject: after, columns: COLUMNS });
    const back = differenceMap(after, COLUMNS, { subject: before, columns: COLUMNS });
    expect(back.areas[1]!.value).toBeCloseTo(-forth.areas[1]!.value!, 12);
    expect(back.areas[1]!.classIndex).toBe(4 - forth.areas[1]!.classIndex);
  });
  it("finds areas by code where the other columns have another order, and knows nothing of others", () => {
    const few = today();
    const reversed: MapColumns = {
      today: { ...few, areas: few.areas.slice(0, 1), villages: [7] },
    };
    const villages = view({ indicator: "villages" });
    const map = differenceMap(villages, COLUMNS, { subject: villages, columns: reversed });
    expect(map.areas.map(({ value }) => value)).toEqual([-93, null, null, null]);
  });
});

test("what is shown when nobody has chosen: policy for rates, else natural breaks in one hue", () => {
  expect(usualStyle(findIndicator("rate:x:villages")!)).toEqual({
    classing: "policy",
    palette: "orange-blue",
  });
  expect(usualStyle(findIndicator("moved-persons")!)).toEqual({
    classing: "natural",
    palette: "violet",
  });
});
