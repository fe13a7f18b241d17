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
  const mu = context.policy.at(PLAN_PARAMETERS.muM2, from)?.value;
  const perHead = context.policy.at(PLAN_PARAMETERS.landPerHeadMu, from)?.value;
  const areaMu = mu === undefined || outline === null ? 0 : ringAreaM2(outline[0]!) / mu;
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
