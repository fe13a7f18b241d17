import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classesOf, classOf, paintOf } from "../../client/coverage/classes.ts";
import { levelsToPaint } from "../../client/map/levels.ts";
import { scrollToShow, visibleRows } from "../../client/ui/visible-rows.ts";

const rate = (served: number, unserved: number, unknown = 0) => {
  const known = served + unserved;
  const eligible = known + unknown;
  return {
    eligible,
    served,
    unserved,
    unknown,
    rate: known === 0 ? null : served / known,
    low: eligible === 0 ? null : served / eligible,
    high: eligible === 0 ? null : (served + unknown) / eligible,
  };
};

describe("classes of a rate", () => {
  test("for 95% are the five of the legend", () => {
    expect(classesOf(0.95).map(({ from, to, colour }) => [from, to, colour])).toEqual([
      [0, 0.7, "#b35806"],
      [0.7, 0.8, "#e08214"],
      [0.8, 0.9, "#fdb863"],
      [0.9, 0.95, "#fee0b6"],
      [0.95, 1, "#5aa2cf"],
    ]);
  });
  test("turn blue exactly at the target", () => {
    expect(classOf(0.95, classesOf(0.95))?.meetsTarget).toBe(true);
    expect(classOf(0.9499999, classesOf(0.95))?.meetsTarget).toBe(false);
    expect(classOf(1, classesOf(1))?.meetsTarget).toBe(true);
    expect(classOf(0.999, classesOf(1))?.meetsTarget).toBe(false);
  });
  test("cover every rate without a gap, whatever the target", () => {
    fc.assert(
      fc.property(
        fc.option(fc.double({ min: 0.01, max: 1, noNaN: true })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (target, value) => {
          const classes = classesOf(target);
          expect(classes[0]!.from).toBe(0);
          expect(classes.at(-1)!.to).toBe(1);
          for (let i = 1; i < classes.length; i++)
            expect(classes[i]!.from).toBe(classes[i - 1]!.to);
          const found = classOf(value, classes);
          expect(found).not.toBeNull();
          expect(found!.meetsTarget).toBe(target !== null && value >= target);
        },
      ),
    );
  });
  test("below the target and from it on are told apart without a target by neither colour", () => {
    const plain = classesOf(null);
    expect(plain.some(({ meetsTarget: met }) => met)).toBe(false);
    expect(plain.map(({ colour }) => colour)).not.toContain("#5aa2cf");
  });
});

describe("the paint of an area", () => {
  const classes = classesOf(0.95);
  test("is hatched where nothing is eligible", () =>
    expect(paintOf(rate(0, 0), classes).hatched).toBe(true));
  test("is grey, not orange, where every status is unknown", () =>
    expect(paintOf(rate(0, 0, 5), classes)).toEqual({ colour: "#b5bcc4", hatched: false }));
  test("is the class of its rate", () =>
    expect(paintOf(rate(6, 4), classes)).toEqual({ colour: "#b35806", hatched: false }));
});

describe("the level of areas that is painted", () => {
  test("gets finer as one comes closer", () => {
    expect(levelsToPaint(5, "region")[0]).toBe("city");
    expect(levelsToPaint(6.5, "region")[0]).toBe("county");
    expect(levelsToPaint(10, "region")[0]).toBe("township");
    expect(levelsToPaint(8, "county")[0]).toBe("township");
  });
  test("falls back on every other level once, for regions that lack one", () => {
    for (const zoom of [4, 6, 8, 12])
      expect(levelsToPaint(zoom, "city").toSorted()).toEqual(
        ["administrativeVillage", "city", "county", "township"].toSorted(),
      );
  });
});

describe("a long list", () => {
  test("draws the rows in sight and few others", () => {
    const { first, last } = visibleRows(46_000, 460, 46, 14_000);
    expect(first).toBeLessThanOrEqual(1000);
    expect(last).toBeGreaterThanOrEqual(1010);
    expect(last - first).toBeLessThan(40);
  });
  test("never asks for rows that do not exist", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(2000), fc.nat(5000), (top, height, rows) => {
        const { first, last } = visibleRows(top, height, 46, rows);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(rows);
        expect(first).toBeLessThanOrEqual(last);
      }),
    );
  });
  test("scrolls no further than a row needs", () => {
    expect(scrollToShow(5, 0, 460, 46)).toBe(0);
    expect(scrollToShow(10, 0, 460, 46)).toBe(46);
    expect(scrollToShow(0, 92, 460, 46)).toBe(0);
  });
});
