import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";
import type { Progress } from "./draw.ts";
import { measureDrawing } from "./draw-geometry.ts";

/** What the hand is at, for the line of help. */
export interface HandState {
  readonly progress: Progress;
  /** What is being dragged. */
  readonly drag: "villages" | "place" | null;
  /** The crosshair of the keyboard is on the map. */
  readonly crosshair: boolean;
  /** An outline is in hand. */
  readonly editing: boolean;
  /** What the crosshair is on. */
  readonly under: string;
  /** Villages in the rectangle or lasso so far. */
  readonly within: number | null;
}

export const IDLE_HAND: HandState = {
  progress: { tool: "look", vertices: 0, geometry: null, refused: false },
  drag: null,
  crosshair: false,
  editing: false,
  under: "",
  within: null,
};

/** One line at the foot of the map that says what the next click or key does, and how large the drawing is; read aloud as it changes. */
export function PlanHint(props: { hand: HandState; chosen: number; language: Language }) {
  const { t } = useTranslation();
  const { hand, chosen, language } = props;
  const step = stepOf(hand, chosen, t);
  const keys = keysOf(hand, t);
  const measure = measureOf(hand, language, t);
  return (
    <div className="plan-hint" data-shown={step !== "" || keys !== ""}>
      <p role="status" className="plan-hint-step" data-refused={hand.progress.refused}>
        {step}
        {hand.under === "" ? null : <span className="visually-hidden"> {hand.under}</span>}
        {keys === "" ? null : <span className="plan-hint-keys"> {keys}</span>}
      </p>
      {measure === "" ? null : (
        <output className="plan-hint-measure" aria-live="off">
          {measure}
        </output>
      )}
    </div>
  );
}

function stepOf({ progress, drag }: HandState, chosen: number, t: TFunction): string {
  const { tool, vertices, refused } = progress;
  if (drag === "villages") return t("planMap.dragVillages", { n: chosen });
  if (drag === "place") return t("planMap.dragPlace");
  if (refused) return t("planMap.crosses");
  switch (tool) {
    case "look":
      return "";
    case "settlement":
      return vertices === 1
        ? t("planMap.siteSecond")
        : t(vertices === 0 ? "planMap.siteFirst" : shapeStep(vertices));
    case "works-area":
      return t(vertices === 0 ? "planMap.areaFirst" : shapeStep(vertices));
    case "works-line":
      if (vertices === 0) return t("planMap.lineFirst");
      return t(vertices === 1 ? "planMap.lineSecond" : "planMap.lineMore");
    case "works-point":
      return t("planMap.point");
    case "rectangle":
      return t(vertices === 0 ? "planMap.rectangle" : "planMap.rectangleSecond");
    case "lasso":
      return t(vertices === 0 ? "planMap.lasso" : "planMap.lassoMore");
    case "note":
      return t("planMap.note");
  }
}

const shapeStep = (vertices: number) =>
  vertices < 3 ? "planMap.shapeMore" : "planMap.shapeFinish";

function keysOf({ progress, crosshair, editing, drag }: HandState, t: TFunction): string {
  if (!crosshair) return "";
  if (drag !== null) return t("planMap.keysDrag");
  if (progress.tool !== "look") return t("planMap.keysDraw");
  return editing ? t("planMap.keysEdit") : t("planMap.keysLook");
}

function measureOf({ progress, within }: HandState, language: Language, t: TFunction): string {
  if (within !== null) return t("planMap.within", { n: formatCount(within, language) });
  const { geometry, tool } = progress;
  if (geometry === null || tool === "rectangle" || tool === "lasso") return "";
  const size = measureDrawing(geometry);
  if (size === null) return "";
  const number = (value: number, digits = value < 100 ? 1 : 0) =>
    value.toLocaleString(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  if ("lengthM" in size)
    return size.lengthM < 1000
      ? `${number(size.lengthM, 0)} m`
      : `${number(size.lengthM / 1000, 2)} km`;
  return t("planMap.area", { mu: number(size.areaMu), ha: number(size.areaM2 / 10_000) });
}
