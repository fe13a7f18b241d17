import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { MM_PER_POINT, type TextMeasure, type Weight } from "../../../core/composition/sheet.ts";
import { outlineOf, type Contour } from "./outline.ts";
import { openFont, type FontFile } from "./sfnt.ts";

/** What stands for a character that no font at hand holds: the mark of a missing type in printing (U+3013). */
const MISSING_MARK = "〓";

export interface Glyph {
  font: FontFile;
  glyph: number;
  /** Advance, in ems. */
  width: number;
  /** True where the character itself has no glyph and the mark of a missing type stands for it. */
  isMissing: boolean;
}

/** One weight of the bundled font. Slices are read when one of their characters is first asked for. */
export interface Typeface {
  readonly weight: Weight;
  /** Height over and depth under the base line, in ems; the depth is negative. */
  readonly ascent: number;
  readonly descent: number;
  glyph(codePoint: number): Glyph;
  /** Outline in ems, y up. */
  outline(glyph: Glyph): Contour[];
}

const NUMBER_OF = { regular: 400, bold: 700 } as const;
const PACKAGE = "@fontsource/noto-sans-sc";

interface Slice {
  file: string;
  /** First and last code points of its ranges. */
  ranges: readonly (readonly [number, number])[];
}

/**
 * A weight of Noto Sans SC in the slices of the package, then the TrueType fonts (.ttf, .ttc) of `folder`, in order of their names, for
 * characters that it lacks.
 */
function openTypeface(weight: Weight, folder: string | null = null): Typeface {
  const root = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  const slices = readSlices(root, NUMBER_OF[weight]);
  const opened = new Map<string, FontFile>();
  const open = (file: string): FontFile => {
    const font = opened.get(file) ?? openFont(readFileSync(file));
    opened.set(file, font);
    return font;
  };
  const unusable = new Set<string>();
  /** A font of the folder that cannot be read holds nothing; the characters that it was put there for are told as missing. */
  const usable = (file: string): FontFile | null => {
    if (unusable.has(file)) return null;
    try {
      return open(file);
    } catch {
      unusable.add(file);
      return null;
    }
  };
  const own = (codePoint: number): FontFile | null => {
    for (const { file, ranges } of slices) {
      if (!ranges.some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
      const font = open(file);
      if (font.glyphOf(codePoint) !== 0) return font;
    }
    for (const file of furtherFonts(folder)) {
      const font = usable(file);
      if (font && font.glyphOf(codePoint) !== 0) return font;
    }
    return null;
  };
  const known = new Map<number, Glyph>();
  const outlines = new Map<FontFile, Map<number, Contour[]>>();
  const latin = own(0x41)!;
  const glyph = (codePoint: number): Glyph => {
    const before = known.get(codePoint);
    if (before) return before;
    const font = own(codePoint);
    const shown = font ? codePoint : MISSING_MARK.codePointAt(0)!;
    const from = font ?? own(shown)!;
    const index = from.glyphOf(shown);
    const found: Glyph = {
      font: from,
      glyph: index,
      width: from.advanceOf(index) / from.unitsPerEm,
      isMissing: font === null,
    };
    known.set(codePoint, found);
    return found;
  };
  return {
    weight,
    ascent: latin.ascender / latin.unitsPerEm,
    descent: latin.descender / latin.unitsPerEm,
    glyph,
    outline({ font, glyph: index }) {
      const ofFont = outlines.get(font) ?? new Map<number, Contour[]>();
      outlines.set(font, ofFont);
      const contours =
        ofFont.get(index) ??
        outlineOf(font, index).map((contour) => contour.map((value) => value / font.unitsPerEm));
      ofFont.set(index, contours);
      return contours;
    },
  };
}

/** Both weights, with how wide texts are in them. */
export interface Typefaces {
  regular: Typeface;
  bold: Typeface;
  measure: TextMeasure;
}

export function openTypefaces(folder: string | null = null): Typefaces {
  const faces = { regular: openTypeface("regular", folder), bold: openTypeface("bold", folder) };
  return {
    ...faces,
    measure(text, sizePt, weight) {
      let ems = 0;
      for (const character of text) ems += faces[weight].glyph(character.codePointAt(0)!).width;
      return ems * sizePt * MM_PER_POINT;
    },
  };
}

/** Characters of a text that no font at hand holds, each once. */
export function missingCharacters({ regular }: Typefaces, text: string): string[] {
  return [...new Set(text)].filter(
    (character) => !/\s/.test(character) && regular.glyph(character.codePointAt(0)!).isMissing,
  );
}

function readSlices(root: string, weight: number): Slice[] {
  const ranges: Record<string, string> = JSON.parse(
    readFileSync(join(root, "unicode.json"), "utf8"),
  ) as Record<string, string>;
  const slices = Object.entries(ranges).map(([key, text]) => {
    const name = key.replace(/^\[(\d+)\]$/, "$1");
    return {
      file: join(root, "files", `noto-sans-sc-${name}-${weight}-normal.woff`),
      ranges: text.split(",").map((range) => {
        const [from = "", to = from] = range.trim().replace(/^U\+/i, "").split("-");
        return [parseInt(from, 16), parseInt(to, 16)] as const;
      }),
    };
  });
  // As style sheets have it: what is named later is taken first, so Latin letters come from one slice.
  return slices.reverse();
}

function furtherFonts(folder: string | null): string[] {
  if (folder === null || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(ttf|ttc)$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}
