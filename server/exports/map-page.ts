import encodeQR from "qr";
import type { MapPrintQuery } from "../../core/contract/print.ts";
import type { ThematicView } from "../../core/contract/thematic.ts";
import {
  indicatorName,
  unitText,
  wordingOf,
  type Wording,
} from "../../core/composition/map-texts.ts";
import type { SheetArea, SheetInput, SheetMap } from "../../core/composition/sheet-input.ts";
import { levelOf } from "../boundaries/area-tree.ts";
import { findPlace } from "../coverage/questions.ts";
import type { RegionState } from "../coverage/state.ts";
import type { PlanContext } from "../plans/context.ts";
import { groundOf, locatorOf, printName } from "./map-areas.ts";
import { drawnFlows } from "./map-flows.ts";
import { basisOf, headlineOf, sayValue, sideName, subtitleOf } from "./map-side-texts.ts";
import { isHidden, sidesOf, type Side } from "./map-sides.ts";
import { printedSpread } from "./map-spread.ts";
import { legendParts, rankingOf } from "./map-tables.ts";
import { originOfData } from "./origin.ts";
import { outlineOf } from "./outlines.ts";

/** How a page is printed. */
export interface PageOptions extends Pick<
  MapPrintQuery,
  "paper" | "orientation" | "lang" | "organisation" | "review" | "title"
> {
  /** Date of printing, YYYY-MM-DD. */
  printedOn: string;
}

/** Land under symbols, flows and dots. */
const GROUND = "#f6f7f8";
/** Symbols, flows and dots without classes. */
const SYMBOL = "#6b46c1";

/** Everything that stands on the printed page of a view but its link. Throws a problem for a view that the data cannot show. */
export async function mapPage(
  context: PlanContext,
  view: ThematicView,
  options: PageOptions,
): Promise<SheetInput> {
  const { state, area } = findPlace(context.regions, view.area);
  const wording = wordingOf(options.lang, state.rules);
  const { words } = wording;
  const sides = await sidesOf(context, state, area, view);
  const [first] = sides as [Side, ...Side[]];
  const spread = await printedSpread(state, area, view, sides);
  const style = view.style === "hex" && spread === null ? "choropleth" : view.style;
  const codes = first.columns.today.areas.map(({ code }) => state.areaIndex(code)!);
  const ground = groundOf(state, area, view.by, codes, options.lang);
  const flows =
    style === "flows" && first.plan
      ? await drawnFlows(context, first.plan.id, view, first.columns)
      : null;
  const maps = sides.map((side, i): SheetMap => ({
    ...ground,
    heading: sides.length > 1 ? capital(sideName(side, sides, wording)) : null,
    style,
    areas: sheetAreas(state, side, view, codes, style, wording),
    flows: flows?.flows ?? [],
    settlements: flows?.settlements ?? [],
    spread: spread?.sides[i] ?? null,
    symbolColour: SYMBOL,
  }));
  const origin = originOfData(state, words);
  const name = indicatorName(first.indicator, wording);
  const level = levelOf(state.snapshot.areas, codes[0] ?? area);
  const remarks = [
    ...(view.style === "hex" && style !== "hex" ? [words.noHexes] : []),
    ...(flows && flows.leftOut > 0 ? [words.leftOut(flows.leftOut)] : []),
  ];
  return {
    paper: options.paper,
    orientation: options.orientation,
    language: options.lang,
    title: options.title || words.title(printName(state, area, options.lang), name),
    subtitle: subtitleOf(sides, view, wording),
    headline: sides.length > 1 ? null : headlineOf(first, view, wording),
    demonstration: origin.demonstration,
    maps,
    legend: {
      parts: legendParts(sides, spread, view, wording),
      countUnit: style === "hex" ? words.hexes : words.areas(level),
      amountUnit: unitText(style === "flows" ? "persons" : first.indicator.unit, wording) || null,
    },
    ranking: rankingOf(state, sides, view, codes, wording),
    locator: locatorOf(state, area, options.lang),
    imprint: {
      source: origin.source,
      dataDate: origin.dataDate,
      rule: basisOf(first, wording),
      reviewNumber: options.review,
      organisation: options.organisation,
      printedOn: options.printedOn,
      remarks,
    },
    link: null,
  };
}

/** What opens the view again, with its QR code. */
export function sheetLink(code: string, address: string): NonNullable<SheetInput["link"]> {
  return { code, address, modules: encodeQR(address, "raw", { ecc: "medium", border: 1 }) };
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function sheetAreas(
  state: RegionState,
  side: Side,
  view: ThematicView,
  codes: readonly number[],
  style: SheetMap["style"],
  wording: Wording,
): SheetArea[] {
  return side.columns.today.areas.map((area, i): SheetArea => {
    const { value, classIndex } = side.painted.areas[i]!;
    const isOff = classIndex < 0 || isHidden(view, classIndex);
    const colour = isOff ? null : side.painted.classes[classIndex]!.colour;
    const isFilled = style === "choropleth";
    return {
      outline: outlineOf(state.snapshot.areas, codes[i]!),
      position: area.position,
      name: printName(state, codes[i]!, wording.language),
      valueText:
        value === null || isOff || style === "flows" || style === "hex"
          ? null
          : sayValue(value, side, wording),
      fill: isFilled ? (colour ?? (classIndex < 0 ? null : GROUND)) : GROUND,
      symbolFill: colour,
      amount:
        isFilled || style === "flows" || style === "hex" || isOff || value === null
          ? null
          : Math.abs(value),
    };
  });
}
