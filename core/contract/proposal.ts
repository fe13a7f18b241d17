import { z } from "zod";
import { Move, PlanChange, Settlement } from "./plan.ts";
import { ChangeRequest, PlanSummary } from "./plan-service.ts";
import { PlanCheck } from "./plan-check.ts";
import { wholeNumber } from "./request.ts";

/**
 * Proposals of the auto-planner: which villages of a plan move, to which settlement, in which year. A proposal is asked for on a version of
 * a plan and found by a job that goes on when the page is left; nothing is stored in the plan until somebody accepts it.
 * Money is yuan; "yuan-equivalents" are yuan and what the weights make of distance, waiting and the like.
 */

const areaCode = z.string().min(1).max(64);
const VillageKey = z.string().min(1).max(64);
const amountYuan = z.number().int().min(0).max(1e13);
const weight = z.number().min(0).max(1e9);
const Position = z.tuple([z.number(), z.number()]);

/** Kinds of zones whose villages may be asked for; `karst` is the lie of the land. */
export const CANDIDATE_ZONES = ["hazard", "redLine", "farmland", "flood", "karst"] as const;

/**
 * Who may move. A village must be small enough, and fulfil at least one (`match: "any"`) or each (`"all"`) of the conditions that are set;
 * without any condition size alone decides. Villages named in `include` are candidates whatever the rest says, those in `exclude` never.
 */
const Candidates = z.strictObject({
  /** At most so many households; null = of any size. Source of 19: villages from 20 households on are to get their road (Art. 18). */
  maxHouseholds: z.number().int().min(0).max(1_000_000).nullable().default(19),
  match: z.enum(["any", "all"]).default("any"),
  /** The village is recorded to be in hazard. */
  hazard: z.boolean().default(false),
  /** The village's place lies in a zone of one of these kinds. */
  zones: z.array(z.enum(CANDIDATE_ZONES)).max(5).default([]),
  /** Unserved by one of these rules today. */
  unserved: z.array(z.string().min(1).max(64)).max(20).default([]),
  /** Bringing what it lacks costs more than moving it. */
  buildAboveMove: z.boolean().default(false),
  /** Only villages that have a move in the plan already: where and when they go is thought over, not who. */
  onlyInPlan: z.boolean().default(false),
  include: z.array(VillageKey).max(20_000).default([]),
  exclude: z.array(VillageKey).max(20_000).default([]),
  /**
   * `wholeOnly`: a village moves only where all its households are willing; `willingPart`: those who are willing move, the others stay.
   * Where no will is recorded, the whole village counts as willing.
   */
  will: z.enum(["wholeOnly", "willingPart"]).default("willingPart"),
});

/** Where they may go. Every place must lie in a county that is planned, and a new one in no zone to keep clear of. */
const Destinations = z.strictObject({
  /** Settlements of the plan; null = all of them. */
  settlements: z.array(z.string().min(1).max(64)).max(5000).nullable().default(null),
  /** Settlements that the data hold and the plan does not: taken into the plan when somebody goes there. */
  inData: z.boolean().default(true),
  /** Candidate sites: opened where that pays, `siteCostYuan` then, ready in `readyYear` at the earliest. */
  drafts: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/), Settlement).default({}),
  /** Candidate sites of this kind at the seat of every township that has no settlement; null = none. */
  atSeats: z
    .strictObject({
      capacityPersons: z.number().int().min(1).max(1_000_000),
      siteCostYuan: amountYuan,
      landQuotaMu: z.number().min(0).max(1e6).nullable().default(null),
      readyYear: z.number().int().min(1990).max(2100),
    })
    .nullable()
    .default(null),
  maxDistanceKm: z.number().positive().max(1000).default(30),
  /** The nearest so many for each village, and where it goes now. */
  perVillage: z.number().int().min(1).max(50).default(8),
  acrossCounties: z.boolean().default(false),
});

