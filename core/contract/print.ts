import { z } from "zod";
import { ORIENTATIONS, PAPERS } from "../composition/sheet-input.ts";

/** Dots per inch: 60 for a preview, 300 for print. */
const dotsPerInch = z
  .string()
  .regex(/^\d{2,3}$/, "a whole number from 36 to 300")
  .transform(Number)
  .pipe(z.number().min(36).max(300));
/** Words that are printed: no control characters. */
const words = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^\P{Cc}*$/u, "text in one line");

/** How something is printed. */
const paper = {
  paper: z.enum(PAPERS).default("A4"),
  orientation: z.enum(ORIENTATIONS).default("landscape"),
  lang: z.enum(["zh-CN", "en"]).default("zh-CN"),
  /** The organisation that prepares it. */
  organisation: words(100).default(""),
  /** Review number of the map (审图号); a place is left for it. */
  review: words(60).default(""),
};

/** A parameter of the map's own address, read by core/thematic/view.ts. */
const ofView = z.string().max(400).optional();

/** GET /api/export/map : a thematic map as a file. What it shows is said as in the address of its page. */
export const MapPrintQuery = z.strictObject({
  ...paper,
  format: z.enum(["pdf", "png"]).default("pdf"),
  /** Of a PNG. */
  dpi: dotsPerInch.default(300),
  /** Instead of the title made of area and indicator. */
  title: words(120).default(""),
  area: ofView,
  by: ofView,
  ind: ofView,
  year: ofView,
  plan: ofView,
  basis: ofView,
  style: ofView,
  class: ofView,
  n: ofView,
  breaks: ofView,
  pal: ofView,
  off: ofView,
  cmp: ofView,
  x: ofView,
  y: ofView,
  z: ofView,
  ind2: ofView,
  year2: ofView,
  plan2: ofView,
  basis2: ofView,
});
export type MapPrintQuery = z.infer<typeof MapPrintQuery>;

/** GET /api/export/atlas/{id} : every page of an atlas in one PDF. */
export const AtlasPrintQuery = z.strictObject(paper);
export type AtlasPrintQuery = z.infer<typeof AtlasPrintQuery>;

/** GET /api/export/report?area=451221 : a county's (or city's, or region's) report. */
export const ReportQuery = z.strictObject({
  area: z.string().min(1).max(64),
  format: z.enum(["pdf", "docx", "xlsx"]).default("pdf"),
  lang: paper.lang,
  organisation: paper.organisation,
  review: paper.review,
});
export type ReportQuery = z.infer<typeof ReportQuery>;
