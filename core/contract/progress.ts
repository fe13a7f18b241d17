import { z } from "zod";
import { AreaName } from "./area.ts";
import { wholeNumber } from "./request.ts";
import { TableQuestion, TableReport } from "./table-report.ts";
import { oneLine } from "./one-line.ts";

/**
 * Actual progress (实际进度): returns that say what happened, beside the plan that says what should. A return is about one subject (a
 * settlement or a natural village of a plan) and one period (a year or a month). Its counts are IN the period, never sums up to it: 30
 * households in 2016-04 and 20 in 2016-05 are 50. Its state is that at the END of the period.
 *
 * A subject's year is its yearly return where there is one, else the sum of its monthly ones; both are kept, and told where they differ.
 * Settlements count who arrived, villages who left: two returns of the same people. So the two are never added; see `ActualCount`.
 */

const count = z.number().int().min(0).max(1_000_000);
const column = z.array(z.number());
const person = oneLine(60);

/** Not started 未开工, building 在建, structure done 主体完工, moved in 入住. */
export const PROGRESS_STATES = ["notStarted", "building", "structureDone", "movedIn"] as const;
export const ProgressState = z.enum(PROGRESS_STATES);
export type ProgressState = z.infer<typeof ProgressState>;

export const PROGRESS_SUBJECTS = ["settlement", "village"] as const;
export const ProgressSubject = z.enum(PROGRESS_SUBJECTS);
export type ProgressSubject = z.infer<typeof ProgressSubject>;

/** "2016" or "2016-05". */
const Period = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, "a year or a month: 2016 or 2016-05");

/** Names one return: its subject and period. */
export const ReturnName = z.strictObject({
  subject: ProgressSubject,
  /** Id of a settlement of the plan; of a village its code, or # and its number in the data. */
  key: z.string().min(1).max(64),
  period: Period,
});
export type ReturnName = z.infer<typeof ReturnName>;

/** A return as somebody sends it. Refused where fewer persons than households moved in, or anybody did while nothing was started. */
export const NewReturn = ReturnName.extend({
  state: ProgressState,
  /** Moved in within the period. */
  households: count,
  persons: count,
  /** Households whose old houses were taken down within the period. */
  oldHousesDown: count.default(0),
});
export type NewReturn = z.infer<typeof NewReturn>;

/** A return in force: a later one of the same name replaces it, and the history keeps both. */
export const ProgressReturn = NewReturn.extend({
  oldHousesDown: count,
  /** Of the settlement or village; its key where the plan or the data no longer hold it. */
  name: z.string(),
  /** Where it counts: the area of the settlement, or the village's own; null where neither is known. */
  area: z.string().nullable(),
  reportedBy: z.string(),
  /** When it was entered: ISO 8601 in UTC. */
  reportedAt: z.string(),
  /** Form, letter or file that it comes from. */
  source: z.string(),
  /** Number of the write that brought it; see `version`. */
  version: z.number().int(),
});
export type ProgressReturn = z.infer<typeof ProgressReturn>;

/** GET /api/plans/{id}/progress?subject=&key=&period=2016&area=&limit=&cursor= : returns by period, subject and key. `period` of a year also finds its months. */
export const ReturnsQuery = z.strictObject({
  subject: ProgressSubject.optional(),
  key: z.string().min(1).max(64).optional(),
  period: Period.optional(),
  /** Only subjects that count in this area. */
  area: z.string().min(1).max(64).optional(),
  limit: wholeNumber(1, 1000).default(200),
  cursor: z.string().max(300).optional(),
});
/** `version` counts the writes to the plan's returns; it is the ETag, and what a write names in If-Match. */
export const ReturnsAnswer = z.object({
  plan: z.uuid(),
  version: z.number().int(),
  total: z.number().int(),
  items: z.array(ProgressReturn),
  nextCursor: z.string().nullable(),
});
export type ReturnsAnswer = z.infer<typeof ReturnsAnswer>;

/**
 * POST /api/plans/{id}/progress with `If-Match: "<version>"` and `Idempotency-Key` : all of it or nothing. 412 where somebody else wrote
 * one of these returns since that version (others in between do no harm), 422 with every fault. Answers a WriteAnswer.
 */
export const ProgressRequest = z.strictObject({
  returns: z.array(NewReturn).max(2000).default([]),
  /** Returns to take back; their history stays. */
  withdrawn: z.array(ReturnName).max(2000).default([]),
  author: person,
  source: z.string().trim().min(1).max(500),
});
export type ProgressRequest = z.infer<typeof ProgressRequest>;

