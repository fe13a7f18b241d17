import { z } from "zod";
import { CONFIDENCES } from "../policy/parameter.ts";
import { Rates } from "./coverage.ts";
import { COLLECTIONS, PlanChange, PlanFrame, Settlement, Works } from "./plan.ts";
import { MendCode, PlanCheck, SiteFacts, WorksFacts } from "./plan-check.ts";
import { ProblemAnswer, wholeNumber } from "./request.ts";

/**
 * Requests and answers about plans. Writes carry `If-Match: "<version>"` (428 without, 412 when others changed the plan meanwhile) and
 * `Idempotency-Key`; the same key again gives the first answer again, with another body 422. Making a plan needs only the key, renaming
 * it only the version. Names of people are what they say they are: there are no accounts yet.
 */

const version = wholeNumber(0, 999_999_999);

const person = z.string().trim().min(1).max(60);

export const PlanSummary = PlanFrame.extend({
  id: z.uuid(),
  name: z.string(),
  areaName: z.string(),
  regionCode: z.string(),
  /** Number of changes made to it: 0 for a new plan. */
  version: z.number().int(),
  /** Data that it was last checked against; other data in force are told by the checks. */
  dataVersion: z.string(),
  /** The plan that this one is a scenario of, and that plan's version when they parted. */
  branchOf: z.object({ id: z.uuid(), version: z.number().int() }).nullable(),
  archived: z.boolean(),
  demonstration: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
});
export type PlanSummary = z.infer<typeof PlanSummary>;

/** GET /api/plans?area= : plans of an area and of the areas in it, newest first; archived ones with `archived=true`. */
export const PlansAnswer = z.object({ items: z.array(PlanSummary) });
export type PlansAnswer = z.infer<typeof PlansAnswer>;
export const PlansQuery = z.strictObject({
  area: z.string().min(1).max(64).optional(),
  archived: z.enum(["true", "false"]).default("false"),
});

/**
 * POST /api/plans : 201 with the PlanAnswer. `document` brings a whole exported plan, `branchOf` copies another plan as a scenario of it,
 * and takes area and years from there. Without years they are those of the region's annual task.
 */
export const NewPlan = z.strictObject({
  name: z.string().trim().min(1).max(100),
  author: person,
  area: z.string().min(1).max(64).optional(),
  years: PlanFrame.shape.years.optional(),
  branchOf: z.uuid().optional(),
  document: PlanChange.optional(),
});
export type NewPlan = z.infer<typeof NewPlan>;

/**
 * GET /api/plans/{id} : the ETag is the version ("12"; "12-1" once it was renamed or put away, and If-Match takes either).
 * `document` makes the plan from nothing. With `version` the plan as it was.
 */
export const PlanAnswer = z.object({ plan: PlanSummary, document: PlanChange });
export type PlanAnswer = z.infer<typeof PlanAnswer>;
export const PlanQuery = z.strictObject({ version: version.optional() });

/** POST /api/plans also takes a plan as `export` gave it, with another name and author where they are given. */
export const ExportedPlan = z.object({
  plan: z.object({ ...PlanFrame.shape, name: NewPlan.shape.name, createdBy: person }),
  document: PlanChange,
  name: NewPlan.shape.name.optional(),
  author: person.optional(),
});
export type ExportedPlan = z.infer<typeof ExportedPlan>;

/** GET /api/plans/{id}/export : a file. JSON is the PlanAnswer, GeoJSON settlements, works, notes and moves, CSV the moves. */
export const ExportQuery = z.strictObject({
  format: z.enum(["json", "csv", "geojson"]).default("json"),
  /** Language of the column names of the CSV. */
  lang: z.enum(["zh-CN", "en"]).default("en"),
});

/** PATCH /api/plans/{id} */
export const PlanPatch = z.strictObject({
  name: NewPlan.shape.name.optional(),
  archived: z.boolean().optional(),
  author: person,
});
export type PlanPatch = z.infer<typeof PlanPatch>;

/** One accepted change: a line of the history and a live event. */
export const PlanEvent = z.object({
  /** The plan's version after it. */
  version: z.number().int(),
  at: z.string(),
  author: z.string(),
  reason: z.string().nullable(),
  /** Who sent it: a page leaves out the events that answer its own changes. */
  client: z.string(),
  /** What it did, in counts. */
  counts: z.array(
    z.object({
      collection: z.enum(COLLECTIONS),
      added: z.number().int(),
      changed: z.number().int(),
      removed: z.number().int(),
    }),
  ),
  change: PlanChange,
  inverse: PlanChange,
});
export type PlanEvent = z.infer<typeof PlanEvent>;

