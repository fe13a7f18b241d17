import { z } from "zod";
import { AreaName } from "./area.ts";
import { wholeNumber } from "./request.ts";
import { TableQuestion, TableReport } from "./table-report.ts";
import { oneLine } from "./one-line.ts";

/**
 * Statistics of counties (县域统计): figures that no map gives, such as income or enrolment. Each is one number of one area, year and item;
 * yes/no items are 1 and 0, rates 0..1. Items are rows of data (geodata/standards/statistic-items.ts).
 */

const person = oneLine(60);
const StatisticYear = z.number().int().min(1990).max(2100);

/** In what an item is stored. */
const STATISTIC_UNITS = [
  "yuan/person",
  "persons",
  "households",
  "buildings",
  "rate",
  "yes/no",
  "skills/household",
  "points",
] as const;
export const StatisticUnit = z.enum(STATISTIC_UNITS);
export type StatisticUnit = z.infer<typeof StatisticUnit>;

/** An item of the catalogue. */
export const StatisticItem = z.object({
  id: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  unit: StatisticUnit,
  /** Bounds beyond which a value is refused, both allowed. */
  least: z.number(),
  most: z.number(),
  /** Whether only whole numbers make sense. */
  whole: z.boolean(),
  /** Levels that it is returned for. */
  levels: z.array(z.enum(["region", "city", "county"])),
  /** What it counts, and whose definition that is. */
  note: z.object({ zh: z.string(), en: z.string() }),
});
export type StatisticItem = z.infer<typeof StatisticItem>;

/** One figure in force. */
export const Statistic = z.object({
  area: z.string(),
  areaName: z.string(),
  year: StatisticYear,
  item: z.string(),
  value: z.number(),
  unit: StatisticUnit,
  source: z.string(),
  enteredBy: z.string(),
  enteredAt: z.string(),
  demonstration: z.boolean(),
  /** Counts how often this figure was written: its ETag. */
  version: z.number().int(),
});
export type Statistic = z.infer<typeof Statistic>;

/** GET /api/statistics/items */
export const StatisticItemsAnswer = z.object({ items: z.array(StatisticItem) });

/** GET /api/statistics?area=45&year=2016&item= : figures of an area and of the areas in it. */
export const StatisticsQuery = z.strictObject({
  area: z.string().min(1).max(64),
  year: wholeNumber(1990, 2100).optional(),
  item: z.string().min(1).max(64).optional(),
});
export const StatisticsAnswer = z.object({
  area: AreaName,
  /** Years that any figure of the area, or of an area in it, is of; first to last. */
  years: z.array(z.number().int()),
  items: z.array(Statistic),
});
export type StatisticsAnswer = z.infer<typeof StatisticsAnswer>;

/**
 * POST /api/statistics with Idempotency-Key and If-Match of the figure's version ("0" where there is none): writes one figure, or takes it
 * back with `value` null. Answers the Statistic, or 204-like `{ statistic: null }`. 412 where somebody else wrote it meanwhile.
 */
export const StatisticRequest = z.strictObject({
  area: z.string().min(1).max(64),
  year: StatisticYear,
  item: z.string().min(1).max(64),
  /** In the item's unit; yes/no as 1 and 0, a rate as 0..1. */
  value: z.number().nullable(),
  source: z.string().trim().min(1).max(500),
  author: person,
});
export type StatisticRequest = z.infer<typeof StatisticRequest>;
export const StatisticWritten = z.object({
  statistic: Statistic.nullable(),
  version: z.number().int(),
});
export type StatisticWritten = z.infer<typeof StatisticWritten>;

/**
 * POST /api/statistics/import?file=figures.xlsx&area=45&year=2016&accept=true : the body is the file, CSV (UTF-8 or GBK) or .xlsx, long (columns area 区划代码 or
 * 地区, year 年份, item 指标, value 数值, unit 单位) or wide (a row per county and year, a column per item, its unit in brackets behind the
 * name: 财政收入(万元)). Amounts need a unit in the file or in `units` ("rural-income-per-head=万元,..."); percentages are given as 8.5% or with the unit %.
 */
export const StatisticsImportQuery = TableQuestion.extend({
  /** The area that holds all the file's areas. */
  area: z.string().min(1).max(64),
  /** Of a file without a column of years. */
  year: wholeNumber(1990, 2100).optional(),
  units: z.string().max(2000).optional(),
});
export const StatisticsImportReport = TableReport.extend({
  area: z.string(),
  shape: z.enum(["long", "wide"]).nullable(),
  added: z.number().int(),
  replaced: z.number().int(),
  unchanged: z.number().int(),
});
export type StatisticsImportReport = z.infer<typeof StatisticsImportReport>;

/** GET /api/statistics/template?area=45&year=2016&lang=zh-CN : a CSV in wide form with the counties filled in, to be opened by Excel. */
export const TemplateQuery = z.strictObject({
  area: z.string().min(1).max(64),
  year: wholeNumber(1990, 2100),
  lang: z.enum(["zh-CN", "en"]).default("zh-CN"),
});
