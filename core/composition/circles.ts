import type { Frame } from "./frame.ts";
import type { SheetMap } from "./sheet-input.ts";
import type { CircleItem } from "./sheet.ts";

/** Radius of the symbol of the largest amount, mm on A4: no more, and no less however many there are. */
const LARGEST_MM = 7.5;
const LEAST_LARGEST_MM = 2.2;

/** How amounts become symbols: the largest amount on any map of the sheet, and the radius of its symbol. */
export interface SymbolScale {
  mostAmount: number;
  largestMm: number;
}

/** Radius of the largest symbol: half of what lies between two of so many that share a surface. */
export function largestRadius(count: number, surfaceMm2: number, unit: number): number {
  const apart = Math.sqrt(surfaceMm2 / Math.max(1, count));
  return Math.min(LARGEST_MM * unit, Math.max(LEAST_LARGEST_MM * unit, apart * 0.5));
}

/** Radius of a proportional symbol: its surface is in proportion to the amount. */
export function radiusOf(amount: number, { mostAmount, largestMm }: SymbolScale): number {
  return mostAmount > 0 ? largestMm * Math.sqrt(Math.max(0, amount) / mostAmount) : 0;
}

/** Proportional symbols, the largest first so that no small one is hidden. Areas without an amount or a place have none. */
export function circlesOf(
  map: SheetMap,
  frame: Frame,
  scale: SymbolScale,
  unit: number,
): CircleItem[] {
  return map.areas
    .flatMap(({ position, amount, symbolFill }): CircleItem[] => {
      if (!position || amount === null || amount <= 0) return [];
      const [x, y] = frame.toPage(position);
      return [
        {
          kind: "circle",
          x,
          y,
          radiusMm: radiusOf(amount, scale),
          fill: symbolFill ?? map.symbolColour,
          stroke: { colour: "#ffffff", widthMm: 0.25 * unit },
          opacity: 0.72,
        },
      ];
    })
    .sort((a, b) => b.radiusMm - a.radiusMm);
}
