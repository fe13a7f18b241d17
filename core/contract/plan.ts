import { z } from "zod";
import { NETWORK_NUMBERS } from "./record.ts";
import { Sector } from "./rule.ts";

/** Everything that a plan holds, as JSON. A plan is the sum of its changes; see core/relocation/plan.ts. */

const name = z.string().trim().min(1).max(100);
const yuan = z.number().int().min(0).max(1e13);

/** Longitude and latitude in degrees, WGS 84. */
const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** Ids that people's programs make: letters, digits, hyphens. */
const EntryId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, "letters, digits and hyphens");
/** A village in a plan: its code, or `#` and its number in the data where it has no code. */
const VillageKey = z.string().regex(/^(?!__proto__$).{1,64}$/u, "1 to 64 characters");
const Year = z.number().int().min(1990).max(2100);

/** Where people go. Source: settlement kinds of the relocation opinions. */
export const SETTLEMENT_KINDS = [
  "withinVillage",
  "newVillage",
  "smallTown",
  "industrialPark",
  "tourismArea",
  "countySeat",
] as const;
/** Concentrated 集中, dispersed 分散, inserted 插花. */
export const SETTLEMENT_LAYOUTS = ["concentrated", "dispersed", "inserted"] as const;

/** Lines of money. Source: Guangxi's funding of relocation; the split is a parameter. */
export const FUND_LINES = [
  "centralBudget",
  "specialFund",
  "localBonds",
  "constructionFund",
  "longTermLoans",
  "selfRaised",
] as const;
export const FundLine = z.enum(FUND_LINES);
export type FundLine = z.infer<typeof FundLine>;

/** Why a village moves. */
export const MOVE_REASONS = [
  "lackingLivingConditions",
  "fragileEcology",
  "hazardAvoidance",
  "natureReserve",
  "servicesTooCostly",
  "other",
] as const;
export const MoveReason = z.enum(MOVE_REASONS);
export type MoveReason = z.infer<typeof MoveReason>;

/** Number of a feature in the data, as the database holds it. */
const DataId = z.number().int().positive().max(2_147_483_647);

/** A ring of an outline, closed: first and last position are the same. */
const Ring = z.array(Position).min(4).max(2000);

/** A destination of relocation (安置点); a village is never one. */
export const Settlement = z.strictObject({
  name,
  kind: z.enum(SETTLEMENT_KINDS),
  layout: z.enum(SETTLEMENT_LAYOUTS),
  /** Where it stands: inside the outline where there is one. */
  position: Position,
  /** Shell and holes of the site, or null while only the place is known. */
  outline: z.array(Ring).min(1).max(20).nullable(),
  capacityPersons: z.number().int().min(0).max(1_000_000),
  /** Building land allotted (建设用地指标), in mu. */
  landQuotaMu: z.number().min(0).max(1e6).nullable(),
  /** Floor area of all homes, m2. */
  floorAreaM2: z.number().min(0).max(1e9).nullable(),
  /** Homes are finished in this year: people may move in from it on. */
  readyYear: Year,
  /** Site works beside the homes, paid in the year before people move in at the earliest; null = not estimated. */
  siteCostYuan: yuan.nullable(),
  /** Instead of the policy parameter. */
  costPerHeadYuan: yuan.nullable(),
  /** facilities.id where it exists already. */
  facilityId: DataId.nullable(),
});
export type Settlement = z.infer<typeof Settlement>;

/** Some households of a village, or all of them (`households` null), to one settlement in one year. */
export const MovePart = z.strictObject({
  settlement: EntryId,
  year: Year,
  households: z.number().int().min(1).max(100_000).nullable(),
});
export type MovePart = z.infer<typeof MovePart>;

/** What happens to one natural village: the whole of it as one part, or parts with a number of households each. */
export const Move = z.strictObject({
  parts: z
    .array(MovePart)
    .min(1)
    .max(12)
    .refine(
      (parts) => parts.length === 1 || parts.every((part) => part.households !== null),
      "several parts need a number of households each",
    ),
  reason: MoveReason.nullable(),
});
export type Move = z.infer<typeof Move>;

const numbers = z.partialRecord(z.enum(NETWORK_NUMBERS), z.number().min(0).max(1e9));

/**
 * A planned link or place of service (基础设施项目). `build` brings a new feature; `close` takes an existing one away (washed out, given
 * up); `change` replaces an existing one by the attributes and geometry given (downgraded, hardened).
 */
