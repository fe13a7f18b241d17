import { largestRadius, type SymbolScale } from "./circles.ts";
import { drawImprint } from "./imprint.ts";
import type { Box, Frame } from "./frame.ts";
import { aspectOf, fitFrame } from "./frame.ts";
import type { PlacedLabel } from "./labels.ts";
import { drawLegend, type Drawn } from "./legend.ts";
import { drawMap, INK, QUIET_INK } from "./map-items.ts";
import { drawRanking } from "./ranking.ts";
import type { Orientation, Paper, SheetInput } from "./sheet-input.ts";
import { rectangle, type Item, type Sheet, type TextMeasure } from "./sheet.ts";
import { fittingSize, lineHeightMm, shorten, textItem, textLines, wrapText } from "./text.ts";
import { PRINT_WORDS, type PrintWords } from "./words.ts";

/** Shorter and longer side. Source: ISO 216. */
const SIZES: Readonly<Record<Paper, readonly [number, number]>> = {
  A4: [210, 297],
  A3: [297, 420],
};
const MARGIN_MM = 10;

/** Width and height of a paper laid this way, mm. */
export function paperSize(paper: Paper, orientation: Orientation): [number, number] {
  const [short, long] = SIZES[paper];
  return orientation === "portrait" ? [short, long] : [long, short];
}

/** A composed map page, with what its maps were drawn by. */
export interface MapSheet extends Sheet {
  frames: Frame[];
  labels: PlacedLabel[];
}

/**
 * Lays out a printed map: title, one map or two at a true scale, legend, place in the region, table, foot. The same for every output; `measure`
 * must be that of the fonts it is drawn with. Throws RangeError where a map has no outline to show.
 */
export function composeSheet(input: SheetInput, measure: TextMeasure): MapSheet {
  const [widthMm, heightMm] = paperSize(input.paper, input.orientation);
  const unit = input.paper === "A3" ? 1.25 : 1;
  const words = PRINT_WORDS[input.language];
  const margin = MARGIN_MM * unit;
  const inner = { x: margin, widthMm: widthMm - 2 * margin };
  const tools = { unit, measure, words };
  const head = drawHead(input, { ...inner, y: margin }, tools);
  const foot = drawImprint(input, { ...inner, bottom: heightMm - margin * 0.8, ...tools });
  const top = margin + head.heightMm;
  const body: Box = {
    ...inner,
    y: top,
    heightMm: heightMm - margin * 0.8 - foot.heightMm - top - 2.5 * unit,
  };
  const { maps, side } = divide(body, input, unit);
  const surface = maps.reduce(
    (least, box) => Math.min(least, box.widthMm * box.heightMm),
    Infinity,
  );
  const scale: SymbolScale = {
    mostAmount: amountsOf(input).reduce((a, b) => Math.max(a, b), 0),
    // An area fills about half of its map.
    largestMm: largestRadius(input.maps[0]?.areas.length ?? 1, surface * 0.5, unit),
  };
  const drawn = input.maps.map((map, i) => {
    const box = maps[i]!;
    const heading = map.heading === null ? 0 : 5.5 * unit;
    const below = { ...box, y: box.y + heading, heightMm: box.heightMm - heading };
    const result = drawMap(map, { box: below, scale, ...tools });
    if (map.heading !== null)
      result.items.push(
        textItem(
          shorten(map.heading, box.widthMm, { sizePt: 6.5 * unit, weight: "bold" }, measure),
          box.x,
          box.y + 3.8 * unit,
          {
            sizePt: fittingSize(
              map.heading,
              box.widthMm,
              [10 * unit, 8 * unit, 6.5 * unit],
              "bold",
              measure,
            ),
            weight: "bold",
            colour: INK,
          },
        ),
      );
    return result;
  });
  return {
    widthMm,
    heightMm,
    name: input.title,
    frames: drawn.map(({ frame }) => frame),
    labels: drawn.flatMap(({ labels }) => labels),
    items: [
      rectangle(0, 0, widthMm, heightMm, { fill: "#ffffff" }),
      ...head.items,
      ...drawn.flatMap(({ items }) => items),
      ...drawSide(input, side, scale, tools),
      ...foot.items,
    ],
  };
}

interface Tools {
  unit: number;
  measure: TextMeasure;
  words: PrintWords;
}

function amountsOf({ maps }: SheetInput): number[] {
  return maps.flatMap((map) =>
    map.style === "flows"
      ? map.flows.map(({ persons }) => persons)
      : map.areas.map(({ amount }) => amount ?? 0),
  );
}

/** Boxes of the maps and of what stands beside or below them. */
function divide(body: Box, input: SheetInput, unit: number): { maps: Box[]; side: Box[] } {
  const gap = 4 * unit;
  if (input.orientation === "landscape") {
    const sideMm = 60 * unit;
    const width = body.widthMm - sideMm - gap;
    return {
      maps: placesOf({ ...body, widthMm: width }, input.maps, gap),
      side: [{ ...body, x: body.x + width + gap, widthMm: sideMm }],
    };
  }
  const lower = 78 * unit;
  const height = body.heightMm - lower - gap;
  const legendMm = 58 * unit;
  const lowerBox = { y: body.y + height + gap, heightMm: lower };
  return {
    maps: placesOf({ ...body, heightMm: height }, input.maps, gap),
    side: [
      { ...lowerBox, x: body.x, widthMm: legendMm },
      {
        ...lowerBox,
        x: body.x + legendMm + gap * 1.5,
        widthMm: body.widthMm - legendMm - gap * 1.5,
      },
    ],
  };
}