/** What is weighed against money, in yuan-equivalents. Every yuan that is spent weighs one. */
const Weights = z.strictObject({
  /** For each person and kilometre of the straight way. */
  personKm: weight.default(100),
  /** For each person who goes to another township, and to another county. */
  township: weight.default(2000),
  county: weight.default(10_000),
  /** For each settlement that villages of one administrative village go to. */
  split: weight.default(50_000),
  /** For each person at risk (hazard) and year of waiting. */
  waitAtRisk: weight.default(5000),
  /** For each person for whom nothing is done within the years, at risk and other. */
  leaveAtRisk: weight.default(100_000),
  leave: weight.default(20_000),
  /** For each village whose move in the plan becomes another one, with `existing: "stay"`. */
  stay: weight.default(500_000),
});

/** Hard rows beside capacities, locks and frozen years, which always hold. */
const Limits = z.strictObject({
  /** Targets of the counties, and of the plan's area, each with its band. */
  countyBands: z.boolean().default(true),
  areaBand: z.boolean().default(true),
  /** Share of a target by which it may be missed; null = the policy figure. */
  bandWidth: z.number().min(0).max(1).nullable().default(null),
  /** Persons by "AREA:YEAR", in place of the plan's target. */
  targets: z
    .record(z.string().regex(/^[^:]{1,64}:\d{4}$/), z.number().int().min(0).max(1e8))
    .default({}),
  budgets: z.boolean().default(true),
  /** Building land for sites that are opened, mu by county; counties that are not named have no limit. */
  landMu: z.record(areaCode, z.number().min(0).max(1e9)).default({}),
  /** For whom something must be done within the years. */
  mustAct: z.enum(["nobody", "atRisk", "everybody"]).default("nobody"),
});

/** What is asked, without who asks: all of it has defaults. */
export const ProposalQuestion = z.strictObject({
  /** Counties whose villages are planned; null = all of the plan's area. */
  counties: z.array(areaCode).min(1).max(500).nullable().default(null),
  candidates: Candidates.default(Candidates.parse({})),
  destinations: Destinations.default(Destinations.parse({})),
  weights: Weights.default(Weights.parse({})),
  limits: Limits.default(Limits.parse({})),
  /**
   * Moves that are in the plan: `keep` leaves them, `stay` changes one only where that saves more than `weights.stay`, `free` at will.
   * Moves in several parts, of villages that are not candidates, and locked ones are kept in any case.
   */
  existing: z.enum(["keep", "stay", "free"]).default("stay"),
  /** May the answer be to bring services to a village instead of moving it. */
  mayBuild: z.boolean().default(true),
  /** Time to look for better answers in. */
  seconds: z.number().int().min(1).max(600).default(20),
  /** Another seed may find another answer that is about as good. */
  seed: z.number().int().min(0).max(1_000_000).default(1),
});
export type ProposalQuestion = z.infer<typeof ProposalQuestion>;

/**
 * POST /api/plans/{id}/proposals : 202 with the ProposalJob. Needs `If-Match` (the version that it is made on; 412 when others changed the
 * plan) and `Idempotency-Key`. 422 tells every field at fault; 429 when the plan has enough jobs under way.
 */
export const ProposalRequest = ProposalQuestion.extend({
  author: ChangeRequest.shape.author,
  client: ChangeRequest.shape.client,
});
export type ProposalRequest = z.infer<typeof ProposalRequest>;

/** Best bound and plan so far, `seconds` after the work began. */
const ProgressPoint = z.object({
  seconds: z.number(),
  bound: z.number().nullable(),
  objective: z.number().nullable(),
});

/** Hard rows of the problem. Persons, mu and yuan are what is left of them beside what stays as it is. */
const ROW_KINDS = [
  "capacity",
  "land",
  "budget",
  "countyLow",
  "countyHigh",
  "regionLow",
  "regionHigh",
] as const;

/** What a row, a cause or a relaxation is about; null where that does not name it. */
const About = z.object({
  area: areaCode.nullable(),
  areaName: z.string().nullable(),
  settlement: z.string().nullable(),
  settlementName: z.string().nullable(),
  village: VillageKey.nullable(),
  villageName: z.string().nullable(),
  year: z.number().int().nullable(),
});
const unit = z.enum(["persons", "mu", "yuan", "years", "villages"]);

