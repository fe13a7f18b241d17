import type { Colour } from "./sheet.ts";

export const PAPERS = ["A4", "A3"] as const;
export type Paper = (typeof PAPERS)[number];
export const ORIENTATIONS = ["landscape", "portrait"] as const;
export type Orientation = (typeof ORIENTATIONS)[number];
export type PrintLanguage = "zh-CN" | "en";

/** A ring as flat longitude, latitude in degrees; whether its end repeats its beginning makes no difference. */
export type Ring = ArrayLike<number>;
/** Shell and holes. */
type Polygon = readonly Ring[];
/** What an area covers; empty where its outline is not known. */
export type Outline = readonly Polygon[];
export type Place = readonly [lng: number, lat: number];

/** An area as a map shows it. */
export interface SheetArea {
  outline: Outline;
  /** Where symbols stand; null where nothing is known. */
  position: Place | null;
  name: string;
  /** The value in words, below the name where there is room; null leaves it out. */
  valueText: string | null;
  /** Null is hatched: not known, or nothing to count. */
  fill: Colour | null;
  /** Colour of its symbol; null takes that of the map. */
  symbolFill: Colour | null;
  /** Of proportional symbols; null draws none. */
  amount: number | null;
}

/** Persons who go from an area to a settlement. */
export interface SheetFlow {
  from: Place;
  to: Place;
  persons: number;
}

export interface SheetSettlement {
  position: Place;
  name: string;
  persons: number;
}

/** Villages gathered into hexagons, or as dots at their places, each for so many. */
export type SheetSpread =
  { hexes: readonly { ring: Ring; fill: Colour }[] } | { dots: ArrayLike<number>; perDot: number };

/** One map. */
export interface SheetMap {
  /** What tells this map from the one beside it; null where there is only one. */
  heading: string | null;
  style: "choropleth" | "symbols" | "flows" | "dots" | "hex";
  areas: readonly SheetArea[];
  /** Areas around, without values. */
  surroundings: readonly { outline: Outline; name: string; position: Place | null }[];
  /** Outlines of wider areas, drawn over the others. */
  borders: readonly Outline[];
  /** The outline of the whole, drawn last. */
  whole: Outline;
  flows: readonly SheetFlow[];
  settlements: readonly SheetSettlement[];
  /** What villages show by themselves, where the style is theirs; null where villages do not say it, and dots are spread over areas. */
  spread: SheetSpread | null;
  /** Colour of symbols, flows and dots. */
  symbolColour: Colour;
  /** Labels instead of the areas' own names, where these are too many: wider areas. */
  labels: readonly { outline: Outline; name: string }[] | null;
}

export interface SheetClass {
  label: string;
  /** Null is hatched. */
  colour: Colour | null;
  /** Areas in it: of each map, where there are two. */
  counts: readonly number[];
}

/** A table of areas in order of their values. */
export interface SheetRanking {
  title: string;
  columns: readonly string[];
  /** Cells of each row, one per column; `colour` that of its class. */
  rows: readonly { cells: readonly string[]; colour: Colour | null }[];
}

/** Everything on a printed map, in words and degrees. */
export interface SheetInput {
  paper: Paper;
  orientation: Orientation;
  language: PrintLanguage;
  title: string;
  /** Area, year, plan. */
  subtitle: string;
  /** The figure of the whole in words; null leaves it out. */
  headline: string | null;
  demonstration: boolean;
  /** One, or two to compare. */
  maps: readonly SheetMap[];
  legend: {
    /** One, or two where two maps have classes of their own. */
    parts: readonly { title: string; classes: readonly SheetClass[] }[];
    /** What counts stand for: "counties". */
    countUnit: string;
    /** Unit of symbols or flows in words: "persons". */
    amountUnit: string | null;
  };
  ranking: SheetRanking | null;
  /** The area in its region; null for the region itself. */
  locator: { region: Outline; area: Outline; name: string } | null;
  imprint: {
    source: string;
    dataDate: string;
    rule: string | null;
    /** Review number of the map (审图号); empty leaves the place for it. */
    reviewNumber: string;
    organisation: string;
    printedOn: string;
    /** Further remarks, for example characters that could not be printed. */
    remarks: readonly string[];
  };
  /** Address that opens the same view, its code, and the squares of its QR code; null where none was made. */
  link: { address: string; code: string; modules: readonly (readonly boolean[])[] } | null;
}
