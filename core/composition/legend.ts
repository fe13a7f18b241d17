import { radiusOf, type SymbolScale } from "./circles.ts";
import { DOT_MM, dotAmount } from "./dots.ts";
import { flowWidth } from "./flows.ts";
import { readableDenominator, type Box } from "./frame.ts";
import { hatchOf } from "./hatch.ts";
import { HATCH, INK, QUIET_INK } from "./map-items.ts";
import type { SheetInput, SheetMap } from "./sheet-input.ts";
import { line, rectangle, type Item, type TextMeasure } from "./sheet.ts";
import { lineHeightMm, shorten, textItem, textLines, wrapText } from "./text.ts";
import type { PrintWords } from "./words.ts";

/** A part of the page that has been drawn, and how much of its height it took. */
export interface Drawn {
  items: Item[];
  heightMm: number;
}

interface LegendDrawing {
  x: number;
  y: number;
  widthMm: number;
  unit: number;
  measure: TextMeasure;
  words: PrintWords;
  scale: SymbolScale;
}

/** The legend: classes with their counts, and what symbols, flows or dots stand for. */
export function drawLegend(
  { legend, maps }: Pick<SheetInput, "legend" | "maps">,
  drawing: LegendDrawing,
): Drawn {
  const { x, widthMm, unit, measure, words, scale } = drawing;
  const items: Item[] = [];
  const head = { sizePt: 9 * unit, weight: "bold", colour: INK } as const;
  const body = { sizePt: 7.5 * unit, weight: "regular", colour: INK } as const;
  const quiet = { ...body, colour: QUIET_INK };
  let y = drawing.y + lineHeightMm(head.sizePt) * 0.8;
  items.push(textItem(words.legend, x, y, head));
  const row = 4.3 * unit;
  const swatch = { widthMm: 6.4 * unit, heightMm: 3.2 * unit };
  for (const { title, classes } of legend.parts) {
    const titleLines = wrapText(title, widthMm, quiet, measure);
    y += lineHeightMm(quiet.sizePt);
    items.push(...textLines(titleLines, x, y, quiet));
    y += lineHeightMm(quiet.sizePt) * Math.max(0, titleLines.length - 1) + 1.6 * unit;
    for (const { label, colour, counts } of classes) {
      const box = { x, y, ...swatch };
      items.push(
        rectangle(x, y, swatch.widthMm, swatch.heightMm, {
          fill: colour ?? "#eceff1",
          stroke: { colour: "#9aa4ae", widthMm: 0.12 * unit },
        }),
      );
      if (colour === null) items.push(hatchOf([[cornersOf(box)]], 1.3 * unit, HATCH));
      const base = y + swatch.heightMm * 0.8;
      const counted = `${counts.join(" | ")} ${legend.countUnit}`;
      const room = widthMm - swatch.widthMm - 3 * unit - measure(counted, body.sizePt, "regular");
      items.push(
        textItem(shorten(label, room, body, measure), x + swatch.widthMm + 1.8 * unit, base, body),
        textItem(counted, x + widthMm, base, quiet, "right"),
      );
      y += row;
    }
  }
  const style = maps[0]?.style;
  if (style && style !== "choropleth" && style !== "hex" && scale.mostAmount > 0) {
    const amounts = drawAmounts(
      maps[0]!,
      { ...drawing, y: y + 1.2 * unit },
      legend.amountUnit ?? "",
    );
    items.push(...amounts.items);
    y += amounts.heightMm + 1.2 * unit;
  }
  return { items, heightMm: y - drawing.y };
}

const cornersOf = ({ x, y, widthMm, heightMm }: Box): number[] => [
  x,
  y,
  x + widthMm,
  y,
  x + widthMm,
  y + heightMm,
  x,
  y + heightMm,
];

/** Readable amounts that are not larger than the largest. */
function sampleAmounts(most: number): number[] {
  const samples = [1, 0.4, 0.1].map((part) => {
    const above = readableDenominator(Math.max(1, most * part));
    return above > most * part ? readableDenominator(Math.max(1, (most * part) / 1.45)) : above;
  });
  return [...new Set(samples.filter((amount) => amount <= Math.max(1, most)))];
}

function drawAmounts(map: SheetMap, drawing: LegendDrawing, amountUnit: string): Drawn {
  const { x, y, unit, scale, words } = drawing;
  const { mostAmount } = scale;
  const body = { sizePt: 7.5 * unit, weight: "regular", colour: INK } as const;
  const items: Item[] = [];
  const say = (amount: number): string => `${amount.toLocaleString("en-US")} ${amountUnit}`;
  if (map.style === "dots") {
    const perDot =
      map.spread !== null && "dots" in map.spread ? map.spread.perDot : dotAmount(mostAmount);
    items.push(
      {
        kind: "circle",
        x: x + 3.2 * unit,
        y: y + 1.6 * unit,
        radiusMm: DOT_MM * unit,
        fill: map.symbolColour,
      },
      textItem(words.dot(say(perDot)), x + 8.2 * unit, y + 2.5 * unit, body),
    );
    return { items, heightMm: 4.3 * unit };
  }
  if (map.style === "symbols") {
    const samples = sampleAmounts(mostAmount);
    const largest = radiusOf(samples[0] ?? 0, scale);
    const heightMm = Math.max(2 * largest, samples.length * 3.6 * unit) + unit;
    samples.forEach((amount, i) => {
      const radiusMm = radiusOf(amount, scale);
      const top = y + heightMm - 2 * radiusMm - unit / 2;
      const textY = y + unit + (heightMm - unit) * ((i + 0.5) / samples.length);
      items.push(
        {
          kind: "circle",
          x: x + largest,
          y: top + radiusMm,
          radiusMm,
          fill: QUIET_INK,
          opacity: 0.3,
          stroke: { colour: QUIET_INK, widthMm: 0.2 * unit },
        },
        line(x + largest, top, x + 2 * largest + 3 * unit, textY - 0.9 * unit, {
          colour: "#9aa4ae",
          widthMm: 0.12 * unit,
        }),
        textItem(say(amount), x + 2 * largest + 4 * unit, textY, body),
      );
    });
    return { items, heightMm };
  }
  let base = y;
  for (const amount of sampleAmounts(mostAmount)) {
    const width = flowWidth(amount, mostAmount, unit);
    const middle = base + 1.9 * unit;
    items.push(
      {
        kind: "path",
        rings: [
          [
            x,
            middle - width * 0.1,
            x + 12 * unit,
            middle - width / 2,
            x + 12 * unit,
            middle + width / 2,
            x,
            middle + width * 0.1,
          ],
        ],
        closed: true,
        fill: map.symbolColour,
        opacity: 0.6,
      },
      textItem(say(amount), x + 14 * unit, middle + unit, body),
    );
    base += 4.3 * unit;
  }
  const half = 0.9 * unit;
  const [signX, signY] = [x + 6 * unit, base + 1.9 * unit];
  items.push(
    {
      kind: "path",
      rings: [
        [
          signX - half,
          signY + half,
          signX - half,
          signY - half * 0.3,
          signX,
          signY - half * 1.3,
          signX + half,
          signY - half * 0.3,
          signX + half,
          signY + half,
        ],
      ],
      closed: true,
      fill: "#ffffff",
      stroke: { colour: map.symbolColour, widthMm: 0.35 * unit },
    },
    textItem(words.settlement, x + 14 * unit, signY + unit, body),
  );
  return { items, heightMm: base + 4.3 * unit - y };
}
