import type { Item, PathItem, Sheet, TextItem } from "../../core/composition/sheet.ts";
import { numberText, pathData, textPathData } from "./path-data.ts";
import type { Typefaces } from "./typefaces.ts";

/** What an SVG shows and how large it is. */
export interface SvgFrame {
  /** With a unit, or in pixels. */
  width: string | number;
  height: string | number;
  /** What is seen of the sheet from its upper left corner, mm. */
  seenMm: readonly [width: number, height: number];
}

/** A sheet as SVG on white; `drawText` gives its texts. */
export function sheetSvg(
  sheet: Sheet,
  { width, height, seenMm }: SvgFrame,
  drawText: (item: TextItem) => string,
): string {
  let clips = 0;
  const draw = (item: Item): string => {
    switch (item.kind) {
      case "path":
        return `<path d="${pathData(item)}"${paintOf(item)}/>`;
      case "circle":
        return `<circle cx="${numberText(item.x, 3)}" cy="${numberText(item.y, 3)}" r="${numberText(item.radiusMm, 3)}"${paintOf(item)}/>`;
      case "text":
        return drawText(item);
      case "clip": {
        const id = `c${clips++}`;
        return `<clipPath id="${id}"><rect x="${item.x}" y="${item.y}" width="${item.widthMm}" height="${item.heightMm}"/></clipPath><g clip-path="url(#${id})">${item.items.map(draw).join("")}</g>`;
      }
      case "link":
        return "";
    }
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${seenMm.join(" ")}" stroke-linejoin="round" stroke-linecap="round"><rect width="100%" height="100%" fill="#ffffff"/>${sheet.items.map(draw).join("")}</svg>`;
}

/** A text as the outlines of its letters, over its rim. */
export function outlinedText(item: TextItem, faces: Typefaces): string {
  const data = textPathData(item, faces, 3);
  const rim =
    item.haloMm === undefined
      ? ""
      : `<path d="${data}" fill="none" stroke="#ffffff" stroke-width="${item.haloMm * 2}" stroke-opacity="0.85"/>`;
  return `${rim}<path d="${data}" fill="${item.colour}"/>`;
}

function paintOf({ fill, stroke, opacity = 1 }: Pick<PathItem, "fill" | "stroke" | "opacity">) {
  const dash = stroke?.dashMm
    ? ` stroke-dasharray="${stroke.dashMm.join(" ")}" stroke-linecap="butt"`
    : "";
  const line = stroke ? ` stroke="${stroke.colour}" stroke-width="${stroke.widthMm}"${dash}` : "";
  // As in a PDF each of both shines through by itself; an opacity of the whole would be drawn apart, which is slow.
  const faint = opacity < 1 ? ` fill-opacity="${opacity}" stroke-opacity="${opacity}"` : "";
  return ` fill="${fill ?? "none"}"${line}${faint}`;
}
