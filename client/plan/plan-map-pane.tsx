import { AimOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { Works } from "../../core/contract/plan.ts";
import { listChecks } from "../../core/relocation/assess.ts";
import { assignVillages } from "../../core/relocation/edits.ts";
import { flowsOf } from "../../core/relocation/flow.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import type { MapHandle } from "../map/coverage-map.tsx";
import type { Drawn } from "../map/plan-map.tsx";
import { rememberedLayers, rememberLayers } from "../preferences.ts";
import { useView } from "../use-view.ts";
import type { Camera } from "../view-state.ts";
import { NOTHING, newId, useDesk } from "./desk.ts";
import { settlementOf, shapeOf, worksOf } from "./drawn.ts";
import { NoteDialog, type NoteDraft } from "./note-dialog.tsx";
import { useWhatIf } from "./use-what-if.ts";
import { WhatIfStrip } from "./what-if-strip.tsx";

const loading = import("../map/plan-map.tsx");
const PlanMap = lazy(() => loading);
const LAYERS = ["zones", "flows", "works", "notes", "checks"] as const;
const NETWORKS = ["road", "electricity", "water", "broadband", "facility"] as const;

/** The plan on the map: draws what the desk holds and turns what hands do into edits. */
export function PlanMapPane(props: {
  region: MetaAnswer["regions"][number];
  area: AreaAnswer;
  paddingLeft: number;
  paddingRight: number;
  paddingBottom: number;
  onHandle: (handle: MapHandle | null) => void;
}) {
  const { t } = useTranslation();
  const { view, update } = useView();
  const desk = useDesk();
  const { assessed, selection, session, language } = desk;
  const { plan, ledger, context } = assessed;
  const [failed, setFailed] = useState(false);
  const [noting, setNoting] = useState<NoteDraft | null>(null);
  const [switched, setSwitched] = useState(rememberedLayers);
  const handle = useRef<MapHandle | null>(null);
  const whatIf = useWhatIf(props.region.dataVersion);

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
        [...plan.settlements].map(([id, { capacityPersons }]) => [
          id,
          {
            persons: tallied(ledger.settlements.get(id), PERSONS, null),
            capacity: capacityPersons,
          },
        ]),
      ),
    [plan.settlements, ledger.settlements],
  );
  const flows = useMemo(
    () => ({
      byTownship: flowsOf(assessed, "township", desk.year),
      byVillage: flowsOf(assessed, "village", desk.year),
    }),
    [plan.moves, plan.settlements, context, desk.year],
  );
  const checks = useMemo(
    () =>
      listChecks(assessed.checks).flatMap(({ position, severity, subject, code }) =>
        position === null ? [] : [{ position, severity, id: `${code} ${subject}` }],
      ),
    [assessed.checks],
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
      bottom: props.paddingBottom + 24,
    }),
    [props.paddingLeft, props.paddingRight, props.paddingBottom],
  );
  const onCamera = useCallback((camera: Camera) => update({ camera }, { replace: true }), [update]);
  const year = desk.year ?? plan.frame.years.from;
  const onDrawn = ({ tool, geometry }: Drawn) => {
    whatIf.end();
    desk.use("look");
    if (tool === "settlement" && geometry.type === "Polygon") {
      const id = newId("s");
      const name = t("plan.site.newName", { n: plan.settlements.size + 1 });
      const site = settlementOf(name, geometry.coordinates, context);
      if (desk.edit({ settlements: { [id]: site } })) desk.select({ ...NOTHING, settlement: id });
      return;
    }
    if (desk.drawing === null || shapeOf(tool) === null) return;
    const id = newId("w");
    const name = t("plan.works.newName", {
      sector: t(`sector.${desk.drawing.sector}`),
      n: plan.works.size + 1,
    });
    const works = worksOf(name, shapeOf(tool)!, desk.drawing, geometry, year);
    if (desk.edit({ works: { [id]: works } })) desk.select({ ...NOTHING, works: id });
  };
  const onReshape = (
    kind: "settlement" | "works" | "note",
    id: string,
    geometry: NonNullable<Works["geometry"]>,
    phase: "moving" | "done",
  ) => {
    const change = reshaped(kind, id, geometry, plan.settlements.get(id)?.outline !== null);
    if (phase === "moving") session.preview(change);
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
            plan={plan}
            use={use}
            years={plan.frame.years}
            year={desk.year}
            selection={selection}
            tool={desk.tool}
            flowsByTownship={flows.byTownship}
            flowsByVillage={flows.byVillage}
            checks={checks}
            onHandle={(made) => {
              handle.current = made;
              props.onHandle(made);
            }}
            onCamera={onCamera}
            onSelectVillages={desk.selectVillages}
            onSelectSettlement={(id) => desk.select({ ...selection, settlement: id, works: null })}
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
      <details className="plan-layers" style={{ left: props.paddingLeft - 16 }}>
        <summary>{t("legend.layers")}</summary>
        {[...LAYERS, ...NETWORKS].map((layer) => (
          <Checkbox
            key={layer}
            checked={layers[layer]}
            onChange={(event) => switchLayer(layer, event.target.checked)}
          >
            {(LAYERS as readonly string[]).includes(layer)
              ? t(`plan.layers.${layer}`)
              : t(`sector.${layer}`)}
          </Checkbox>
        ))}
      </details>
      <WhatIfStrip live={whatIf.live} />
      {noting === null ? null : <NoteDialog draft={noting} onClose={() => setNoting(null)} />}
    </section>
  );
}

/** The change that a hand makes to a shape. */
function reshaped(
  kind: "settlement" | "works" | "note",
  id: string,
  geometry: NonNullable<Works["geometry"]>,
  hasOutline: boolean,
) {
  if (kind === "works") return { works: { [id]: { geometry } } };
  if (kind === "note")
    return geometry.type === "Point" ? { notes: { [id]: { position: geometry.coordinates } } } : {};
  if (geometry.type === "Point")
    return { settlements: { [id]: { position: geometry.coordinates } } };
  if (geometry.type !== "Polygon" || !hasOutline) return {};
  const ring = geometry.coordinates[0]!.slice(0, -1);
  const sum = ring.reduce(([x, y], [lng, lat]) => [x + lng, y + lat] as [number, number], [
    0, 0,
  ] as [number, number]);
  const position: [number, number] = [sum[0] / ring.length, sum[1] / ring.length];
  return { settlements: { [id]: { outline: geometry.coordinates, position } } };
}
