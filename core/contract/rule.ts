import { z } from "zod";

/** The sectors whose coverage is measured. `facility` holds clinics, hospitals, schools and settlements. */
export const SECTORS = ["road", "electricity", "water", "broadband", "facility"] as const;
export const Sector = z.enum(SECTORS);
export type Sector = z.infer<typeof Sector>;

/** What a rule counts. Townships and administrative villages are judged by their seat or outline. */
const UNITS = ["naturalVillage", "administrativeVillage", "township"] as const;
export const Unit = z.enum(UNITS);
export type Unit = z.infer<typeof Unit>;

/** Inclusive bounds on a numeric attribute; an attribute that is not recorded leaves the answer unknown. */
const NumberRange = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine((range) => range.min !== undefined || range.max !== undefined, "give min, max or both");

/** Which network features or facilities may serve. Every condition given must hold. */
const featureFilter = {
  classes: z.array(z.string()).min(1).optional(),
  surfaces: z.array(z.string()).min(1).optional(),
  facilityKinds: z.array(z.string()).min(1).optional(),
  /** Bounds on numeric feature attributes, by field name (`surfaceWidthM`, `quantityLPerHeadDay`, ...). */
  where: z.record(z.string(), NumberRange).optional(),
  allSeason: z.boolean().optional(),
  /** Whether the feature has been accepted (验收) after it was built. */
  accepted: z.boolean().optional(),
  /** The test is open only to units that carry this attribute (for example `waterScarce`). */
  onlyFor: z.string().optional(),
};

const DistanceTest = z.strictObject({
  kind: z.literal("distance"),
  /** Metres on the WGS 84 ellipsoid from the unit's point, or its outline where one exists. */
  reachM: z.number().positive().max(1_000_000),
  /** `seat` measures from the point even where an outline exists. */
  from: z.enum(["outline", "seat"]).optional(),
  ...featureFilter,
});
const InsideTest = z.strictObject({ kind: z.literal("inside"), ...featureFilter });
const RadiusTest = z.strictObject({ kind: z.literal("radius"), ...featureFilter });
const SimpleTest = z.discriminatedUnion("kind", [DistanceTest, InsideTest, RadiusTest]);
const AnyTest = z.strictObject({ kind: z.literal("any"), of: z.array(SimpleTest).min(1).max(20) });
export type SimpleTest = z.infer<typeof SimpleTest>;

/** A text as it stands, or in both languages of the pages. */
const LocalText = z.union([z.string(), z.strictObject({ zh: z.string(), en: z.string() })]);

/**
 * One coverage rule, as data. Fields that it does not have are refused everywhere, so that a slip of the pen ("minHousehold") never makes
 * another rule of it. `target` is a rate 0..1, or null for a rule that is only compared.
 * Source of the shipped rules: see each rule's own `source`.
 */
export const IndicatorRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens"),
  version: z.number().int().positive().default(1),
  name: z.strictObject({ zh: z.string(), en: z.string() }).optional(),
  sector: Sector,
  unit: Unit,
  eligible: z
    .strictObject({
      minHouseholds: z.number().int().nonnegative().optional(),
      minPersons: z.number().int().nonnegative().optional(),
      /** A yes/no attribute of the unit that must be yes, for example `qualified` or `rural`. */
      attribute: z.string().optional(),
    })
    .default({}),
  test: z.discriminatedUnion("kind", [DistanceTest, InsideTest, RadiusTest, AnyTest]),
  /** Attested status counts as served / unserved where the geometry does not show service. Default true. */
  attested: z.boolean().default(true),
  /** Served through a served unit within this many metres in a straight line. Off when absent. */
  throughNeighbour: z.strictObject({ withinM: z.number().positive() }).optional(),
  target: z.number().min(0).max(1).nullable(),
  /** What the headline rate counts. */
  headline: z.enum(["villages", "households", "persons"]).default("villages"),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
  source: LocalText,
  confidence: LocalText.optional(),
});
export type IndicatorRule = z.infer<typeof IndicatorRule>;
