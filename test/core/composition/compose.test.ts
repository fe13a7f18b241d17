import { expect, test } from "vitest";
import { composeSheet, paperSize } from "../../../core/composition/compose-sheet.ts";
import { readableDenominator } from "../../../core/composition/frame.ts";
import { overlap } from "../../../core/composition/labels.ts";
import { MM_PER_POINT, type Item } from "../../../core/composition/sheet.ts";
import type { SheetInput } from "../../../core/composition/sheet-input.ts";
import { samplePage } from "../../support/sheet.ts";

const measure = (text: string, sizePt: number): number =>
  Array.from(text).reduce((sum, each) => sum + (each.charCodeAt(0) < 0x2e80 ? 0.55 : 1), 0) *
  sizePt *
  MM_PER_POINT;
const textsOf = (items: readonly Item[]): string[] =>
  items.flatMap((item) =>
    item.kind === "text" ? [item.text] : item.kind === "clip" ? textsOf(item.items) : [],
  );

test.each([
  [243_100, 250_000],
  [250_000, 250_000],
  [999_999, 1_000_000],
  [1_590_000, 1_600_000],
  [7, 7],
])("1:%d becomes the readable 1:%d, never a larger map than fits", (least, readable) => {
  expect(readableDenominator(least)).toBe(readable);
});

/** What is drawn inside of maps. */
const inMap = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => (item.kind === "clip" ? item.items : []));

test.each([
  ["A4", "landscape", "choropleth"],
  ["A4", "portrait", "symbols"],
  ["A3", "landscape", "flows"],
  ["A3", "portrait", "dots"],
  ["A4", "landscape", "hex"],
] as const)(
  "%s %s %s: everything lies on the paper, labels do not overlap",
  (paper, orientation, style) => {
    const base = samplePage();
    const areas = base.maps[0]!.areas.map((area, i) => ({
      ...area,
      position: [107.95 + (i % 2) * 0.1, 24.55 + Math.floor(i / 2) * 0.09] as const,
      amount: (i + 1) * 100,
    }));
    const page = samplePage(
      { paper, orientation },
      {
        style,
        areas,
        flows: [{ from: [107.95, 24.55], to: [108.05, 24.64], persons: 900 }],
        settlements: [{ position: [108.05, 24.64], name: "中心安置点", persons: 900 }],
      },
    );
    const sheet = composeSheet(page, measure);
    expect([sheet.widthMm, sheet.heightMm]).toEqual(paperSize(paper, orientation));
    const heights = sheet.items.flatMap((item) => (item.kind === "text" ? [item.y] : []));
    expect(Math.min(...heights)).toBeGreaterThan(3);
    expect(Math.max(...heights)).toBeLessThan(sheet.heightMm - 3);
    expect(sheet.labels.length).toBeGreaterThan(2);
    sheet.labels.forEach(({ box }, i) => {
      for (const other of sheet.labels.slice(i + 1)) expect(overlap(box, other.box)).toBe(false);
    });
  },
);

test("hexagons of villages are drawn in their colours, dots at their places with what each stands for", () => {
  const [lng, lat] = [108, 24.6];
  const ring = [lng, lat, lng + 0.02, lat, lng + 0.01, lat + 0.02, lng, lat];
  const hexes = composeSheet(
    samplePage({}, { style: "hex", spread: { hexes: [{ ring, fill: "#123abc" }] } }),
    measure,
  );
  expect(
    inMap(hexes.items).filter((item) => "fill" in item && item.fill === "#123abc"),
  ).toHaveLength(1);
  const dots = composeSheet(
    samplePage(
      {},
      {
        style: "dots",
        areas: samplePage().maps[0]!.areas.map((area) => ({ ...area, amount: 9 })),
        spread: { dots: [lng, lat], perDot: 250 },
      },
    ),
    measure,
  );
  const [x, y] = dots.frames[0]!.toPage([lng, lat]);
  expect(inMap(dots.items)).toContainEqual(expect.objectContaining({ kind: "circle", x, y }));
  expect(textsOf(dots.items).join("\n")).toContain("250");
});

test("two maps have the same scale, a heading each, and one legend", () => {
  const [map] = samplePage().maps;
  const page: SheetInput = samplePage({
    maps: [
      { ...map!, heading: "2014 年" },
      { ...map!, heading: "2020 年" },
    ],
  });
  const sheet = composeSheet(page, measure);
  expect(sheet.frames).toHaveLength(2);
  expect(sheet.frames[0]!.denominator).toBe(sheet.frames[1]!.denominator);
  const texts = textsOf(sheet.items);
  expect(texts).toEqual(expect.arrayContaining(["2014 年", "2020 年"]));
  expect(texts.filter((text) => text === "图例")).toHaveLength(1);
});

test("the region itself has no place in its region, and an area without an outline is refused", () => {
  const texts = textsOf(composeSheet(samplePage({ locator: null }), measure).items);
  expect(texts.some((text) => text.includes("的位置"))).toBe(false);
  expect(() => composeSheet(samplePage({}, { whole: [] }), measure)).toThrow(RangeError);
});

test("a table that is longer than its room shows the first and the last and says how many are left out", () => {
  const rows = Array.from({ length: 200 }, (_, i) => ({
    cells: [String(i + 1), `第${i + 1}乡`, "90.0%"],
    colour: null,
  }));
  const page = samplePage({ ranking: { ...samplePage().ranking!, rows } });
  const texts = textsOf(composeSheet(page, measure).items);
  expect(texts).toContain("第1乡");
  expect(texts).toContain("第200乡");
  expect(texts).not.toContain("第100乡");
  const shown = texts.filter((text) => /^第\d+乡$/.test(text)).length;
  expect(texts).toContain(`… 其余${200 - shown}个略 …`);
});
