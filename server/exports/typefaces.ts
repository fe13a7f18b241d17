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
  /** What is drawn. */
  text: string;
  /** What stands in the text, where another character is drawn for it; else null. */
  standsFor: string | null;
  /** True where the mark of a missing type is drawn. */
  isMissing: boolean;
}

/** Both weights of the bundled face and the fonts of the user, with how wide texts are in them. */
export interface Typefaces {
  /** Opened fonts by name: the weights, and files of the user that were needed. */
  fonts: ReadonlyMap<string, Font>;
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
  const holders = {
    regular: new Map<string, string | null>(),
    bold: new Map<string, string | null>(),
  };
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
  /** Name of the font that holds a character; null where none does. */
  const holderOf = (character: string, weight: Weight): string | null => {
    const known = holders[weight].get(character);
    if (known !== undefined) return known;
    const codePoint = character.codePointAt(0)!;
    const holder = bundledFont(weight).hasGlyphForCodePoint(codePoint)
      ? weight
      : (further.find((file) => holds(file, codePoint)) ?? null);
    holders[weight].set(character, holder);
    return holder;
  };
  const piecesOf = (text: string, weight: Weight): Piece[] => {
    const pieces: Piece[] = [];
    for (const character of text) {
      const font = holderOf(character, weight);
      const last = pieces.at(-1);
      if (font === null || character === MINUS)
        pieces.push({
          font: font ?? weight,
          text: font === null ? MISSING_MARK : NARROW_MINUS,
          standsFor: character,
          isMissing: font === null,
        });
      else if (last?.font === font && last.standsFor === null) last.text += character;
      else pieces.push({ font, text: character, standsFor: null, isMissing: false });
    }
    return pieces;
  };
  const words = new Map<string, GlyphRun>();
  const runOf = (font: string, word: string): GlyphRun => {
    const key = `${font} ${word}`;
    const run = words.get(key) ?? fonts.get(font)!.layout(word);
    words.set(key, run);
    return run;
  };
  /** Cut as pdfkit cuts them, so that a text is as wide as it is drawn: a word with the space after it. */
  const runsOf = ({ font, text }: Piece): GlyphRun[] =>
    (text.match(/[^ \t]*[ \t]|[^ \t]+/g) ?? []).map((word) => runOf(font, word));
  return {
    fonts,
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
  const visible = text.replace(/\s/g, "");
  const missing = faces.piecesOf(visible, "regular").filter(({ isMissing }) => isMissing);
  return [...new Set(missing.map(({ standsFor }) => standsFor!))];
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
