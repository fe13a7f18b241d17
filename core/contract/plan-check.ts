import { z } from "zod";

/**
 * What a plan is checked for. Every check is a row of `PLAN_CHECKS` (core/policy/plan-checks.ts) with its usual severity; a plan's
 * settings may make it hard, soft or switch it off.
 */
export const CHECK_CODES = [
  /** More persons go to a settlement than it can take. */
  "overCapacity",
  /** A settlement's land quota is less than its persons need. */
  "landShort",
  /** The drawn site is larger than its land quota. */
  "landOverQuota",
  /** More floor area per head than allowed. */
  "floorAreaOver",
  /** Fewer persons than the year's band in an area. */
  "targetShort",
  /** More persons than the year's band in an area. */
  "targetOver",
  /** More money on a fund line in a year than its budget. */
  "budgetOver",
  /** People move in before the homes are finished. */
  "beforeReady",
  /** More households are to move than are willing. */
  "unwilling",
  /** More households are to move than the village has. */
  "tooManyHouseholds",
  /** The site lies in a hazard zone, an ecological red line, permanent basic farmland or a flood plain. */
  "siteInZone",
  /** The site lies in no county of the plan's area, or in two. */
  "siteOutside",
  /** The outline encloses nothing or crosses itself. */
  "siteNotAnArea",
  /** A service does not reach the settlement. */
  "siteUnserved",
  /** A village moves to another county. */
  "crossesCounty",
  /** A village moves to another township. */
  "crossesTownship",
  /** A village moves farther than usual. */
  "farAway",
  /** A village moves although works are planned that bring it the service. */
  "doubleSpending",
  /** Works newly serve only villages that move. */
  "worksForMovers",
  /** Villages of one administrative village go to several settlements. */
  "villageSplit",
  /** A move names a village that is not in the data, or not in the plan's area. */
  "villageUnknown",
  /** A village's persons or households are not recorded, so that it counts for nothing. */
  "countsUnknown",
] as const;
export const CheckCode = z.enum(CHECK_CODES);
export type CheckCode = z.infer<typeof CheckCode>;

/** The action that mends a failing check; the client shows it as a button, `mendOf` (core/relocation) makes the change. */
export const MEND_CODES = [
  "raiseCapacity",
  "moveOutLast",
  "raiseLandQuota",
  "fitFloorArea",
  "moveUp",
  "moveBack",
  "raiseBudget",
  "waitUntilReady",
  "onlyTheWilling",
  "onlyThoseThere",
  "leaveZone",
  "dropOutline",
  "cancelSettlement",
  "cancelMove",
  "cancelWorks",
  "gatherVillage",
  "nearerSettlement",
] as const;
export const MendCode = z.enum(MEND_CODES);
export type MendCode = z.infer<typeof MendCode>;

export const PlanCheck = z.object({
  code: CheckCode,
  severity: z.enum(["hard", "soft"]),
  /**
   * What it is about: "settlement:ID", "village:KEY", "works:ID", "target:AREA:YEAR", "budget:AREA:FUND:YEAR", "area:CODE". Together
   * with `code` and `params.kind` it names the check.
   */
  subject: z.string(),
  /** Where to look on the map; null for checks about a whole area. */
  position: z.tuple([z.number(), z.number()]).nullable(),
  /** What is, and what may be, both in `unit`; null where the check is not about an amount. */
  actual: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.enum(["persons", "households", "mu", "m2", "yuan", "km", "year", "villages"]).nullable(),
  /** For the sentence: names, codes, years, zone kinds, services. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  mend: MendCode.nullable(),
});
export type PlanCheck = z.infer<typeof PlanCheck>;

/** What the data say of a site: by place and outline, whatever the plan holds. */
export const SiteFacts = z.object({
  /** Codes of the township and county that hold the place, null where none does. */
  township: z.string().nullable(),
  county: z.string().nullable(),
  /** Counties that the outline touches; one where all is well. */
  counties: z.array(z.string()),
  /** Area of the outline, 0 where it encloses nothing, null without an outline. */
  areaM2: z.number().nullable(),
  /** True when the outline crosses itself. */
  crossed: z.boolean(),
  /** Zones that the outline (or the place) meets, karst left out. */
  zones: z.array(
    z.object({ kind: z.string(), name: z.string().nullable(), overlapM2: z.number().nullable() }),
  ),
  /** Nearest road, power line or area, water, broadband, school and clinic, and whether it reaches the site. */
  services: z.array(
    z.object({
      service: z.enum(["road", "electricity", "water", "broadband", "school", "clinic"]),
      status: z.enum(["served", "unserved", "unknown"]),
      distanceM: z.number().nullable(),
    }),
  ),
});
export type SiteFacts = z.infer<typeof SiteFacts>;

/** What works bring, whatever else is planned: villages that have the service by a rule only through them. */
export const WorksFacts = z.object({
  /** Metres on WGS 84; 0 for a point. */
  lengthM: z.number(),
  /** By rule of the works' sector: keys of the natural villages newly served, households and persons in them. */
  serves: z.array(
    z.object({
      rule: z.string(),
      villages: z.array(z.string()),
      households: z.number().int(),
      persons: z.number().int(),
      /** Villages that lose the service, where works close or downgrade something. */
      lost: z.array(z.string()),
    }),
  ),
});
export type WorksFacts = z.infer<typeof WorksFacts>;
