import type { Settlement, Works } from "../../core/contract/plan.ts";
import type { Sector } from "../../core/contract/rule.ts";
import { PLAN_PARAMETERS } from "../../core/policy/plan-policy.ts";
import {
  WORKS_DEFAULTS,
  type WorksDefault,
  type WorksShape,
} from "../../core/policy/works-defaults.ts";
import type { PlanContext } from "../../core/relocation/context.ts";
import { ringAreaM2 } from "../map/ring-area.ts";
import { middleOfRing } from "./geometry.ts";

/** What is built by the next drawing: a sector and one of its classes. */
export interface WorksChoice {
  readonly sector: Sector;
  readonly class: string;
}

/** The shape that a tool draws works in; null for the other tools. */
export function shapeOf(tool: string): WorksShape | null {
  if (!tool.startsWith("works-")) return null;
  return tool === "works-line" ? "line" : tool === "works-point" ? "point" : "area";
}

/** The choices that a shape leaves, the usual one first. */
export function choicesOf(shape: WorksShape): WorksChoice[] {
  return Object.entries(WORKS_DEFAULTS[shape]).flatMap(([sector, classes]) =>
    classes.map((each) => ({ sector: sector as Sector, class: each.class })),
  );
}

function defaultOf(shape: WorksShape, choice: WorksChoice): WorksDefault {
  const classes = WORKS_DEFAULTS[shape][choice.sector] ?? [];
  return (
    classes.find((each) => each.class === choice.class) ??
    classes[0] ?? { class: choice.class, surface: null, numbers: {} }
  );
}

/** Works as they are drawn: what is usual of their class, in use from a year. */
export function worksOf(
  name: string,
  shape: WorksShape,
  choice: WorksChoice,
  geometry: NonNullable<Works["geometry"]>,
  year: number,
): Works {
  const usual = defaultOf(shape, choice);
  return {
    name,
    sector: choice.sector,
    action: "build",
    featureId: null,
    geometry,
    class: usual.class,
    surface: usual.surface,
    allSeason: choice.sector === "road" ? usual.class !== "track" : null,
    accepted: choice.sector === "road" ? usual.class !== "track" : null,
    numbers: { ...usual.numbers },
    year,
    costYuan: null,
    fund: "specialFund",
  };
}

/** A settlement as it is drawn, as an outline or a place: it takes as many as its land holds by the policy figure of land per head. */
export function settlementOf(
  name: string,
  geometry: NonNullable<Works["geometry"]>,
  sign: readonly [number, number] | null,
  context: PlanContext,
): Settlement | null {
  if (geometry.type === "LineString") return null;
  const outline = geometry.type === "Polygon" ? geometry.coordinates : null;
  const { from } = context.frame.years;
  const perHead = context.policy.at(PLAN_PARAMETERS.landPerHeadMu, from)?.value;
  const areaMu = outline === null ? 0 : (drawnMu(outline, context) ?? 0);
  const place =
    geometry.type === "Point" ? geometry.coordinates : (sign ?? middleOfRing(outline![0]!));
  return {
    name,
    kind: "newVillage",
    layout: "concentrated",
    position: [place[0], place[1]],
    outline,
    capacityPersons: perHead === undefined || perHead <= 0 ? 0 : Math.floor(areaMu / perHead),
    landQuotaMu: null,
    floorAreaM2: null,
    readyYear: from,
    siteCostYuan: null,
    costPerHeadYuan: null,
    facilityId: null,
  };
}

/** Mu from which an outline is hardly meant: some twelve thousand persons live on it, more than all but the largest settlements have. */
const LARGE_MU = 1500;

/** The mu of a site that is far larger than settlements are; null where it is not. */
export function largeMu({ outline }: Settlement, context: PlanContext): number | null {
  const mu = outline === null ? null : drawnMu(outline, context);
  return mu !== null && mu > LARGE_MU ? mu : null;
}

function drawnMu(outline: NonNullable<Settlement["outline"]>, context: PlanContext): number | null {
  const muM2 = context.policy.at(PLAN_PARAMETERS.muM2, context.frame.years.from)?.value;
  return muM2 === undefined ? null : ringAreaM2(outline[0]!) / muM2;
}
