import { useQuery } from "@tanstack/react-query";
import { Segmented, Slider } from "antd";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import { applyChange } from "../../core/relocation/apply.ts";
import { assessPlan, type AssessedPlan } from "../../core/relocation/assess.ts";
import { flowsOf } from "../../core/relocation/flow.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { emptyPlan } from "../../core/relocation/plan.ts";
import type { PlanMapHandle } from "../map/plan-map-props.ts";
import { Failure, Loading } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import type { Camera } from "../view-state.ts";
import { drawnFlows } from "./map-flows.ts";
import { NOTHING, useDesk } from "./desk.ts";
import { api } from "./queries.ts";

const PlanMap = lazy(() => import("../map/plan-map.tsx"));
const LAYERS = {
  road: false,
  electricity: false,
  water: false,
  broadband: false,
  facility: false,
  villages: true,
  labels: true,
  zones: false,
  flows: true,
  works: true,
  notes: false,
} as const;

/** Two scenarios on two maps that move together: side by side, or one over the other behind a curtain. */
export function CompareMaps(props: {
  region: MetaAnswer["regions"][number];
  area: AreaAnswer;
  other: string;
  paddingLeft: number;
  paddingRight: number;
  onHandle: (handle: PlanMapHandle | null) => void;
}) {
  const { t } = useTranslation();
  const { view, update } = useView();
  const desk = useDesk();
  const [mode, setMode] = useState<"sideBySide" | "swipe">("swipe");
  const [curtain, setCurtain] = useState(50);
  const handles = useRef<(PlanMapHandle | null)[]>([null, null]);
  const leading = useRef<number | null>(null);
  const { context } = desk.assessed;
  const other = useQuery({
    queryKey: ["plan", props.other],
    queryFn: ({ signal }) => api.read(props.other, signal),
    staleTime: 2_000,
  });
  const theirs = useMemo(() => {
    if (other.data === undefined) return null;
    const { plan, document } = other.data;
    const applied = applyChange(emptyPlan({ area: plan.area, years: plan.years }), document);
    return applied.ok ? assessPlan({ plan: applied.plan, context }) : null;
  }, [other.data, context]);
  if (other.error !== null)
    return <Failure error={other.error} retry={() => void other.refetch()} />;
  if (theirs === null) return <Loading lines={4} />;
  /** The map that a hand moves leads, the other follows without telling the first. */
  const onCamera = (side: number) => (camera: Camera, byHand: boolean) => {
    if (leading.current !== null && leading.current !== side && !byHand) return;
    leading.current = side;
    handles.current[1 - side]?.jumpTo(camera);
    update({ camera }, { replace: true });
  };
  const sides = [
    { key: "a", name: desk.state.summary!.name, assessed: desk.assessed },
    { key: "b", name: other.data!.plan.name, assessed: theirs },
  ];
  return (
    <section
      id="map"
      className="compare-maps"
      data-mode={mode}
      style={
        mode === "swipe" ? {} : { left: props.paddingLeft - 28, right: props.paddingRight - 28 }
      }
      aria-label={t("map.pane")}
      tabIndex={-1}
    >
      {sides.map(({ key, name, assessed }, side) => (
        <div
          key={key}
          className="compare-side"
          data-side={key}
          style={
            mode === "swipe" && side === 1 ? { clipPath: `inset(0 0 0 ${curtain}%)` } : undefined
          }
        >
          <Suspense fallback={null}>
            <Side
              region={props.region.code}
              area={props.area}
              assessed={assessed}
              padding={
                mode === "swipe"
                  ? { left: props.paddingLeft, right: props.paddingRight, top: 24, bottom: 160 }
                  : { left: 24, right: 24, top: 24, bottom: 160 }
              }
              camera={view.camera}
              onCamera={onCamera(side)}
              onHandle={(handle) => {
                handles.current[side] = handle;
                if (side === 0) props.onHandle(handle);
              }}
            />
          </Suspense>
          <strong className="compare-name">{name}</strong>
        </div>
      ))}
      <div className="compare-mode" style={{ left: mode === "swipe" ? props.paddingLeft : 12 }}>
        <Segmented
          value={mode}
          aria-label={t("plan.menu.compare")}
          options={[
            { value: "swipe", label: t("plan.compare.swipe") },
            { value: "sideBySide", label: t("plan.compare.sideBySide") },
          ]}
          onChange={setMode}
        />
        {mode === "swipe" ? (
          <Slider
            value={curtain}
            min={0}
            max={100}
            tooltip={{ open: false }}
            ariaLabelForHandle={t("plan.compare.swipeAt")}
            onChange={setCurtain}
          />
        ) : null}
      </div>
    </section>
  );
}

function Side(props: {
  region: string;
  area: AreaAnswer;
  assessed: AssessedPlan;
  padding: { left: number; right: number; top: number; bottom: number };
  camera: Camera | null;
  onCamera: (camera: Camera, byHand: boolean) => void;
  onHandle: (handle: PlanMapHandle | null) => void;
}) {
  const desk = useDesk();
  const { view } = useView();
  const { assessed } = props;
  const { plan, ledger } = assessed;
  const use = useMemo(
    () =>
      new Map(
        [...plan.settlements].map(([id, { capacityPersons }]) => [
          id,
          {
            persons: tallied(ledger.settlements.get(id), PERSONS, null),
            capacity: capacityPersons,
          },
        ]),
      ),
    [plan.settlements, ledger],
  );
  const flows = useMemo(
    () =>
      (["township", "village"] as const).map((by) =>
        drawnFlows(flowsOf(assessed, by), plan.frame.years.from, desk.year),
      ),
    [assessed, plan.frame.years.from, desk.year],
  );
  const question = useMemo(
    () => ({ rule: view.rule ?? "village-road", area: props.region }),
    [view.rule, props.region],
  );
  return (
    <PlanMap
      region={props.region}
      version={desk.columns.version}
      language={desk.language}
      camera={props.camera}
      box={props.area.bbox}
      padding={props.padding}
      question={question}
      layers={LAYERS}
      columns={desk.columns.snapshot}
      plan={plan}
      use={use}
      year={desk.year}
      selection={NOTHING}
      tool="look"
      mayEdit={false}
      snapping={false}
      focus={null}
      flowsByTownship={flows[0]!}
      flowsByVillage={flows[1]!}
      checks={[]}
      onHandle={props.onHandle}
      onCamera={props.onCamera}
      onSelectVillages={desk.selectVillages}
      onSelectSettlement={() => {}}
      onSelectWorks={() => {}}
      onPoint={() => {}}
      onDrawn={() => {}}
      onReshape={() => {}}
      onDropVillages={() => {}}
      onPlaceNote={() => {}}
      onFailure={() => {}}
    />
  );
}
