import { circlesOf, type SymbolScale } from "./circles.ts";
import { dotsAt, dotsOf } from "./dots.ts";
import { flowItems } from "./flows.ts";
import { fitFrame, type Box, type Frame } from "./frame.ts";
import { quietestCorner, northArrow, scaleBar } from "./furniture.ts";
import { hatchOf } from "./hatch.ts";
import { placeLabels, type LabelStyle, type LabelWish, type PlacedLabel } from "./labels.ts";
import type { SheetMap } from "./sheet-input.ts";
import {
  rectangle,
  type CircleItem,
  type Colour,
  type Item,
  type PathItem,
  type Stroke,
  type TextMeasure,
} from "./sheet.ts";
import type { PrintWords } from "./words.ts";

/** Colours of a map that are not classes. */
export const INK = "#25303b";
export const QUIET_INK = "#66717d";
const AROUND = "#f1f3f5";
const AROUND_BORDER = "#cbd3da";
const UNVALUED = "#eceff1";
export const HATCH = "#9aa4ae";
/** Between areas that have classes, and between those that are only ground. */
const BORDER = "#ffffff";
const GROUND_BORDER = "#b4bec7";
const WIDER_BORDER = "#7b8794";
const WHOLE_BORDER = "#36454f";
/** More areas than these have thinner borders. */
const MANY = 300;

/** A map on the page with what was chosen for it. */
export interface DrawnMap {
  items: Item[];
  frame: Frame;
  labels: PlacedLabel[];
}

/** How a map is to be drawn: `unit` is 1 on A4 and larger on larger paper. */
export interface MapDrawing {
  box: Box;
  unit: number;
  measure: TextMeasure;
  words: PrintWords;
  /** Of symbols, flows and dots: that of the whole sheet, so that two maps are drawn alike. */
  scale: SymbolScale;
}

/** Draws one map into its box: land around, areas, wider borders, symbols, names, scale and north. */
export function drawMap(map: SheetMap, drawing: MapDrawing): DrawnMap {
  const { box, unit, measure, words, scale } = drawing;
  const { mostAmount } = scale;
  const frame = fitFrame(map.whole, box, 4 * unit);
  const shapes = map.areas.map((area) => frame.polygons(area.outline));
  const whole = frame.polygons(map.whole);
  const inside: Item[] = [
    rectangle(box.x, box.y, box.widthMm, box.heightMm, { fill: "#ffffff" }),
    ...map.surroundings.map(({ outline }) =>
      area(frame.polygons(outline), AROUND, { colour: AROUND_BORDER, widthMm: 0.15 * unit }),
    ),
    ...shapes.map((shape, i) => area(shape, map.areas[i]!.fill ?? UNVALUED)),
    ...shapes.flatMap((shape, i) =>
      map.areas[i]!.fill === null ? [hatchOf(shape, 1.3 * unit, HATCH)] : [],
    ),
    ...hexItems(map, frame, unit),
    ...shapes.map((shape) =>
      outline(shape, {
        colour: map.style === "choropleth" ? BORDER : GROUND_BORDER,
        widthMm: (shapes.length > MANY ? 0.1 : 0.22) * unit,
      }),
    ),
    ...map.borders.map((border) =>
      outline(frame.polygons(border), { colour: WIDER_BORDER, widthMm: 0.3 * unit }),
    ),
    outline(whole, { colour: WHOLE_BORDER, widthMm: 0.45 * unit }),
  ];
  if (map.style === "dots")
    inside.push(
      ...(map.spread !== null && "dots" in map.spread
        ? dotsAt(map.spread.dots, frame, map.symbolColour, unit)
        : dotsOf(map.areas, shapes, mostAmount, map.symbolColour, unit)),
    );
  const circles = map.style === "symbols" ? circlesOf(map, frame, scale, unit) : [];
  const flows = map.style === "flows" ? flowItems(map, frame, mostAmount, unit) : null;
  inside.push(...circles, ...(flows?.items ?? []));
  const bar = scaleBar(frame, unit, measure, words);
  const barPlace = quietestCorner(box, bar, whole, ["bottom-left", "bottom-right"], unit);
  const arrow = northArrow(unit, words);
  const arrowPlace = quietestCorner(box, arrow, whole, ["top-right", "top-left"], unit);
  const furniture = [barPlace, arrowPlace];
  const labels = placeLabels(
    wishesOf(map, frame, shapes, circles),
    {
      ...labelStyle(unit, map.areas.length <= FEW && box.widthMm > WIDE_MM * unit),
      ...(map.style === "hex" && { haloMm: 0.6 * unit }),
    },
    measure,
    shrunk(box, 0.8 * unit),
    [...furniture, ...circles.map(innerBox), ...(flows?.obstacles ?? [])],
  );
  const flowLabels = flows
    ? placeLabels(
        flows.labels,
        { ...labelStyle(unit), sizesPt: [6.4 * unit, 5.6 * unit], colour: map.symbolColour },
        measure,
        shrunk(box, 0.8 * unit),
        [...furniture, ...flows.obstacles, ...labels.map((label) => label.box)],
      )
    : [];
  const around = placeLabels(
    map.surroundings.map(({ outline: shape, name }) => ({
      variants: [[name]],
      polygons: frame.polygons(shape),
    })),
    { ...labelStyle(unit), sizesPt: [7 * unit], colour: "#98a2ac" },
    measure,
    shrunk(box, 0.8 * unit),
    [...furniture, ...labels.map((label) => label.box), ...flowLabels.map((label) => label.box)],
  );
  const all = [...labels, ...flowLabels, ...around];
  inside.push(...all.flatMap((label) => label.items));
  inside.push(...bar.draw(barPlace.x, barPlace.y), ...arrow.draw(arrowPlace.x, arrowPlace.y));
  return {
    frame,
    labels: all,
    items: [
      { kind: "clip", ...box, items: inside },
      rectangle(box.x, box.y, box.widthMm, box.heightMm, {
        stroke: { colour: WHOLE_BORDER, widthMm: 0.25 * unit },
      }),
    ],
  };
}

