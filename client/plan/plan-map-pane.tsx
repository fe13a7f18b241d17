import { AimOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { PlanChange } from "../../core/contract/plan.ts";
import { listChecks } from "../../core/relocation/assess.ts";
import { assignVillages } from "../../core/relocation/edits.ts";
import { flowsOf } from "../../core/relocation/flow.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { formatCount } from "../format.ts";
import type { PlanMapHandle } from "../map/plan-map-props.ts";
import type { Drawing } from "../map/draw.ts";
import type { Reshape } from "../map/draw-edit.ts";
import type { PlanPointed } from "../map/plan-pointing.ts";
import { usePreview } from "../proposal/preview.ts";
import { rememberedLayers, rememberLayers } from "../preferences.ts";
import { useView } from "../use-view.ts";
import type { Camera } from "../view-state.ts";
import { useComparing } from "./build-or-move/comparing.tsx";
import { adviceTints, linesNeeded } from "./build-or-move/on-map.ts";
import { NOTHING, newId, useDesk, type Desk } from "./desk.ts";
import { largeMu, settlementOf, shapeOf, worksOf } from "./drawn.ts";
import { findVillages, isNarrow } from "./filter.ts";
import { planPlace, planShape } from "./geometry.ts";
import { NoteDialog, type NoteDraft } from "./note-dialog.tsx";
import { drawnFlows } from "./map-flows.ts";
import { othersOnMap } from "./others.ts";
import { PlanLegend } from "./plan-legend.tsx";
import { PlanTooltip } from "./plan-tooltip.tsx";
import { useWhatIf } from "./use-what-if.ts";
import { WhatIfStrip } from "./what-if-strip.tsx";

const loading = import("../map/plan-map.tsx");
const PlanMap = lazy(() => loading);

/** The plan on the map: draws what the desk holds and turns what hands do into edits. */
export function PlanMapPane(props: {
  region: MetaAnswer["regions"][number];
  area: AreaAnswer;
  paddingLeft: number;
  paddingRight: number;
  paddingBottom: number;
  onHandle: (handle: PlanMapHandle | null) => void;
}) {
  const { t } = useTranslation();
  const { view, update } = useView();
  const { message } = App.useApp();
  const desk = useDesk();
  const { assessed, selection, session, language } = desk;
  const { plan, context } = assessed;
  const [failed, setFailed] = useState(false);
  const [pointed, setPointed] = useState<{ what: PlanPointed; x: number; y: number } | null>(null);
  const [noting, setNoting] = useState<NoteDraft | null>(null);
  const [switched, setSwitched] = useState(rememberedLayers);
  const [isReady, setReady] = useState(false);
  const handle = useRef<PlanMapHandle | null>(null);
  const whatIf = useWhatIf(props.region.dataVersion);
  const comparing = useComparing();
  const preview = usePreview();
  /** What is drawn: the plan, or the plan as the proposal would make it. */
  const shown = preview?.assessed ?? assessed;
  const compared = comparing.isOpen ? comparing.found : null;
  const tints = useMemo(() => (compared === null ? null : adviceTints(compared.on)), [compared]);
  const neededLines = useMemo(
    () => (compared === null ? [] : linesNeeded(compared, selection.villages)),
    [compared, selection.villages],
  );

  const layers = useMemo(
    () => ({
      road: false,
      electricity: false,
      water: false,
      broadband: false,
      facility: false,
      villages: true,
      labels: true,
      zones: true,
      flows: true,
      works: true,
      notes: true,
      checks: true,
      ...(desk.drawing === null ? {} : { [desk.drawing.sector]: true }),
      ...switched,
    }),
    [switched, desk.drawing],
  );
  const use = useMemo(
    () =>
      new Map(
        [...shown.plan.settlements].map(([id, { capacityPersons }]) => [
          id,
          {
            persons: tallied(shown.ledger.settlements.get(id), PERSONS, null),
            capacity: capacityPersons,
          },
        ]),
      ),
    [shown.plan.settlements, shown.ledger.settlements],
  );
  const moves = preview?.moves ?? plan.moves;
  const { settlements } = shown.plan;
  const flows = useMemo(() => {
    const on = { plan: { moves, settlements }, context };
    return { byTownship: flowsOf(on, "township"), byVillage: flowsOf(on, "village") };
  }, [moves, settlements, context]);
  const drawn = useMemo(
    () => ({
      byTownship: drawnFlows(flows.byTownship, plan.frame.years.from, desk.year),
      byVillage: drawnFlows(flows.byVillage, plan.frame.years.from, desk.year),
    }),
    [flows, plan.frame.years.from, desk.year],
  );
  const checks = useMemo(
    () =>
      listChecks(assessed.checks).flatMap(({ position, severity, subject, code }) =>
        // A reminder about each of thousands of villages would hide them: the list has those.
        position === null || (severity === "soft" && subject.startsWith("village:"))
          ? []
          : [{ position, severity, id: `${code} ${subject}` }],
      ),
    [assessed.checks],
  );
  const others = useMemo(
    () => othersOnMap(desk.state.others, assessed),
    [desk.state.others, assessed],
  );
  const box = props.area.bbox;
  const question = useMemo(
    () => ({ rule: view.rule ?? "village-road", area: props.region.code }),
    [view.rule, props.region.code],
  );
  const padding = useMemo(
    () => ({
      left: props.paddingLeft,
      right: props.paddingRight,
      top: 24,
      bottom: props.paddingBottom + 64,
    }),
    [props.paddingLeft, props.paddingRight, props.paddingBottom],
  );
  const onCamera = useCallback((camera: Camera) => update({ camera }, { replace: true }), [update]);
  const year = desk.year ?? plan.frame.years.from;
  const onDrawn = ({ tool, geometry, sign }: Drawing) => {
    whatIf.end();
    desk.use("look");
    if (tool === "settlement") {
      const id = newId("s");
      const name = t("plan.site.newName", { n: plan.settlements.size + 1 });
      const site = settlementOf(
        name,
        planShape(geometry),
        sign === undefined ? null : planPlace(sign),
        context,
      );
      if (site === null) return;
      const mu = largeMu(site, context);
      if (mu !== null)
        void message.warning(
          t("plan.site.large", {
            mu: formatCount(Math.round(mu), language),
            n: formatCount(site.capacityPersons, language),
          }),
          8,
        );
      if (desk.edit({ settlements: { [id]: site } })) desk.select({ ...NOTHING, settlement: id });
      return;
    }
    if (desk.drawing === null || shapeOf(tool) === null) return;
    const id = newId("w");
    const name = t("plan.works.newName", {
      sector: t(`sector.${desk.drawing.sector}`),
      n: plan.works.size + 1,
    });
    const works = worksOf(name, shapeOf(tool)!, desk.drawing, planShape(geometry), year);
    if (desk.edit({ works: { [id]: works } })) desk.select({ ...NOTHING, works: id });
  };
  const onReshape = (reshape: Reshape) => {
    const change = reshaped(reshape);
    if (reshape.phase === "moving") session.preview(change);
    else desk.edit(change);
  };
  const switchLayer = (layer: string, on: boolean) => {
    const next = { ...switched, [layer]: on };
    setSwitched(next);
    rememberLayers(next);
  };
  return (
    <section id="map" className="map-pane" aria-label={t("map.pane")} tabIndex={-1}>
      {failed ? (
        <p className="map-failed" role="alert">
          {t("map.failed")}
        </p>
      ) : (
        <Suspense fallback={null}>
          <PlanMap
            region={props.region.code}
            version={desk.columns.version}
            language={language}
            camera={view.camera}
            box={box}
            padding={padding}
            question={question}
            layers={layers}
            columns={desk.columns.snapshot}
            plan={shown.plan}
            use={use}
            year={desk.year}
            selection={selection}
            tool={desk.tool}
            mayEdit
            snapping
            focus={null}
            others={others}
            {...(preview === null ? {} : { proposed: preview.proposed })}
            tints={tints}
            neededLines={neededLines}
            flowsByTownship={drawn.byTownship}
            flowsByVillage={drawn.byVillage}
            checks={checks}
            onHandle={(made) => {
              handle.current = made;
              setReady(made !== null);
              props.onHandle(made);
            }}
            onCamera={onCamera}
            onPoint={(what, at) => setPointed(what === null ? null : { what, ...at })}
            onSelectVillages={(keys, how) => desk.selectVillages(matching(desk, keys), how)}
            onSelectSettlement={(id) => {
              // A settlement that only the proposal opens has no card yet.
              if (id === null || plan.settlements.has(id))
                desk.select({ ...selection, settlement: id, works: null });
            }}
            onSelectWorks={(id) => desk.select({ ...NOTHING, works: id })}
            onDrawing={whatIf.follow}
            onDrawn={onDrawn}
            onReshape={onReshape}
            onDropVillages={(settlement) =>
              desk.edit(assignVillages([...selection.villages], { settlement, year }))
            }
            onPlaceNote={(position) => {
              desk.use("look");
              setNoting({ id: null, position });
            }}
            onSelectNote={(id) => setNoting({ id, position: null })}
            onFailure={() => setFailed(true)}
          />
        </Suspense>
      )}
      <div
        className="map-tools"
        role="group"
        aria-label={t("map.tools")}
        style={{ right: props.paddingRight - 16 }}
      >
        <Button
          aria-label={t("map.zoomIn")}
          title={t("map.zoomIn")}
          icon={<PlusOutlined />}
          onClick={() => handle.current?.zoomBy(1)}
        />
        <Button
          aria-label={t("map.zoomOut")}
          title={t("map.zoomOut")}
          icon={<MinusOutlined />}
          onClick={() => handle.current?.zoomBy(-1)}
        />
        <Button
          aria-label={t("map.fit")}
          title={t("map.fit")}
          icon={<AimOutlined />}
          onClick={() => {
            if (box !== null) handle.current?.fit(box);
          }}
        />
      </div>
      <PlanLegend
        leftPx={props.paddingLeft - 16}
        zoom={view.camera?.zoom ?? 0}
        layers={layers}
        isCompared={compared !== null}
        isProposed={preview !== null}
        onLayer={switchLayer}
      />
      {isReady || failed ? null : (
        <p className="plan-map-loading" role="status" style={{ left: props.paddingLeft }}>
          {t("map.loading")}
        </p>
      )}
      <PlanTooltip pointed={pointed} assessed={shown} />
      <WhatIfStrip live={whatIf.live} />
      {noting === null ? null : <NoteDialog draft={noting} onClose={() => setNoting(null)} />}
    </section>
  );
}

/** Of the villages in a rectangle or lasso those that match what is looked for. */
function matching({ tool, filter, columns, assessed }: Desk, keys: Iterable<string>) {
  if (!(tool === "lasso" || tool === "rectangle") || !filter.binds || !isNarrow(filter))
    return keys;
  const asked = { ...filter, moving: "any" as const };
  const { plan, context } = assessed;
  const found = new Set(findVillages(columns, context.data, plan.moves, asked).keys);
  return [...keys].filter((key) => found.has(key));
}

/** The change that a hand makes to a shape. */
function reshaped({ kind, id, geometry: drawn, sign }: Reshape): PlanChange {
  const geometry = planShape(drawn);
  if (kind === "works") return { works: { [id]: { geometry } } };
  if (kind === "note")
    return geometry.type === "Point" ? { notes: { [id]: { position: geometry.coordinates } } } : {};
  if (geometry.type === "Point")
    return { settlements: { [id]: { position: geometry.coordinates } } };
  if (geometry.type !== "Polygon") return {};
  const outline = geometry.coordinates;
  const position = sign === undefined ? {} : { position: planPlace(sign) };
  return { settlements: { [id]: { outline, ...position } } };
}
