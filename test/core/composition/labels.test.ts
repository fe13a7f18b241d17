import fc from "fast-check";
import { expect, test } from "vitest";
import { overlap, placeLabels, type LabelWish } from "../../../core/composition/labels.ts";
import { MM_PER_POINT } from "../../../core/composition/sheet.ts";

const measure = (text: string, sizePt: number): number =>
  Array.from(text).length * sizePt * MM_PER_POINT;
const style = { sizesPt: [8, 6], weight: "regular", colour: "#000000", haloMm: 0.3 } as const;
const page = { x: 0, y: 0, widthMm: 200, heightMm: 150 };

const square = (x: number, y: number, edge: number): number[][][] => [
  [[x, y, x + edge, y, x + edge, y + edge, x, y + edge]],
];
const wish = (name: string, polygons: number[][][], more: Partial<LabelWish> = {}): LabelWish => ({
  variants: [[name, "95.0%"], [name]],
  polygons,
  ...more,
});

test("no two label boxes intersect, none lies on an obstacle or off the page", () => {
  const box = fc.record({
    x: fc.double({ min: -20, max: 190, noNaN: true }),
    y: fc.double({ min: -20, max: 140, noNaN: true }),
    edge: fc.double({ min: 1, max: 60, noNaN: true }),
    isSymbol: fc.boolean(),
  });
  const obstacle = { x: 90, y: 60, widthMm: 30, heightMm: 20 };
  fc.assert(
    fc.property(fc.array(box, { maxLength: 60 }), (boxes) => {
      const wishes = boxes.map(({ x, y, edge, isSymbol }, i) =>
        isSymbol
          ? wish(`安置点${i}`, [], { polygons: null, symbol: { x, y, radiusMm: edge / 10 } })
          : wish(`县${i}`, square(x, y, edge)),
      );
      const placed = placeLabels(wishes, style, measure, page, [obstacle]);
      placed.forEach(({ box: a }, i) => {
        expect(overlap(a, obstacle)).toBe(false);
        expect(a.x >= 0 && a.y >= 0 && a.x + a.widthMm <= 200 && a.y + a.heightMm <= 150).toBe(
          true,
        );
        for (const { box: b } of placed.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      });
    }),
  );
});

test("of two areas that want the same place the larger one is named", () => {
  const [label, ...none] = placeLabels(
    [wish("小县", square(50, 50, 5.2)), wish("大县", square(49.9, 49.9, 5.5))],
    style,
    measure,
    page,
    [],
  );
  expect(label!.items[0]!.text).toBe("大县");
  expect(none).toEqual([]);
});

test("a value that has no room below the name is left out, not the name", () => {
  const flat = [[[20, 20, 60, 20, 60, 24, 20, 24]]];
  const [label] = placeLabels([wish("长形县", flat)], style, measure, page, []);
  expect(label!.items.map(({ text }) => text)).toEqual(["长形县"]);
});

test("an area too small for its name gets none", () => {
  expect(
    placeLabels([wish("环江毛南族自治县", square(50, 50, 5))], style, measure, page, []),
  ).toEqual([]);
});

test("a label keeps out of the hole of its area", () => {
  const outer = [20, 20, 100, 20, 100, 100, 20, 100];
  const hole = [30, 30, 30, 90, 90, 90, 90, 30];
  const placed = placeLabels([wish("环形", [[outer, hole]])], style, measure, page, []);
  expect(placed).toHaveLength(1);
  const { x, y, widthMm, heightMm } = placed[0]!.box;
  expect(overlap({ x, y, widthMm, heightMm }, { x: 30, y: 30, widthMm: 60, heightMm: 60 })).toBe(
    false,
  );
});

test("on a dark area the name is white and without a rim", () => {
  const [label] = placeLabels(
    [wish("深色县", square(20, 20, 60), { isOnDark: true })],
    style,
    measure,
    page,
    [],
  );
  expect(label!.items[0]).toMatchObject({ colour: "#ffffff", haloMm: 0 });
});