/** 412: `params.version` is the plan's version; `changes` what others did since, or `reload` where that is too much to send. */
export const StaleAnswer = ProblemAnswer.extend({
  changes: z.array(PlanEvent).optional(),
  reload: z.literal(true).optional(),
});
export type StaleAnswer = z.infer<typeof StaleAnswer>;

/** POST /api/plans/{id}/changes : answers the PlanEvent. 412 is a StaleAnswer; 422 tells the first 100 problems, as `errors` where there are several. */
export const ChangeRequest = z.strictObject({
  change: PlanChange,
  author: person,
  reason: z.string().trim().max(500).nullable().default(null),
  client: z.string().min(1).max(64),
});
export type ChangeRequest = z.infer<typeof ChangeRequest>;

/** GET /api/plans/{id}/changes?after=VERSION&limit=200 : what happened since, oldest first, whole; `more` when there is more of it. */
export const ChangesQuery = z.strictObject({
  after: version.default(0),
  limit: wholeNumber(1, 200).default(200),
});
export const ChangesAnswer = z.object({ items: z.array(PlanEvent), more: z.boolean() });
export type ChangesAnswer = z.infer<typeof ChangesAnswer>;

/** GET /api/plans/{id}/history?before=VERSION&limit=50 : newest first, without change and inverse. */
export const HistoryAnswer = z.object({
  items: z.array(PlanEvent.omit({ change: true, inverse: true })),
  nextBefore: z.number().int().nullable(),
});
export type HistoryAnswer = z.infer<typeof HistoryAnswer>;
export const HistoryQuery = z.strictObject({
  before: version.optional(),
  limit: wholeNumber(1, 200).default(50),
});

/** POST /api/plans/{id}/return : makes the plan again what it was at a version, as a new change. Answers the PlanEvent. */
export const ReturnRequest = z.strictObject({
  to: z.number().int().min(0),
  author: person,
  reason: ChangeRequest.shape.reason,
  client: ChangeRequest.shape.client,
});
export type ReturnRequest = z.infer<typeof ReturnRequest>;

const Amounts = z.object({
  persons: z.number().int(),
  households: z.number().int(),
  villages: z.number().int(),
});

/** Moves of the plan's area in a year, and what all of it costs. */
export const YearTotals = Amounts.extend({ year: z.number().int(), amountYuan: z.number() });
export type YearTotals = z.infer<typeof YearTotals>;

/** A failing check as programs read it: what, how grave, where, how much, and the action that mends it. */
export const CheckLine = PlanCheck.pick({ code: true, severity: true, params: true }).extend({
  place: PlanCheck.pick({ subject: true, position: true }),
  /** Null for a check that is not about an amount. */
  amount: PlanCheck.pick({ actual: true, limit: true, unit: true }).nullable(),
  action: MendCode.nullable(),
});
export type CheckLine = z.infer<typeof CheckLine>;

/** GET /api/plans/{id}/checks : what a plan adds up to and what fails; the command line says the same. */
export const ChecksAnswer = z.object({
  plan: z.uuid(),
  version: z.number().int(),
  dataVersion: z.string(),
  /** Of the plan's area; the target is the plan's own or, of a region, the policy figure; null where there is none. */
  years: z.array(YearTotals.extend({ target: z.number().nullable() })),
  /** Money by fund line and year. */
  money: z.array(
    z.object({
      fund: z.string(),
      year: z.number().int(),
      amountYuan: z.number(),
      budgetYuan: z.number().nullable(),
    }),
  ),
  checks: z.array(CheckLine),
});
export type ChecksAnswer = z.infer<typeof ChecksAnswer>;

export const RatesQuery = z.strictObject({ area: z.string().min(1).max(64).optional() });
export const CompareQuery = z.strictObject({ with: z.string().min(1).max(64) });

/** Villages (or other units) that left numerator and denominator by moving, and those that fell below a rule's threshold by it. */
const Left = z.object({ moved: z.number().int(), fellBelow: z.number().int() });

/**
 * GET /api/plans/{id}/rates?area= : for every rule the rate today, after works, after moves and after both, at the end of each year;
 * the counts lie open, and so does how many villages left by moving, so that no rate rises unseen by emptying villages.
 */
export const PlanRatesAnswer = z.object({
  version: z.number().int(),
  area: z.string(),
  rules: z.array(
    z.object({
      rule: z.string(),
      target: z.number().nullable(),
      today: Rates,
      years: z.array(
        z.object({
          year: z.number().int(),
          afterWorks: Rates,
          afterMoves: Rates,
          afterBoth: Rates,
          left: Left,
        }),
      ),
    }),
  ),
});
export type PlanRatesAnswer = z.infer<typeof PlanRatesAnswer>;

