import { useMemo } from "react";
import type { AreaAnswer, Level } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type {
  MapArea,
  MapLevel,
  MapSubject,
  PaintedMap,
  ThematicView,
} from "../../core/contract/thematic.ts";
import type { Indicator } from "../../core/thematic/indicator.ts";
import { findIndicator, yearsOf } from "../../core/thematic/indicators.ts";
import { differenceMap, paintMap, valuesOf } from "../../core/thematic/paint-map.ts";
import { shortPlace } from "../format.ts";
import type { ThematicScene } from "../map/thematic-scene.ts";
import { usePlans } from "../plan/queries.ts";
import type { Language } from "../view-state.ts";
import { chosenPlan, plansAbout } from "./choose-plan.ts";
import { paintedLevel } from "./drill.ts";
import { sceneOf } from "./scene.ts";
import { useLast, useSide, type Side } from "./use-sides.ts";
import { useSpread, type Spread } from "./use-spread.ts";
import { differenceText, shortDifference, valueText, type Wording } from "./words.ts";

/** One painted map with all that legend, table and tooltip say about it. */
export interface MapSide {
  subject: MapSubject;
  indicator: Indicator | null;
  /** Null: a difference, which has no target of its own. */
  target: number | null;
  isDifference: boolean;
  painted: PaintedMap;
  scene: ThematicScene;
  spread: Spread | null;
  plan: PlanSummary | null;
  textOf: (value: number | null) => string;
}

/** All that a thematic map shows, painted from data of one moment. */
export interface ShownMap {
  view: ThematicView;
  area: string;
  level: MapLevel;
  areas: readonly MapArea[];
  sides: readonly MapSide[];
  /** Years that the first side can show, ascending; none where it does not change by year. */
  years: readonly number[];
  demonstration: boolean;
}

export interface MapState {
  /** What was last complete; null before anything is. */
  shown: ShownMap | null;
  isPending: boolean;
  error: unknown;
  retry: () => void;
  /** Plans that say something about the area, the nearest and newest first, and the ones in use. */
  plans: readonly PlanSummary[];
  plan: PlanSummary | null;
  /** The view as it is shown: with a level that the area has. */
  view: ThematicView;
}

/** Asks for what a view needs and paints it. `view` must stay the same object while it says the same. */
export function useMap(question: {
  version: string;
  region: string;
  area: AreaAnswer;
  view: ThematicView;
  rules: readonly IndicatorRule[];
  wording: Wording;
  zoom: number;
}): MapState {
  const { version, region, area, rules, wording, zoom } = question;
  const view = useMemo(
    () => ({
      ...question.view,
      area: area.code,
      by: paintedLevel(question.view.by, area.level),
      style: styleOf(question.view),
    }),
    [question.view, area.code, area.level],
  );
  const { by, compare } = view;
  const list = usePlans(region);
  const about = useMemo(
    () =>
      plansAbout(
        list.data?.items ?? [],
        area,
        new Set((list.data?.items ?? []).map((p) => p.area)),
      ),
    [list.data, area],
  );
  const planOf = (named: string | null) => chosenPlan(named, list.data?.items ?? [], about);
  const plan = planOf(view.plan);
  const withFlows = view.style === "flows";
  const shared = { version, area: area.code, by, withFlows };
  const first = useSide({ ...shared, subject: view, plan });
  const isCompared = compare !== "none" && view.other !== null;
  const second = useSide({
    ...shared,
    subject: isCompared ? view.other : null,
    plan: planOf(view.other?.plan ?? null),
  });
  const painted = useMemo(() => paintSides(view, first, second), [view, first, second]);
  const ready = list.data === undefined ? null : painted;
  const spreadState = useSpread({
    version,
    area: area.code,
    view,
    sides: ready?.sides ?? null,
    zoom,
    latitude: area.bbox === null ? 23.5 : (area.bbox[1] + area.bbox[3]) / 2,
  });
  const { spreads } = spreadState;
  const isSpread = view.style === "dots" || view.style === "hex";
  const { language, t } = wording;
  const finished = useMemo<ShownMap | null>(() => {
    if (ready === null || (isSpread && spreads === null)) return null;
    return {
      ...ready,
      sides: ready.sides.map((side, i) =>
        finish(side, ready, view, area.level, spreads?.[i] ?? null, { t, language, rules }),
      ),
    };
  }, [ready, isSpread, spreads, view, area.level, t, language, rules]);
  const shown = useLast(finished);
  const failed = [first, second].find((side) => side !== null && side.error !== null);
  return {
    shown,
    isPending: finished === null,
    error: failed?.error ?? spreadState.error ?? list.error ?? null,
    retry: () => {
      failed?.retry();
      spreadState.retry();
      void list.refetch();
    },
    plans: about,
    plan,
    view,
  };
}