export const Works = z.strictObject({
  name,
  sector: Sector,
  action: z.enum(["build", "close", "change"]),
  /** network_features.id or facilities.id that `close` and `change` are about. */
  featureId: DataId.nullable(),
  geometry: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("Point"), coordinates: Position }),
      z.strictObject({
        type: z.literal("LineString"),
        coordinates: z.array(Position).min(2).max(5000),
      }),
      z.strictObject({ type: z.literal("Polygon"), coordinates: z.array(Ring).min(1).max(20) }),
    ])
    .nullable(),
  class: z.string().min(1).max(60).nullable(),
  surface: z.string().min(1).max(60).nullable(),
  allSeason: z.boolean().nullable(),
  accepted: z.boolean().nullable(),
  numbers,
  /** In use from this year on. */
  year: Year,
  /** Instead of the policy parameter times the length. */
  costYuan: yuan.nullable(),
  fund: FundLine,
});
export type Works = z.infer<typeof Works>;

/** A remark pinned on the map or to an entry of the plan. */
export const Note = z.strictObject({
  text: z.string().trim().min(1).max(2000),
  position: Position.nullable(),
  /** Subject that it is about, as `subjectKey` writes it; null for a remark about a place or the plan. */
  about: z.string().max(100).nullable(),
  author: z.string().max(60),
  at: z.iso.datetime(),
});
export type Note = z.infer<typeof Note>;

/** "451221:2016": an area and a year. */
const AreaYear = z.string().regex(/^[^:]{1,64}:\d{4}$/, "area code, colon, year");
/** "451221:centralBudget:2016": an area, a fund line and a year. */
const AreaFundYear = z
  .string()
  .regex(
    /^[^:]{1,64}:(centralBudget|specialFund|localBonds|constructionFund|longTermLoans|selfRaised):\d{4}$/,
    "area code, fund line and year with colons",
  );
/** What may be locked: "village:CODE", "settlement:ID", "works:ID", or all moves and works of a year: "year:2016". */
const LockKey = z.string().regex(/^(village|settlement|works|year):.{1,64}$/u, "kind, colon, id");
/** "severity:overCapacity" = "hard" | "soft" | "off". */
const SettingKey = z.string().regex(/^severity:[A-Za-z]{1,40}$/);

/**
 * One edit: the new values of what it touches, by key; null takes an entry away. Of settlements, works and notes only the fields that
 * change need be given; an entry that is not there yet needs all of them. The same shape is a plan's inverse edit, its undo step, its
 * audit entry, its live event, and, from nothing, the whole plan.
 */
export const PlanChange = z.strictObject({
  settlements: z.record(EntryId, Settlement.partial().nullable()).optional(),
  moves: z.record(VillageKey, Move.nullable()).optional(),
  works: z.record(EntryId, Works.partial().nullable()).optional(),
  /** Persons to move in an area and year. */
  targets: z.record(AreaYear, z.number().int().min(0).max(1e8).nullable()).optional(),
  /** Yuan to spend in an area by fund line and year. */
  budgets: z.record(AreaFundYear, yuan.nullable()).optional(),
  locks: z.record(LockKey, z.literal(true).nullable()).optional(),
  notes: z.record(EntryId, Note.partial().nullable()).optional(),
  settings: z.record(SettingKey, z.enum(["hard", "soft", "off"]).nullable()).optional(),
});
export type PlanChange = z.infer<typeof PlanChange>;

/** The parts of a plan, in the order in which they are written. */
export const COLLECTIONS = [
  "settlements",
  "moves",
  "works",
  "targets",
  "budgets",
  "locks",
  "notes",
  "settings",
] as const satisfies readonly (keyof PlanChange)[];
export type Collection = (typeof COLLECTIONS)[number];

/** What a plan is for: it never changes while the plan lives. */
export const PlanFrame = z.strictObject({
  /** Code of the county, city or region whose plan it is. */
  area: z.string().min(1).max(64),
  /** First and last year in which people move. */
  years: z
    .strictObject({ from: Year, to: Year })
    .refine(({ from, to }) => from <= to && to - from < 30, "from at most 29 years before to"),
});
export type PlanFrame = z.infer<typeof PlanFrame>;

/** A fault that the person can mend, with the entry it is about. */
export interface PlanProblem {
  readonly code: PlanProblemCode;
  /** Where in the change: "moves.450101001" and the like. */
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
}
const PLAN_PROBLEMS = [
  /** A field of the change is not what the contract says. */
  "malformed",
  /** A settlement, works or note that is not in the plan is to be changed in part. */
  "notThere",
  /** People are to move to a settlement that is not in the plan. */
  "unknownSettlement",
  /** A settlement is to be taken away while people move there. */
  "settlementInUse",
  /** A year outside the plan's. */
  "yearOutside",
  /** What the change touches is locked. */
  "locked",
  /** Works without what their action needs: a geometry to build, a feature to close. */
  "worksIncomplete",
] as const;
export type PlanProblemCode = (typeof PLAN_PROBLEMS)[number];
