import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { create, type Font, type GlyphRun } from "fontkit";
import { MM_PER_POINT, type TextMeasure, type Weight } from "../../core/composition/sheet.ts";

/** What stands for a character that no font at hand holds: the mark of a missing type in printing (U+3013). */
const MISSING_MARK = "〓";
/** The minus sign of the bundled face is as wide as an ideograph; its en dash is as wide as a figure. */
const MINUS = "−";
const NARROW_MINUS = "–";
const FILE_OF = { regular: "NotoSansHans-Regular.otf", bold: "NotoSansHans-Bold.otf" } as const;
const WEIGHTS = ["regular", "bold"] as const;

/** A stretch of a text that is drawn from one font. */
interface Piece {
  /** Name of the font in `Typefaces.fonts`. */
  font: string;
  text: string;
}

/** Both weights of the bundled face and the fonts of the user, with how wide texts are in them. */
export interface Typefaces {
  /** Opened fonts by name: the weights, files of the user that were needed, and stand-ins. */
  fonts: ReadonlyMap<string, Font>;
  /** Whether a character has no glyph, so that a mark stands for it. */
  lacks(character: string): boolean;
  /** The stretches of a text, one after another. */
  piecesOf(text: string, weight: Weight): Piece[];
  /** The glyphs of a piece with their places, word by word, kerned. */
  runsOf(piece: Piece): GlyphRun[];
  measure: TextMeasure;
}

const require = createRequire(import.meta.url);

/** The bundled face is read once for all prints. */
const bundled = new Map<Weight, Font>();

function bundledFont(weight: Weight): Font {
  const opened = bundled.get(weight);
  if (opened) return opened;
  const folder = join(dirname(require.resolve("@embedpdf/fonts-sc")), "..", "fonts");
  const font = openFont(join(folder, FILE_OF[weight]));
  bundled.set(weight, font);
  return font;
}

/**
 * Noto Sans in both weights, then the fonts (.ttf, .otf, .ttc) of `folder`, in order of their names, for characters that it lacks. A font
 * of the folder that cannot be read holds nothing: the characters that it was put there for are told as missing.
 */
export function openTypefaces(folder: string | null = null): Typefaces {
  const fonts = new Map<string, Font>(WEIGHTS.map((weight) => [weight, bundledFont(weight)]));
  const further = furtherFonts(folder);
  /** Names of fonts by character. */
  const found = { regular: new Map<string, string>(), bold: new Map<string, string>() };
  const unusable = new Set<string>();
  const holds = (file: string, codePoint: number): boolean => {
    if (unusable.has(file)) return false;
    try {
      const font = fonts.get(file) ?? openFont(file);
      fonts.set(file, font);
      return font.hasGlyphForCodePoint(codePoint);
    } catch {
      unusable.add(file);
      return false;
    }
  };
  const lacking = new Set<string>();
  const standInFor = (character: string, shown: string, weight: Weight): string => {
    const font = standIn(bundledFont(weight), character, shown);
    fonts.set(font.postscriptName, font);
    return font.postscriptName;
  };
  const findFont = (character: string, weight: Weight): string => {
    const codePoint = character.codePointAt(0)!;
    if (bundledFont(weight).hasGlyphForCodePoint(codePoint))
      return character === MINUS ? standInFor(character, NARROW_MINUS, weight) : weight;
    const file = further.find((each) => holds(each, codePoint));
    if (file !== undefined) return file;
    lacking.add(character);
    return standInFor(character, MISSING_MARK, weight);
  };
  const fontOf = (character: string, weight: Weight): string => {
    const font = found[weight].get(character) ?? findFont(character, weight);
    found[weight].set(character, font);
    return font;
  };
  const piecesOf = (text: string, weight: Weight): Piece[] => {
    const pieces: Piece[] = [];
    for (const character of text) {
      const font = fontOf(character, weight);
      const last = pieces.at(-1);
      if (last?.font === font) last.text += character;
      else pieces.push({ font, text: character });
    }
    return pieces;
  };
  const words = new Map<string, GlyphRun>();
  const runOf = (font: string, word: string): GlyphRun => {
    const key = `${font}\n${word}`;
    const run = words.get(key) ?? fonts.get(font)!.layout(word);
    words.set(key, run);
    return run;
  };
  /** Cut as pdfkit cuts them, so that a text is as wide as it is drawn: a word with the space after it. */
  const runsOf = ({ font, text }: Piece): GlyphRun[] =>
    (text.match(/[^ \t]*[ \t]|[^ \t]+/g) ?? []).map((word) => runOf(font, word));
  return {
    fonts,
    lacks(character) {
      fontOf(character, "regular");
      return lacking.has(character);
    },
    piecesOf,
    runsOf,
    measure(text, sizePt, weight) {
      let ems = 0;
      for (const piece of piecesOf(text, weight)) {
        const { unitsPerEm } = fonts.get(piece.font)!;
        for (const run of runsOf(piece)) ems += run.advanceWidth / unitsPerEm;
      }
      return ems * sizePt * MM_PER_POINT;
    },
  };
}

/** Characters of a text that no font at hand holds, each once. */
export function missingCharacters(faces: Typefaces, text: string): string[] {
  return [...new Set(text)].filter((character) => !/\s/.test(character) && faces.lacks(character));
}

/**
 * The font with the glyph of another character in place of one: drawn as that, and copied from a PDF as itself. A font of its own because in a
 * PDF a glyph of a font leads back to one text only.
 */
function standIn(font: Font, character: string, shown: string): Font {
  const codePoint = character.codePointAt(0)!;
  return Object.create(font, {
    postscriptName: { value: `${font.postscriptName}-U${codePoint.toString(16).toUpperCase()}` },
    layout: {
      value(text: string): GlyphRun {
        const run = font.layout(Array.from(text, () => shown).join(""));
        run.glyphs = run.glyphs.map((glyph) =>
          Object.create(glyph, { codePoints: { value: [codePoint] } }),
        );
        return run;
      },
    },
  }) as Font;
}

/** Opens a font, of a collection the first. Throws for what is none. */
function openFont(file: string): Font {
  const opened = create(readFileSync(file));
  return "fonts" in opened ? opened.fonts[0]! : opened;
}

function furtherFonts(folder: string | null): string[] {
  if (folder === null || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(ttf|otf|ttc)$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}