/** A hard row that binds: what one unit more of it would save. `regionLow` and `regionHigh` are of the plan's area. */
export const BindingRow = About.extend({
  kind: z.enum(ROW_KINDS),
  unit,
  /** What it allows, and what the proposal uses of it. */
  limit: z.number().nullable(),
  used: z.number(),
  priceYuan: z.number(),
});
export type BindingRow = z.infer<typeof BindingRow>;

/**
 * What can contradict one another: rows, and what is settled. lock: a settled move. frozenYear: nothing may be done in it. leadTime: a site
 * cannot receive before. mustOpen: a site that opens in any case. mustAct: a village that may not be left. notWilling, notCandidate: who
 * may not be moved. noSite: villages for which no settlement is within reach.
 */
const HARD_KINDS = [
  ...ROW_KINDS,
  "lock",
  "frozenYear",
  "leadTime",
  "mustOpen",
  "mustAct",
  "notWilling",
  "notCandidate",
  "noSite",
] as const;

/** Which story a cause tells. band: asked for and allowed exclude each other. persons: more are asked for than there are. */
const CAUSE_CODES = [
  "lock",
  "willing",
  "candidates",
  "noSite",
  "frozenYear",
  "leadTime",
  "mustOpen",
  "mustAct",
  "land",
  "budget",
  "capacity",
  "band",
  "persons",
] as const;
const causeUnit = z.enum(["persons", "mu", "yuan", "years", "sites"]);

/** Rows of one kind and area in a cause; of villages and settlements the first 20 are named. */
const CausePart = z.object({
  kind: z.enum(HARD_KINDS),
  area: areaCode.nullable(),
  areaName: z.string().nullable(),
  years: z.array(z.number().int()),
  settlements: z.array(z.object({ id: z.string(), name: z.string() })),
  villages: z.array(z.object({ key: VillageKey, name: z.string() })),
  villagesInAll: z.number().int(),
  /** What they are together, and would have to be for this contradiction to go while the others stay; null where that alone is not enough. */
  limit: z.number().nullable(),
  needed: z.number().nullable(),
  short: z.number().nullable(),
  unit: causeUnit,
});

/** Why there is no plan: rows that contradict each other, with the figures of the part that tells most. Each cause by itself is enough. */
export const InfeasibleCause = z.object({
  code: z.enum(CAUSE_CODES),
  needed: z.number(),
  available: z.number(),
  short: z.number(),
  unit: causeUnit,
  parts: z.array(CausePart),
});
export type InfeasibleCause = z.infer<typeof InfeasibleCause>;

/** One step of a way out. `amount` is by how much, in `unit`; null where there is none (a lock is taken off). */
const RELAXATION_KINDS = [
  ...ROW_KINDS,
  "unlock",
  "unfreeze",
  "earlier",
  "needNotOpen",
  "mayLeave",
  "include",
  "newSite",
] as const;
const RelaxationStep = About.extend({
  kind: z.enum(RELAXATION_KINDS),
  amount: z.number().nullable(),
  unit: causeUnit.nullable(),
});

/** A way out, the least change first: all its steps together make a plan possible. */
export const Relaxation = z.object({
  steps: z.array(RelaxationStep),
  /** The steps that are changes of the plan (targets, capacities, homes ready earlier, locks), as one; null where there are none. */
  change: PlanChange.nullable(),
  /** The question with the other steps made (more land, further candidates, other bands), null where none is to be changed. */
  question: ProposalQuestion.nullable(),
});
export type Relaxation = z.infer<typeof Relaxation>;

/** Why a village or a settlement was not thought about. */
const LEFT_OUT_CODES = [
  /** More households than asked for. */
  "tooManyHouseholds",
  /** Meets none, or not all, of the conditions. */
  "conditions",
  "excluded",
  "notInPlan",
  /** Nobody is willing, or not all are where only whole villages move. */
  "notWilling",
  /** Households or persons are not recorded, or nobody lives there. */
  "countsUnknown",
  "placeUnknown",
  /** In none of the counties that are planned, or in no county. */
  "outside",
  /** No settlement within reach, and nothing else may be done. */
  "noSite",
  /** Kept as it is: `existing: "keep"`, a move in several parts, to a settlement that takes part no longer. */
  "kept",
  "locked",
] as const;
export const LeftOutCode = z.enum(LEFT_OUT_CODES);
export type LeftOutCode = z.infer<typeof LeftOutCode>;