/** Sizes of labels, points on A4; where areas are few their names may be larger. */
const LARGE = [10.5, 9.5];
const SIZES = [8.5, 7.5, 6.5, 5.6];
const FEW = 24;
const WIDE_MM = 150;

const labelStyle = (unit: number, hasRoom = false): LabelStyle => ({
  sizesPt: [...(hasRoom ? LARGE : []), ...SIZES].map((size) => size * unit),
  weight: "regular",
  colour: INK,
  haloMm: 0.28 * unit,
});

function wishesOf(
  map: SheetMap,
  frame: Frame,
  shapes: readonly number[][][][],
  circles: readonly CircleItem[],
): LabelWish[] {
  if (map.labels)
    return map.labels.map(({ outline: shape, name }) => ({
      variants: [[name]],
      polygons: frame.polygons(shape),
    }));
  return map.areas.flatMap((each, i): LabelWish[] => {
    const lines = each.valueText === null ? [] : [[each.name, each.valueText]];
    const variants = [...lines, [each.name]];
    if (map.style !== "symbols")
      return [{ variants, polygons: shapes[i]!, isOnDark: isDark(each.fill) }];
    if (!each.position) return [];
    const [x, y] = frame.toPage(each.position);
    const circle = circles.find((other) => other.x === x && other.y === y);
    const radiusMm = circle?.radiusMm ?? 0;
    return [{ variants, polygons: null, symbol: { x, y, radiusMm }, priority: radiusMm }];
  });
}

/** True for colours on which white is read better than black. Source: WCAG 2.2, relative luminance. */
function isDark(colour: Colour | null): boolean {
  if (colour === null) return false;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.2;
}

/** The square in a circle: a label on its rim can still be read, one across its middle hides it. */
function innerBox({ x, y, radiusMm }: CircleItem): Box {
  const half = radiusMm * 0.6;
  return { x: x - half, y: y - half, widthMm: 2 * half, heightMm: 2 * half };
}

const shrunk = (box: Box, by: number): Box => ({
  x: box.x + by,
  y: box.y + by,
  widthMm: box.widthMm - 2 * by,
  heightMm: box.heightMm - 2 * by,
});

function hexItems({ spread }: SheetMap, frame: Frame, unit: number): PathItem[] {
  if (spread === null || !("hexes" in spread)) return [];
  const stroke = { colour: BORDER, widthMm: 0.1 * unit };
  return spread.hexes.map(({ ring, fill }) => area(frame.polygons([[ring]]), fill, stroke));
}

function area(polygons: readonly number[][][], fill: Colour, stroke?: Stroke): PathItem {
  return { kind: "path", rings: polygons.flat(), closed: true, fill, ...(stroke && { stroke }) };
}

/** Borders of polygons, by themselves so that no later filling covers them. */
function outline(polygons: readonly number[][][], stroke: Stroke): PathItem {
  return { kind: "path", rings: polygons.flat(), closed: true, stroke };
}