const Side = z.object({
  byYear: z.array(YearTotals),
  totalYuan: z.number(),
  /** Persons times straight-line kilometres to their settlement. */
  personKm: z.number(),
  hardChecks: z.number().int(),
  softChecks: z.number().int(),
  /** After both, at the end of the last year. */
  rates: z.array(z.object({ rule: z.string(), rates: Rates })),
});

/** GET /api/plans/{id}/compare?with={id} : `a` is the first plan, `b` the other. */
export const CompareAnswer = z.object({
  a: Side.extend({ plan: PlanSummary }),
  b: Side.extend({ plan: PlanSummary }),
  areas: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      year: z.number().int(),
      personsA: z.number().int(),
      personsB: z.number().int(),
      yuanA: z.number(),
      yuanB: z.number(),
    }),
  ),
  /** Villages whose moves differ, and settlements and works that do. */
  villages: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      position: z.tuple([z.number(), z.number()]).nullable(),
      persons: z.number().int().nullable(),
      a: z.unknown(),
      b: z.unknown(),
    }),
  ),
  others: z.array(z.object({ collection: z.enum(COLLECTIONS), key: z.string() })),
});
export type CompareAnswer = z.infer<typeof CompareAnswer>;

/** POST /api/plans/{id}/merge : takes moves of chosen villages (all that differ when not given) from another plan. Answers the PlanEvent. */
export const MergeRequest = z.strictObject({
  from: z.uuid(),
  villages: z.array(z.string()).max(200_000).optional(),
  author: person,
  client: ChangeRequest.shape.client,
});
export type MergeRequest = z.infer<typeof MergeRequest>;

/** Somebody who has the plan open. */
export const Presence = z.object({
  client: z.string(),
  author: z.string(),
  /** What they are at: a subject key, or null. */
  at: z.string().nullable(),
});
export type Presence = z.infer<typeof Presence>;

/** POST /api/plans/{id}/presence, every ten seconds and at every change of `at`; who is silent for 30 s has left. 204. */
export const PresenceRequest = z.strictObject({
  client: ChangeRequest.shape.client,
  author: person,
  at: z.string().max(100).nullable(),
});
export type PresenceRequest = z.infer<typeof PresenceRequest>;

/**
 * GET /api/events?plan={id} : server-sent events. `change`: id = version, data = PlanEvent; `presence`: data = Presence[]; `data`: the
 * data in force changed, data = {dataVersion}; `proposal`: data = ProposalNews; `reload`: too much was missed to be sent, data = {version}: load the plan again.
 * After a broken connection `Last-Event-ID` brings what was missed; at the first one `since`, the version that the page has loaded.
 * `client` is the page that listens; at most 6 streams of each, 429 beyond, and 503 when the server has no room for more.
 */
export const EventsQuery = z.strictObject({
  plan: z.string().min(1).max(64),
  client: z.string().min(1).max(64).optional(),
  since: version.optional(),
});

/** GET /api/parameters : figures of policy in force, with their names. */
export const ParametersAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.object({ zh: z.string(), en: z.string() }),
      regionCode: z.string(),
      validFrom: z.string(),
      validTo: z.string().nullable(),
      value: z.number(),
      unit: z.string(),
      source: z.string(),
      confidence: z.enum(CONFIDENCES),
    }),
  ),
});
export type ParametersAnswer = z.infer<typeof ParametersAnswer>;

/** POST /api/sites : facts about places for settlements, in the order asked; at most 1,000. */
export const SitesRequest = z.strictObject({
  area: z.string().min(1).max(64),
  sites: z.array(Settlement.pick({ position: true, outline: true })).max(1000),
});
export type SitesRequest = z.infer<typeof SitesRequest>;
export const SitesAnswer = z.object({ sites: z.array(SiteFacts) });
export type SitesAnswer = z.infer<typeof SitesAnswer>;

/** POST /api/site-exit : a site shifted out of the zones that it meets by about the shortest way; null where none is within 5 km. */
export const SiteExitRequest = z.strictObject({
  area: z.string().min(1).max(64),
  site: Settlement.pick({ position: true, outline: true }),
});
export type SiteExitRequest = z.infer<typeof SiteExitRequest>;
export const SiteExitAnswer = z.object({
  exit: Settlement.pick({ position: true, outline: true })
    .extend({ distanceM: z.number() })
    .nullable(),
});
export type SiteExitAnswer = z.infer<typeof SiteExitAnswer>;

/** POST /api/works-effects : what each of some works brings, one by one on the data in force; at most 200. */
export const WorksEffectsRequest = z.strictObject({
  area: z.string().min(1).max(64),
  works: z.array(Works).max(200),
});
export type WorksEffectsRequest = z.infer<typeof WorksEffectsRequest>;
export const WorksEffectsAnswer = z.object({ works: z.array(WorksFacts) });
export type WorksEffectsAnswer = z.infer<typeof WorksEffectsAnswer>;