/** Where the answer is coarser than the plan: each is also told by the checks of the plan in the end. */
const NOTE_CODES = [
  /** Budgets of areas above the counties were shared out among counties. */
  "budgetSharedOut",
  /** Budgets or targets of areas that are neither a county nor the plan's area were not planned with. */
  "areaNotPlanned",
  /** The cost per head differs from year to year; all years were weighed at the highest. */
  "costByYear",
  /** Budgets were narrowed because fund lines or later rewards went over them; `times` */
  "budgetNarrowed",
  /** What stays as it is breaks a row already: `rows`. */
  "alreadyBroken",
  /** A settlement was left out: it lies in a zone, outside the counties, or its capacity is not recorded. */
  "siteLeftOut",
  /** What it costs to bring the missing services is not known for so many villages. */
  "buildCostUnknown",
] as const;
const Note = z.object({
  code: z.enum(NOTE_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ProposalNote = z.infer<typeof Note>;

/** Who is thought about and where they may go. */
const CandidateCounts = z.object({
  villages: z.number().int(),
  persons: z.number().int(),
  /** Villages left out, by reason; in all of the plan's area. */
  leftOut: z.partialRecord(LeftOutCode, z.number().int()),
  /** Settlements and candidate sites that take part. */
  sites: z.number().int(),
});

/** POST /api/plans/{id}/proposal-candidates : what a question would think about, without an answer; nothing is started. */
export const CandidatesAnswer = z.object({
  ...CandidateCounts.shape,
  /** Persons of candidates by county, beside what the targets ask of the candidates at least and allow at most, over all years. */
  counties: z.array(
    z.object({
      code: areaCode,
      name: z.string(),
      villages: z.number().int(),
      persons: z.number().int(),
      capacityPersons: z.number().int(),
      low: z.number().int().nullable(),
      high: z.number().int().nullable(),
    }),
  ),
  notes: z.array(Note),
});
export type CandidatesAnswer = z.infer<typeof CandidatesAnswer>;

const YearLine = z.object({
  year: z.number().int(),
  persons: z.number().int(),
  villages: z.number().int(),
  /** Band that persons lie in; null where nothing is asked. */
  low: z.number().int().nullable(),
  high: z.number().int().nullable(),
  /** Money of moves, sites and works in the year, over all fund lines, and what the plan allows of it; null without a budget. */
  spentYuan: z.number(),
  budgetYuan: z.number().nullable(),
});

/** One area of the result, as the whole plan would be after it. */
const AreaLine = z.object({
  code: areaCode,
  name: z.string(),
  years: z.array(YearLine),
  /** Of the candidates in the area. */
  moved: z.number().int(),
  built: z.number().int(),
  left: z.number().int(),
});

/** What the objective is made of, in yuan-equivalents. */
export const COST_PARTS = [
  "money",
  "reward",
  "open",
  "build",
  "distance",
  "township",
  "county",
  "split",
  "wait",
  "leave",
  "stay",
] as const;
export const CostParts = z.record(z.enum(COST_PARTS), z.number());
export type CostParts = z.infer<typeof CostParts>;

/** What the change does, in counts. */
const DifferenceCounts = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  /** Persons who move after it, less those who move before; and the same of money. */
  persons: z.number().int(),
  amountYuan: z.number(),
});
export type DifferenceCounts = z.infer<typeof DifferenceCounts>;

export const ProposalResult = z.object({
  /**
   * proven: within 0.01 % of the bound. feasible: keeps every hard row. infeasible: shown that nothing does. no-plan-found: neither found
   * nor excluded in the time given.
   */
  status: z.enum(["proven", "feasible", "infeasible", "no-plan-found"]),
  /** Yuan-equivalents of the proposal, what none can go below within the candidate set, and (objective - bound) / objective. */
  objective: z.number().nullable(),
  bound: z.number().nullable(),
  gap: z.number().nullable(),
  parts: CostParts.nullable(),
  /** Settlements within reach that were not among the nearest: `mostSavingYuan` is what they could save by the prices, at the very most. */
  omitted: z.object({
    arcs: z.number().int(),
    cheaper: z.number().int(),
    mostSavingYuan: z.number(),
  }),
  candidates: CandidateCounts,
  /** The plan's area first, then the counties that are planned. */
  areas: z.array(AreaLine),
  binding: z.array(BindingRow),
  /** Of an infeasible question. */
  causes: z.array(InfeasibleCause),
  relaxations: z.array(Relaxation),
  /** Hard checks of the plan that the answer would have newly failed: why it was not found. */
  refusedBy: z.array(PlanCheck),
  difference: DifferenceCounts.nullable(),
  notes: z.array(Note),
  seconds: z.number(),
});
export type ProposalResult = z.infer<typeof ProposalResult>;

const JOB_STATES = ["queued", "running", "done", "cancelled", "failed"] as const;

/**
 * GET /api/plans/{id}/proposals/{job}. Also a live event `proposal` of the plan's stream, without `question` and `result`, at most four
 * times a second. A job is forgotten some time after its end, and when the service stops: then 404.
 */
export const ProposalJob = z.object({
  id: z.uuid(),
  plan: z.uuid(),
  /** The plan's version that it was asked on. */
  version: z.number().int(),
  author: z.string(),
  /** The page that asked. */
  client: z.string(),
  state: z.enum(JOB_STATES),
  createdAt: z.string(),
  /** What is being done, and how much of it is done, 0 to 1. */
  progress: z.object({
    stage: z.string(),
    done: z.number(),
    /** Oldest first, at most 200; thinned where there are more. */
    points: z.array(ProgressPoint),
  }),
  question: ProposalQuestion,
  /** When `done`. */
  result: ProposalResult.nullable(),
  /** Of a job that failed: a word of it; the log holds the rest. */
  failure: z.string().nullable(),
});
export type ProposalJob = z.infer<typeof ProposalJob>;
export const ProposalNews = ProposalJob.omit({ question: true, result: true });
export type ProposalNews = z.infer<typeof ProposalNews>;

/** GET /api/plans/{id}/proposals : jobs that are remembered, newest first. DELETE .../{job} cancels or forgets one: 204. */
export const ProposalsAnswer = z.object({ items: z.array(ProposalNews) });
export type ProposalsAnswer = z.infer<typeof ProposalsAnswer>;

/** Which part of a proposal: villages of any of these areas or with any of these keys; all of it when nothing is named. */
const codes = z
  .string()
  .max(20_000)
  .transform((said) => said.split(",").filter((each) => each !== ""));
export const DifferenceQuery = z.strictObject({
  counties: codes.optional(),
  townships: codes.optional(),
  villages: codes.optional(),
  /** Villages in the answer; the counts are of all. */
  limit: wholeNumber(0, 50_000).default(1000),
});

const AreaDifference = DifferenceCounts.extend({ code: areaCode, name: z.string() });

/**
 * GET /api/plans/{id}/proposals/{job}/difference?counties=&townships=&villages= : what the proposal, or a part of it, changes in the plan
 * that it was made on. `change` is exactly what accepting that part writes.
 */
export const DifferenceAnswer = z.object({
  total: DifferenceCounts,
  counties: z.array(AreaDifference),
  townships: z.array(AreaDifference.extend({ county: areaCode.nullable() })),
  villages: z.array(
    z.object({
      key: VillageKey,
      name: z.string(),
      position: Position.nullable(),
      county: areaCode.nullable(),
      township: areaCode.nullable(),
      households: z.number().int().nullable(),
      persons: z.number().int().nullable(),
      kind: z.enum(["added", "changed", "removed"]),
      before: Move.nullable(),
      after: Move.nullable(),
    }),
  ),
  /** True when `limit` cut the villages short. */
  more: z.boolean(),
  /** Settlements that come into the plan. */
  opened: z.array(z.object({ id: z.string(), settlement: Settlement })),
  /** Villages that get their services where they are: for the officers of roads, water, power; nothing of it is written. */
  built: z.array(
    z.object({
      key: VillageKey,
      name: z.string(),
      position: Position.nullable(),
      year: z.number().int(),
      amountYuan: z.number(),
    }),
  ),
  /** Hard checks that this part by itself would newly fail; empty for the whole. It is refused while there are any. */
  breaks: z.array(PlanCheck),
  change: PlanChange,
});
export type DifferenceAnswer = z.infer<typeof DifferenceAnswer>;

/**
 * POST /api/plans/{id}/proposals/{job}/accept : writes the proposal, or the named part of it, as one change of the plan (`as: "plan"`) or
 * of a new scenario of it (`"scenario"`, called `name`). `If-Match` and `Idempotency-Key` as for every change. 409 `changedMeanwhile`
 * where villages of the part have other moves now than the proposal was made on, 422 `breaksHardChecks` with each check.
 */
export const AcceptRequest = z.strictObject({
  as: z.enum(["plan", "scenario"]),
  name: z.string().trim().min(1).max(100).optional(),
  counties: z.array(areaCode).max(500).optional(),
  townships: z.array(areaCode).max(5000).optional(),
  villages: z.array(VillageKey).max(50_000).optional(),
  author: ChangeRequest.shape.author,
  reason: ChangeRequest.shape.reason,
  client: ChangeRequest.shape.client,
});
export type AcceptRequest = z.infer<typeof AcceptRequest>;

/** The plan that was written, and its version then: undo is `return` to the version before, or the inverse of its last event. */
export const AcceptAnswer = z.object({ plan: PlanSummary, difference: DifferenceCounts });
export type AcceptAnswer = z.infer<typeof AcceptAnswer>;

export const WhyQuery = z.strictObject({ village: VillageKey });

/** One way of treating a village, at its best year, with all that it costs. */
const Alternative = z.object({
  kind: z.enum(["move", "build", "leave"]),
  settlement: z.string().nullable(),
  settlementName: z.string().nullable(),
  year: z.number().int().nullable(),
  distanceKm: z.number().nullable(),
  /** In the settlement's township, county, or elsewhere; null for other kinds. */
  border: z.enum(["none", "township", "county"]).nullable(),
  parts: CostParts,
  /** What the rows that bind add: a place in a settlement that is full has a price. */
  rows: z.array(
    BindingRow.pick({ kind: true, year: true, areaName: true }).extend({ amountYuan: z.number() }),
  ),
  /** Of parts and rows together. */
  totalYuan: z.number(),
  isChosen: z.boolean(),
  /** Among the ways that were weighed; false for a settlement that was not among the nearest. */
  isCandidate: z.boolean(),
  /** Households of this village that it would take in the chosen year are more than the room that the proposal leaves there. */
  isFull: z.boolean(),
});

/** GET /api/plans/{id}/proposals/{job}/why?village=KEY : why this settlement, and why not this village. */
export const WhyAnswer = z.object({
  key: VillageKey,
  name: z.string(),
  position: Position.nullable(),
  county: areaCode.nullable(),
  township: areaCode.nullable(),
  households: z.number().int().nullable(),
  /** Who would go. */
  persons: z.number().int().nullable(),
  /** At risk: recorded to be in hazard. */
  atRisk: z.boolean(),
  verdict: z.enum(["moved", "built", "left", "kept", "notCandidate"]),
  /** Why it was not thought about, or kept: each with what is and what was asked. */
  leftOut: z.array(
    z.object({
      code: LeftOutCode,
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
  /** What it has in the plan that the proposal was made on, and after it. */
  before: Move.nullable(),
  after: Move.nullable(),
  /** Cheapest first; none for a village that was not thought about. */
  alternatives: z.array(Alternative),
});
export type WhyAnswer = z.infer<typeof WhyAnswer>;
