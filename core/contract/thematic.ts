import { z } from "zod";
import { AreaSummary, Level } from "./area.ts";
import { oneLine } from "./one-line.ts";

/**
 * What thematic maps (专题图) are made of. Columns hold a value per area in the order of `areas`, so that a page that has them switches
 * indicator, year and classes by itself. `null` is "not known", never 0.
 */

const count = z.number().int();
const column = z.array(z.number().nullable());

/** Levels that a map can be painted by. */
export const MAP_LEVELS = ["region", "city", "county", "township"] as const;
export const MapLevel = z.enum(MAP_LEVELS);
export type MapLevel = z.infer<typeof MapLevel>;

export const MapArea = AreaSummary.extend({
  /** A point surely inside, for symbols and labels; null without geometry. */
  position: z.tuple([z.number(), z.number()]).nullable(),
});
export type MapArea = z.infer<typeof MapArea>;

/** Units, households and persons by status, a value per area. A rate is served / (served + unserved), null when both are 0. */
export const StatusColumns = z.object({ served: column, unserved: column, unknown: column });
export type StatusColumns = z.infer<typeof StatusColumns>;
export const MEASURES = ["villages", "households", "persons"] as const;
export const Measure = z.enum(MEASURES);
export type Measure = z.infer<typeof Measure>;
export const RuleColumns = z.object({
  villages: StatusColumns,
  households: StatusColumns,
  persons: StatusColumns,
});
export type RuleColumns = z.infer<typeof RuleColumns>;

/** GET /api/thematic/today?area=45&by=county : everything that is known without a plan, of the areas of level `by` in `area`. */
export const TodayQuery = z.strictObject({
  area: z.string().min(1).max(64),
  by: MapLevel.default("county"),
});
export const TodayAnswer = z.object({
  area: z.string(),
  by: Level,
  dataVersion: z.string(),
  demonstration: z.boolean(),
  areas: z.array(MapArea),
  villages: column,
  households: column,
  persons: column,
  poorHouseholds: column,
  poorPersons: column,
  rules: z.array(RuleColumns.extend({ rule: z.string(), target: z.number().nullable() })),
});
export type TodayAnswer = z.infer<typeof TodayAnswer>;

/**
 * GET /api/thematic/plan?plan=ID&by=county : what a plan moves and spends, by year (`years`) and area: `persons[year][area]`.
 * `moved*` counts by the area that people leave, `arriving*` by the area of their settlement.
 */
export const PlanColumnsQuery = z.strictObject({
  plan: z.uuid(),
  by: MapLevel.default("county"),
});
export const PlanColumnsAnswer = z.object({
  plan: z.uuid(),
  version: count,
  by: Level,
  years: z.array(count),
  areas: z.array(z.string()),
  movedVillages: z.array(column),
  movedHouseholds: z.array(column),
  movedPersons: z.array(column),
  /** Yearly targets, null where an area has none. */
  targetPersons: z.array(column),
  /** Moved in by the end of each year, as returned (progress): in that year alone, not summed. Null where nothing was returned. */
  actualPersons: z.array(column),
  actualHouseholds: z.array(column),
  arrivingPersons: z.array(column),
  /** Of settlements standing in the area, whose homes are ready by that year: persons that they can take, and persons sent there by then. */
  capacityPersons: z.array(column),
  settledPersons: z.array(column),
  settlements: column,
  /** Money of the year by the area that people leave (moves) or where works stand. */
  amountYuan: z.array(column),
});
export type PlanColumnsAnswer = z.infer<typeof PlanColumnsAnswer>;

/** GET /api/thematic/rule-years?plan=ID&rule=village-road&by=county : rates of one rule at the end of each year of the plan. */
export const RuleYearsQuery = PlanColumnsQuery.extend({ rule: z.string().min(1).max(64) });
export const BASES = ["today", "afterWorks", "afterMoves", "afterBoth"] as const;
export const Basis = z.enum(BASES);
export type Basis = z.infer<typeof Basis>;
export const RuleYearsAnswer = z.object({
  plan: z.uuid(),
  version: count,
  rule: z.string(),
  by: Level,
  years: z.array(count),
  areas: z.array(z.string()),
  afterWorks: z.array(RuleColumns),
  afterMoves: z.array(RuleColumns),
  afterBoth: z.array(RuleColumns),
});
export type RuleYearsAnswer = z.infer<typeof RuleYearsAnswer>;

/** GET /api/thematic/flows?plan=ID&by=township : from areas to settlements, persons by year. */
export const FlowsAnswer = z.object({
  plan: z.uuid(),
  version: count,
  years: z.array(count),
  settlements: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      position: z.tuple([z.number(), z.number()]),
      capacityPersons: count,
      /** Persons sent there in each year. */
      persons: z.array(count),
      /** Persons that moved in by returns, in each year; null where nothing was returned. */
      actualPersons: z.array(count.nullable()),
    }),
  ),
  flows: z.array(
    z.object({
      /** Code of the area of level `by` that they leave. */
      from: z.string(),
      settlement: z.string(),
      villages: count,
      persons: z.array(count),
    }),
  ),
});
export type FlowsAnswer = z.infer<typeof FlowsAnswer>;

/**
 * GET /api/thematic/build-or-move?area=CODE&by=county : what bringing the missing services costs against moving, summed by area. With a plan
 * its works count as built, and its years are those of the comparison.
 */
