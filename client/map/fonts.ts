import type { StyleSpecification } from "maplibre-gl";

type FontFaces = NonNullable<StyleSpecification["font-faces"]>;

/** Names of the bundled font in styles, by weight. */
export const REGULAR = "Noto Sans SC";
export const BOLD = "Noto Sans SC Bold";

/**
 * The bundled font's slices as MapLibre wants them, read from the page's own `@font-face` rules: each file with the characters it
 * holds, so that a map loads only the slices whose characters it shows.
 */
export function bundledFontFaces(
  sheets: Iterable<CSSStyleSheet> = document.styleSheets,
): FontFaces {
  const faces: Record<string, { url: string; "unicode-range": string[] }[]> = {
    [REGULAR]: [],
    [BOLD]: [],
  };
  for (const sheet of sheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const property = (name: string) => rule.style.getPropertyValue(name);
      if (!property("font-family").includes("Noto Sans SC")) continue;
      const file = /url\("?([^")]+)"?\)/.exec(property("src"))?.[1];
      if (file === undefined) continue;
      faces[property("font-weight") === "700" ? BOLD : REGULAR]!.push({
        url: new URL(file, sheet.href ?? document.baseURI).href,
        "unicode-range": property("unicode-range")
          .split(",")
          .map((range) => range.trim()),
      });
    }
  }
  return faces;
}