/** Differences are of areas: villages by themselves have none to show. */
const styleOf = ({ style, compare }: ThematicView): ThematicView["style"] =>
  compare === "difference" && (style === "dots" || style === "hex") ? "choropleth" : style;

interface PaintedSide extends Omit<MapSide, "scene" | "spread" | "textOf"> {
  side: Side;
}
type PaintedSides = Omit<ShownMap, "sides"> & { sides: readonly PaintedSide[] };

/** Both sides painted, as soon as both have their data. One colour means one thing on both of the same indicator, and in every year. */
function paintSides(
  view: ThematicView,
  first: Side | null,
  second: Side | null,
): PaintedSides | null {
  const columns = first?.columns ?? null;
  if (first === null || columns === null) return null;
  if (second !== null && second.columns === null) return null;
  const indicator = findIndicator(view.indicator);
  const { today } = columns;
  const shared = {
    view,
    area: today.area,
    level: view.by,
    areas: today.areas,
    years: indicator === null ? [] : yearsOf(indicator, columns),
    demonstration: today.demonstration,
  };
  const sideOf = (side: Side, painted: PaintedMap, isDifference = false): PaintedSide => {
    const of = findIndicator(side.subject.indicator);
    return {
      side,
      subject: side.subject,
      indicator: of,
      target: isDifference ? null : (of?.targetOf(side.columns!) ?? null),
      isDifference,
      painted,
      plan: side.plan,
    };
  };
  if (second?.columns && view.compare === "difference") {
    const other = { subject: second.subject, columns: second.columns };
    return { ...shared, sides: [sideOf(first, differenceMap(view, columns, other), true)] };
  }
  if (!second?.columns)
    return { ...shared, sides: [sideOf(first, paintMap(view, columns, { everyYear: true }))] };
  const isSame = second.subject.indicator === view.indicator;
  const othersOf = (side: Side) => (isSame ? valuesOf(side.subject, side.columns!) : []);
  return {
    ...shared,
    sides: [
      sideOf(first, paintMap(view, columns, { everyYear: true, others: othersOf(second) })),
      sideOf(
        second,
        paintMap({ ...view, ...second.subject }, second.columns, {
          everyYear: true,
          others: othersOf(first),
        }),
      ),
    ],
  };
}

/** Names of the level above the painted one help in a city or county; on a map of the region there is no room for them. */
const aboveOf = (painted: MapLevel, area: Level): "city" | "county" | null =>
  painted === "township" ? "county" : painted === "county" && area !== "region" ? "city" : null;

/** Whether an indicator counts all years up to the one that is shown: then its flows do so too. */
const isUpTo = (indicator: Indicator | null): boolean =>
  indicator !== null &&
  (indicator.id.endsWith("-total") ||
    ["moved-share", "settled-persons", "settlement-fill"].includes(indicator.id));

function finish(
  { side, ...painted }: PaintedSide,
  map: PaintedSides,
  view: ThematicView,
  level: Level,
  spread: Spread | null,
  wording: { t: Wording["t"]; language: Language; rules: readonly IndicatorRule[] },
): MapSide {
  const unit = painted.indicator?.unit ?? "persons";
  const textOf = (value: number | null) =>
    painted.isDifference ? differenceText(value, unit, wording) : valueText(value, unit, wording);
  return {
    ...painted,
    textOf,
    spread,
    scene: sceneOf({
      level: map.level,
      within: map.area,
      above: aboveOf(map.level, level),
      areas: map.areas,
      painted: painted.painted,
      style: painted.isDifference && view.style !== "symbols" ? "choropleth" : view.style,
      hidden: view.hidden,
      nameOf: (area) => shortPlace(area, wording.language),
      textOf: painted.isDifference ? (value) => shortDifference(value, unit, wording) : textOf,
      flows:
        view.style === "flows" && side.flows !== null
          ? { answer: side.flows, year: painted.subject.year, upTo: isUpTo(painted.indicator) }
          : null,
      spread: spread?.drawn ?? null,
    }),
  };
}