export const BuildOrMoveColumnsQuery = z.strictObject({
  area: z.string().min(1).max(64),
  by: MapLevel.default("county"),
  plan: z.uuid().optional(),
});
export const BuildOrMoveColumnsAnswer = z.object({
  area: z.string(),
  by: Level,
  areas: z.array(z.string()),
  /** Villages and households that lack something, and those of them for whom moving is cheaper. */
  villages: column,
  households: column,
  moveVillages: column,
  moveHouseholds: column,
  buildYuan: column,
  moveYuan: column,
});
export type BuildOrMoveColumnsAnswer = z.infer<typeof BuildOrMoveColumnsAnswer>;

export const MAP_STYLES = ["choropleth", "symbols", "flows", "dots", "hex"] as const;
export const CLASSINGS = ["policy", "quantile", "natural", "equal", "own"] as const;
export const PALETTES = ["orange-blue", "blue", "violet", "green"] as const;
export const COMPARES = ["none", "side", "swipe", "difference"] as const;

/** One side of a thematic map. */
export const MapSubject = z.object({
  /** As the catalogue names it (core/thematic/indicators.ts): "rate:village-road:villages", "moved-persons", "poverty-share", ... */
  indicator: z.string().min(1).max(100),
  year: z.number().int().min(1990).max(2100).nullable(),
  plan: z.uuid().nullable(),
  basis: Basis,
});
export type MapSubject = z.infer<typeof MapSubject>;

/** Everything that makes a thematic map what it is; the address of a page, a saved map and a print hold this and nothing else. */
export const ThematicView = MapSubject.extend({
  area: z.string().min(1).max(64),
  by: MapLevel,
  style: z.enum(MAP_STYLES),
  classing: z.enum(CLASSINGS),
  /** Number of classes for quantile, natural and equal: 3 to 9. */
  classes: z.number().int().min(3).max(9),
  /** Upper limits of own classes but the last, ascending. */
  breaks: z.array(z.number()).max(8),
  palette: z.enum(PALETTES),
  /** Classes switched off in the legend, by position. */
  hidden: z.array(z.number().int().min(0).max(9)),
  compare: z.enum(COMPARES),
  /** The other side where two are compared. */
  other: MapSubject.nullable(),
  camera: z.object({ lng: z.number(), lat: z.number(), zoom: z.number() }).nullable(),
});
export type ThematicView = z.infer<typeof ThematicView>;

/** A class of a legend: values from `from` (counted in) to `to` (not counted in, but in the last); null is open. */
export interface MapClass {
  from: number | null;
  to: number | null;
  colour: string;
  /** Areas in it. */
  count: number;
}

/** What a value was computed from, so that every figure can be opened: "served" 80, "unserved" 20. */
export interface ValuePart {
  /** Key of a text in both languages. */
  code: string;
  value: number | null;
}

/** A thematic map reckoned: classes, and of each area its value, its class and its parts. Page and print draw the same one. */
export interface PaintedMap {
  classes: MapClass[];
  areas: {
    id: number;
    code: string;
    /** In the unit of the indicator; rates 0..1; null = not known or nothing eligible. */
    value: number | null;
    /** Position in `classes`; -1 without a value. */
    classIndex: number;
    parts: ValuePart[];
  }[];
}

const mapName = oneLine(100);
const person = oneLine(60);

/** A saved thematic map: its view as the query of an address (formatView of core/thematic/view.ts). */
export const SavedMap = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Of the page /thematic, without "?". */
  query: z.string(),
  regionCode: z.string(),
  createdBy: z.string(),
  /** Who made the last change; the maker while there is none. */
  changedBy: z.string(),
  changedAt: z.string(),
  version: count,
});
export type SavedMap = z.infer<typeof SavedMap>;
/** POST /api/maps; PATCH and DELETE /api/maps/{id} with If-Match. A query that does not name a map is refused (422). */
export const NewMap = z.strictObject({
  name: mapName,
  query: z.string().min(1).max(2000),
  author: person,
});
export const MapPatch = z.strictObject({
  name: mapName.optional(),
  query: NewMap.shape.query.optional(),
  author: person,
});
/** GET /api/maps?area= : saved maps of the area's region, last made first; of every region without an area. The same for atlases, first made first. */
export const SavedQuery = z.strictObject({ area: z.string().min(1).max(64).optional() });
export const MapsAnswer = z.object({ items: z.array(SavedMap) });
export type MapsAnswer = z.infer<typeof MapsAnswer>;
/** DELETE : 409 for a map that stands in an atlas, with `params.atlases`, unless `force=true` takes it out of them. `author` is for the audit trail. */
export const DeleteQuery = z.strictObject({
  author: person.default("-"),
  force: z.enum(["true", "false"]).default("false"),
});

/** An ordered collection of saved maps (图集). */
export const Atlas = z.object({
  id: z.uuid(),
  name: z.string(),
  regionCode: z.string(),
  createdBy: z.string(),
  /** Who made the last change; the maker while there is none. */
  changedBy: z.string(),
  changedAt: z.string(),
  version: count,
  pages: z.array(SavedMap),
});
export type Atlas = z.infer<typeof Atlas>;
/** POST /api/atlases, PATCH and DELETE /api/atlases/{id} with If-Match: `pages` are ids of saved maps, in order. */
export const NewAtlas = z.strictObject({
  name: mapName,
  area: z.string().min(1).max(64),
  pages: z.array(z.uuid()).max(200),
  author: person,
});
export const AtlasPatch = z.strictObject({
  name: mapName.optional(),
  pages: NewAtlas.shape.pages.optional(),
  author: person,
});
export const AtlasesAnswer = z.object({ items: z.array(Atlas) });
export type AtlasesAnswer = z.infer<typeof AtlasesAnswer>;
