import type { Frame } from "./frame.ts";
import type { SheetMap } from "./sheet-input.ts";
import type { CircleItem } from "./sheet.ts";

/** Radius of the symbol of the largest amount, mm on A4. */
const LARGEST_MM = 7.5;

/** Radius of a proportional symbol: its surface is in proportion to the amount. */
export function radiusOf(amount: number, mostAmount: number, unit: number): number {
  return mostAmount > 0 ? LARGEST_MM * unit * Math.sqrt(Math.max(0, amount) / mostAmount) : 0;
}

/** Proportional symbols, the largest first so that no small one is hidden. Areas without an amount or a place have none. */
export function circlesOf(
  map: SheetMap,
  frame: Frame,
  mostAmount: number,
  unit: number,
): CircleItem[] {
  return map.areas
    .flatMap(({ position, amount }): CircleItem[] => {
      if (!position || amount === null || amount <= 0) return [];
      const [x, y] = frame.toPage(position);
      return [
        {
          kind: "circle",
          x,
          y,
          radiusMm: radiusOf(amount, mostAmount, unit),
          fill: map.symbolColour,
          stroke: { colour: "#ffffff", widthMm: 0.25 * unit },
          opacity: 0.72,
        },
      ];
    })
    .sort((a, b) => b.radiusMm - a.radiusMm);
}