/** Something that does not fit, taken in all the same. Texts live in the pages, by `code`. */
export const PROGRESS_WARNINGS = [
  /** More persons moved into a settlement than the plan sends there. params: persons, planned */
  "overPlanned",
  /** More persons moved into a settlement than it can take. params: persons, capacity */
  "overCapacity",
  /** More persons or households left a village than are registered there. params: persons, households, registeredPersons, registeredHouseholds */
  "overRegistered",
  /** The months of a year add up to more than its yearly return, or to another sum once all twelve are there. params: year, months, yearly */
  "monthsDiffer",
  /** A later state is less than an earlier one. params: from, to, period, earlier */
  "stateGoesBack",
  /** More old houses were taken down than households moved. params: households, oldHousesDown */
  "moreHousesThanHouseholds",
  /** Of one period far more persons than so many households have. params: period, persons, households */
  "manyPerHousehold",
  /** People left a village that the plan moves nobody from. */
  "notPlanned",
  /** The plan no longer holds the settlement, or the data the village. */
  "subjectGone",
] as const;
export const ProgressWarning = z.object({
  code: z.enum(PROGRESS_WARNINGS),
  subject: ProgressSubject,
  key: z.string(),
  name: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ProgressWarning = z.infer<typeof ProgressWarning>;

/**
 * POST /api/plans/{id}/progress/check : what is doubtful about returns before they are written, of a ProgressRequest without who and where
 * from. Nothing is written; 422 with every fault as when they are. `doubts` are warnings that the returns bring and that are past belief.
 */
export const CheckRequest = ProgressRequest.omit({ author: true, source: true });
export type CheckRequest = z.infer<typeof CheckRequest>;
export const CheckAnswer = z.object({ doubts: z.array(ProgressWarning) });
export type CheckAnswer = z.infer<typeof CheckAnswer>;

export const WriteAnswer = z.object({
  version: z.number().int(),
  written: z.number().int(),
  withdrawn: z.number().int(),
  /** About the subjects that were written. */
  warnings: z.array(ProgressWarning),
});
export type WriteAnswer = z.infer<typeof WriteAnswer>;

/**
 * POST /api/plans/{id}/progress/import?file=returns.xlsx&accept=true : the body is the file, CSV (UTF-8 or GBK) or .xlsx. Columns, in
 * Chinese or English: subject 对象 (settlement 安置点, village 自然村), key 编码 or name 名称, period 时期, state 状态, households 入住户数,
 * persons 入住人数, oldHousesDown 拆旧户数. 200 checked or taken in, 422 (a problem whose `report` is this report) when it was to be taken in and was refused.
 */
export const ProgressImportQuery = TableQuestion;
export const ProgressImportReport = TableReport.extend({
  plan: z.uuid(),
  /** Of the plan's returns after the import. */
  version: z.number().int(),
  /** Returns that are new, that replace another one, and that say what was known. */
  added: z.number().int(),
  replaced: z.number().int(),
  unchanged: z.number().int(),
});
export type ProgressImportReport = z.infer<typeof ProgressImportReport>;

/** GET /api/plans/{id}/progress/history?subject=&key=&limit=&cursor= : what was written, newest first; `was` null for a first return, `is` null for one taken back. */
export const ReturnHistoryQuery = z.strictObject({
  subject: ProgressSubject.optional(),
  key: z.string().min(1).max(64).optional(),
  limit: wholeNumber(1, 200).default(50),
  cursor: z.string().max(300).optional(),
});
const Said = NewReturn.omit({ subject: true, key: true, period: true });
export const ReturnHistoryAnswer = z.object({
  items: z.array(
    ReturnName.extend({
      version: z.number().int(),
      at: z.string(),
      author: z.string(),
      source: z.string(),
      was: Said.nullable(),
      is: Said.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type ReturnHistoryAnswer = z.infer<typeof ReturnHistoryAnswer>;

/**
 * Who moved in, by returns. A sum can only lack people who were not returned, so of what settlements and what villages say the larger is
 * taken; `basis` names it, and both lie open.
 */
export const ActualCount = z.object({
  households: z.number().int(),
  persons: z.number().int(),
  basis: z.enum(["settlements", "villages"]),
  bySettlements: z.object({
    households: z.number().int(),
    persons: z.number().int(),
    subjects: z.number().int(),
  }),
  byVillages: z.object({
    households: z.number().int(),
    persons: z.number().int(),
    subjects: z.number().int(),
  }),
});
export type ActualCount = z.infer<typeof ActualCount>;

const Planned = z.object({
  villages: z.number().int(),
  households: z.number().int(),
  persons: z.number().int(),
});

/** What one method says of a year's end, and what it is made of. `code` and `params` make a sentence in the pages. */
export const ForecastPart = z.object({
  code: z.enum([
    /** Returned so far: the least that it can be. params: persons, months, yearly (persons of subjects whose year is closed) */
    "returned",
    /** As in the months so far for twelve months. params: persons (of the months), months */
    "paceThisYear",
    /** What last year added after the same months, in proportion. params: persons (of the months), lastSame, lastYear (both only of those that returned every month of it), year, subjects (how many these are), all (that returned anything of last year) */
    "paceLastYear",
    /** People whose homes have their structure done. params: persons (to come), settlements */
    "pipelineDone",
    /** And those whose homes are being built. params: persons (to come), settlements */
    "pipelineBuilding",
  ]),
  /** Persons at the year's end. */
  persons: z.number().int(),
  params: z.record(z.string(), z.number()),
});
export type ForecastPart = z.infer<typeof ForecastPart>;

/**
 * The forecast of a year's end: `low` and `high` are the least and the most that any of `parts` says, `likely` the one in the middle (of
 * an even number the lower). Never made of nothing: `none` says why there is none.
 */
export const Forecast = z.object({
  year: z.number().int(),
  planned: z.number().int(),
  /** Months with returns, first to last: ["2016-01", "2016-02"]; and those between them and the last that nobody returned. */
  months: z.array(z.string()),
  missingMonths: z.array(z.string()),
  none: z
    .enum([
      /** No return of this year. */
      "noReturns",
      /** Every subject returned has its yearly return or twelve months: the year is closed and nothing is to be foreseen. */
      "closed",
      /** Nobody moved in yet, and no homes are on the way. */
      "nothingYet",
      /** Fewer than three months, no same months of last year, and no states of settlements. */
      "tooLittle",
    ])
    .nullable(),
  low: z.number().int().nullable(),
  likely: z.number().int().nullable(),
  high: z.number().int().nullable(),
  parts: z.array(ForecastPart),
});
export type Forecast = z.infer<typeof Forecast>;

/**
 * GET /api/plans/{id}/progress/summary?area=&year= : planned against actual. `year` is the one of `months` and `forecast`: the last one
 * with returns when not given. An area other than the plan's own counts people who leave it (villages) and settlements that stand in it.
 */
export const SummaryQuery = z.strictObject({
  area: z.string().min(1).max(64).optional(),
  year: wholeNumber(1990, 2100).optional(),
});
export const SummaryAnswer = z.object({
  plan: z.uuid(),
  planName: z.string(),
  demonstration: z.boolean(),
  /** Of the plan, and of its returns. */
  planVersion: z.number().int(),
  version: z.number().int(),
  area: AreaName,
  year: z.number().int().nullable(),
  /** Last period that anything was returned for; null without returns. */
  lastPeriod: z.string().nullable(),
  returns: z.number().int(),
  years: z.array(
    z.object({
      year: z.number().int(),
      planned: Planned,
      /** Null where nothing was returned. */
      actual: ActualCount.nullable(),
      oldHousesDown: z.number().int().nullable(),
      /** Persons moved in / planned, 0..1 and more; null where nothing is planned or returned. */
      share: z.number().nullable(),
      /** Sums of all years up to this one. */
      plannedSoFar: z.number().int(),
      actualSoFar: z.number().int().nullable(),
    }),
  ),
  /** The twelve months of `year`; counts null in a month that nobody returned. Yearly returns are in none of them. */
  months: z.array(
    z.object({
      period: z.string(),
      households: z.number().int().nullable(),
      persons: z.number().int().nullable(),
      oldHousesDown: z.number().int().nullable(),
      /** Settlements and villages that returned it. */
      settlements: z.number().int(),
      villages: z.number().int(),
      /** Persons of the year's months up to this one. */
      personsSoFar: z.number().int().nullable(),
    }),
  ),
  forecast: Forecast.nullable(),
  /** Settlements of the area by state at the last return; `unreturned` have none. `persons` the plan sends there, `movedIn` have come. */
  states: z.array(
    z.object({
      state: z.enum([...PROGRESS_STATES, "unreturned"]),
      settlements: z.number().int(),
      persons: z.number().int(),
      movedIn: z.number().int(),
    }),
  ),
  /** The years that `planned` and `actual` of settlements and areas stand for. */
  planYears: z.array(z.number().int()),
  settlements: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      area: z.string().nullable(),
      position: z.tuple([z.number(), z.number()]),
      readyYear: z.number().int(),
      capacityPersons: z.number().int(),
      state: ProgressState.nullable(),
      /** Period that the state is of. */
      stateAt: z.string().nullable(),
      planned: column,
      actual: z.array(z.number().nullable()),
      plannedPersons: z.number().int(),
      actualPersons: z.number().int().nullable(),
      actualHouseholds: z.number().int().nullable(),
      oldHousesDown: z.number().int().nullable(),
    }),
  ),
  /** Areas of the next level: who leaves them, as planned and as villages returned; who arrives, as settlements returned. */
  areas: z.array(
    AreaName.extend({
      planned: column,
      actual: z.array(z.number().nullable()),
      plannedPersons: z.number().int(),
      actualPersons: z.number().int().nullable(),
      arrivingPlanned: z.number().int(),
      arrivedPersons: z.number().int().nullable(),
    }),
  ),
  warnings: z.array(ProgressWarning),
});
export type SummaryAnswer = z.infer<typeof SummaryAnswer>;
