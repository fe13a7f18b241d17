import type { Box, Frame } from "./frame.ts";
import { intervalsAt } from "./labels.ts";
import { rectangle, type Item, type TextMeasure } from "./sheet.ts";
import { textItem } from "./text.ts";
import type { PrintWords } from "./words.ts";

/** A thing that stands in a corner of a map. */
export interface Furniture {
  widthMm: number;
  heightMm: number;
  draw(x: number, y: number): Item[];
}

const INK = "#25303b";
/** Bars are about this long on A4, mm. */
const LEAST_BAR_MM = 24;
const MOST_BAR_MM = 70;

/** Kilometres of a scale bar: 1, 2, 5, 10, ..., the longest that is no longer than the paper allows; 10 km where that can be read. */
function barKilometres(denominator: number, unit: number): number {
  const mmPerKm = 1e6 / denominator;
  const fits = (km: number): boolean =>
    km * mmPerKm >= LEAST_BAR_MM * unit && km * mmPerKm <= MOST_BAR_MM * unit;
  if (fits(10)) return 10;
  for (let decade = 1e-3; decade < 1e5; decade *= 10)
    for (const step of [1, 2, 5]) if (fits(step * decade)) return step * decade;
  return (LEAST_BAR_MM * unit) / mmPerKm;
}

/** A bar in four parts with its kilometres, and the scale as a number. */
export function scaleBar(
  frame: Frame,
  unit: number,
  measure: TextMeasure,
  words: PrintWords,
): Furniture {
  const km = barKilometres(frame.denominator, unit);
  const length = (km * 1e6) / frame.denominator;
  const sizePt = 6.5 * unit;
  const style = { sizePt, weight: "regular", colour: INK } as const;
  const isShort = km < 1;
  const ends = [0, km / 2, km].map((each) =>
    String(Number((isShort ? each * 1000 : each).toPrecision(6))),
  );
  const last = `${ends[2]} ${isShort ? words.metres : words.kilometres}`;
  const scale = words.scale(frame.denominator.toLocaleString("en-US"));
  const scaleStyle = { ...style, weight: "bold" } as const;
  const overhang = Math.max(2 * unit, measure(last, sizePt, "regular") / 2 + unit);
  const widthMm = Math.max(
    length + 2.5 * unit + overhang,
    measure(scale, sizePt, "bold") + 4 * unit,
  );
  return {
    widthMm,
    heightMm: 10.6 * unit,
    draw(x, y) {
      const left = x + 2.5 * unit;
      const top = y + 7.4 * unit;
      const height = 1.4 * unit;
      const items: Item[] = [
        rectangle(x, y, widthMm, 10.6 * unit, { fill: "#ffffff", opacity: 0.86 }),
        textItem(scale, left - 0.4 * unit, y + 2.9 * unit, scaleStyle),
      ];
      for (let part = 0; part < 4; part++)
        items.push(
          rectangle(left + (length * part) / 4, top, length / 4, height, {
            fill: part % 2 === 0 ? INK : "#ffffff",
            stroke: { colour: INK, widthMm: 0.15 * unit },
          }),
        );
      [ends[0]!, ends[1]!, last].forEach((text, i) =>
        items.push(textItem(text, left + (length * i) / 2, top - 0.9 * unit, style, "middle")),
      );
      return items;
    },
  };
}

/** An arrow to grid north, which on a map about its own meridian is north but for a degree or so at its sides. */
export function northArrow(unit: number, words: PrintWords): Furniture {
  const [widthMm, heightMm] = [8 * unit, 14 * unit];
  return {
    widthMm,
    heightMm,
    draw(x, y) {
      const middle = x + widthMm / 2;
      const [top, bottom, notch] = [y + 4.6 * unit, y + 13 * unit, y + 10.8 * unit];
      const half = 2.2 * unit;
      const stroke = { colour: INK, widthMm: 0.2 * unit };
      return [
        textItem(
          words.north,
          middle,
          y + 3.6 * unit,
          { sizePt: 8 * unit, weight: "bold", colour: INK },
          "middle",
        ),
        {
          kind: "path",
          rings: [[middle, top, middle, notch, middle - half, bottom]],
          closed: true,
          fill: INK,
          stroke,
        },
        {
          kind: "path",
          rings: [[middle, top, middle + half, bottom, middle, notch]],
          closed: true,
          fill: "#ffffff",
          stroke,
        },
      ];
    },
  };
}

type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

/** Of some corners the one where a thing hides least of the map; the first of equal ones. */
export function quietestCorner(
  box: Box,
  thing: Pick<Furniture, "widthMm" | "heightMm">,
  polygons: readonly (readonly (readonly number[])[])[],
  corners: readonly Corner[],
  unit: number,
): Box {
  const gap = 1.5 * unit;
  const { widthMm, heightMm } = thing;
  const places = corners.map((corner): Box => ({
    x: corner.endsWith("left") ? box.x + gap : box.x + box.widthMm - widthMm - gap,
    y: corner.startsWith("top") ? box.y + gap : box.y + box.heightMm - heightMm - gap,
    widthMm,
    heightMm,
  }));
  const hidden = places.map((place) => hiddenMm(place, polygons.flat()));
  return places[hidden.indexOf(Math.min(...hidden))]!;
}

/** How much of level lines through a box lies on rings, mm. */
function hiddenMm(box: Box, rings: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let row = 0; row < 8; row++)
    for (const [from, to] of intervalsAt(rings, box.y + (box.heightMm * (row + 0.5)) / 8))
      sum += Math.max(0, Math.min(to, box.x + box.widthMm) - Math.max(from, box.x));
  return sum;
}