/** Boxes for maps, beside one another or one above the other, by which they are larger. */
function placesOf(box: Box, maps: SheetInput["maps"], gap: number): Box[] {
  const [first] = maps;
  if (!first || maps.length === 1) return [box];
  const widthMm = (box.widthMm - gap * (maps.length - 1)) / maps.length;
  const heightMm = (box.heightMm - gap * (maps.length - 1)) / maps.length;
  const shape = aspectOf(first.whole);
  const isBeside =
    Math.min(widthMm / shape, box.heightMm) >= Math.min(box.widthMm / shape, heightMm);
  return maps.map((_, i) =>
    isBeside
      ? { ...box, x: box.x + i * (widthMm + gap), widthMm }
      : { ...box, y: box.y + i * (heightMm + gap), heightMm },
  );
}

/** Title, subtitle, the figure of the whole, and the mark of demonstration data. */
function drawHead(
  input: SheetInput,
  box: Pick<Box, "x" | "y" | "widthMm">,
  { unit, measure, words }: Tools,
): Drawn {
  const items: Item[] = [];
  let right = box.x + box.widthMm;
  if (input.demonstration) {
    const style = { sizePt: 7.5 * unit, weight: "bold", colour: "#b3261e" } as const;
    const width = measure(words.demonstration, style.sizePt, "bold") + 4 * unit;
    right -= width;
    items.push(
      rectangle(right, box.y, width, 5.4 * unit, {
        fill: "#fdecea",
        stroke: { colour: "#b3261e", widthMm: 0.2 * unit },
      }),
      textItem(words.demonstration, right + width / 2, box.y + 3.6 * unit, style, "middle"),
    );
    right -= 4 * unit;
  }
  const title = { weight: "bold", colour: INK } as const;
  const room = right - box.x;
  const sizePt = fittingSize(
    input.title,
    room,
    [19, 17, 15, 13].map((size) => size * unit),
    "bold",
    measure,
  );
  const titleLines = wrapText(input.title, room, { sizePt, weight: "bold" }, measure);
  let y = box.y + sizePt * 0.32;
  items.push(...textLines(titleLines, box.x, y, { ...title, sizePt }));
  y += lineHeightMm(sizePt) * (titleLines.length - 1);
  const small = { sizePt: 9 * unit, weight: "regular", colour: QUIET_INK } as const;
  for (const text of [input.subtitle, input.headline ?? ""]) {
    for (const each of wrapText(text, box.widthMm, small, measure)) {
      y += lineHeightMm(small.sizePt) * 1.12;
      items.push(
        textItem(
          each,
          box.x,
          y,
          text === input.subtitle ? small : { ...small, weight: "bold", colour: INK },
        ),
      );
    }
  }
  return { items, heightMm: y - box.y + 3.2 * unit };
}

/** Legend, place in the region and table, in one column or in two. */
function drawSide(
  input: SheetInput,
  side: readonly Box[],
  scale: SymbolScale,
  { unit, measure, words }: Tools,
): Item[] {
  const [first, second] = side;
  if (!first) return [];
  const legend = drawLegend(input, { ...first, unit, measure, words, scale });
  const items = [...legend.items];
  let y = first.y + legend.heightMm + 3 * unit;
  if (input.locator) {
    const left = first.y + first.heightMm - y;
    const wanted = second ? left : Math.min(left, 38 * unit);
    if (wanted > 16 * unit) {
      items.push(
        ...drawLocator(input.locator, { ...first, y, heightMm: wanted }, { unit, measure, words }),
      );
      y += wanted + 3 * unit;
    }
  }
  if (!input.ranking) return items;
  const box = second ?? { ...first, y, heightMm: first.y + first.heightMm - y };
  return [...items, ...drawRanking(input.ranking, box, unit, measure, words)];
}

function drawLocator(
  locator: NonNullable<SheetInput["locator"]>,
  box: Box,
  { unit, measure, words }: Tools,
): Item[] {
  const style = { sizePt: 7.5 * unit, weight: "regular", colour: QUIET_INK } as const;
  const [caption = ""] = wrapText(words.locator(locator.name), box.widthMm, style, measure);
  const head = lineHeightMm(style.sizePt);
  const inner = { ...box, y: box.y + head, heightMm: box.heightMm - head };
  const frame = fitFrame(locator.region, inner, 1.5 * unit);
  const shape = (outline: typeof locator.region): number[][] => frame.polygons(outline).flat();
  return [
    textItem(caption, box.x, box.y + head * 0.7, style),
    rectangle(inner.x, inner.y, inner.widthMm, inner.heightMm, {
      fill: "#ffffff",
      stroke: { colour: "#cbd3da", widthMm: 0.15 * unit },
    }),
    {
      kind: "path",
      rings: shape(locator.region),
      closed: true,
      fill: "#e6ebf0",
      stroke: { colour: "#7b8794", widthMm: 0.2 * unit },
    },
    {
      kind: "path",
      rings: shape(locator.area),
      closed: true,
      fill: "#c2185b",
      stroke: { colour: "#c2185b", widthMm: 0.2 * unit },
    },
  ];
}
