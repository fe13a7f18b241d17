import type { Map as LibreMap } from "maplibre-gl";
import { useCallback, useEffect, useId, useRef, useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { SECTORS } from "../../core/contract/rule.ts";
import { networkLayerIds } from "./network-style.ts";
import { drawPointed, setTiles, setVisible } from "./painting.ts";
import { IDLE_HAND, PlanHint, type HandState } from "./plan-hint.tsx";
import { AREA_LABELS, labelText } from "./label-style.ts";
import { goTo, handleOf, openPlanMap, tellAll } from "./plan-map-handle.ts";
import type { PlanMapProps } from "./plan-map-props.ts";
import { PlanStage } from "./plan-stage.ts";
import { FLOW_LAYERS, PLAN_VILLAGE_LAYERS, ZONE_LAYERS } from "./plan-style.ts";
import { WORKS_LAYERS } from "./plan-works-style.ts";
import { areaTiles, networkTiles, villageTiles, zoneTiles } from "./tile-addresses.ts";

/** The map of a plan. Everything it shows comes in as properties, what a person does goes out; it decides nothing. */
export default function PlanMap(props: PlanMapProps) {
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const crosshair = useRef<HTMLDivElement>(null);
  const help = useId();
  const [stage, setStage] = useState<PlanStage | null>(null);
  const [hand, setHand] = useState<HandState>(IDLE_HAND);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const tell = useCallback((state: Partial<HandState>) => {
    setHand((before) => ({ ...before, ...state }));
  }, []);

  useEffect(() => {
    const [holder, sign] = [container.current, crosshair.current];
    if (holder === null || sign === null) return;
    const map = openPlanMap(holder, latest.current);
    if (map === null) {
      latest.current.onFailure();
      return;
    }
    let made: PlanStage | null = null;
    tellAll(map, latest);
    // As soon as the style can be changed, so that the first tiles are laid out as they will be shown.
    void map.once("style.load", () => {
      made = new PlanStage(map, sign, latest, tell);
      latest.current.onHandle(handleOf(map, made, latest));
      setStage(made);
    });
    return () => {
      made?.stop();
      latest.current.onHandle(null);
      setStage(null);
      setHand(IDLE_HAND);
      map.remove();
    };
  }, [tell]);

  const map = stage?.map ?? null;
  useSources(map, props);
  useVisibility(map, props);
  const { language, plan, use, year, columns, selection, tool, mayEdit } = props;
  useEffect(() => {
    if (map === null) return;
    for (const label of AREA_LABELS)
      map.setLayoutProperty(label, "text-field", labelText(language));
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-label", t("planMap.label"));
    canvas.setAttribute("aria-describedby", help);
  }, [map, language, t, help]);
  useEffect(() => stage?.painter.setColumns(columns), [stage, columns]);
  useEffect(() => stage?.painter.draw(plan, use, year), [stage, plan, use, year]);
  useEffect(() => stage?.painter.select(selection), [stage, selection]);
  useEffect(() => stage?.drawing.setTool(tool), [stage, tool]);
  // After the tool, which clears whatever is in hand.
  useEffect(() => stage?.holdSelected(), [stage, tool, mayEdit, plan, selection]);
  const { flowsByTownship, flowsByVillage, checks, others, focus, tints, neededLines } = props;
  const { proposed } = props;
  useEffect(() => {
    stage?.painter.fill(
      "proposed",
      (proposed ?? []).map(({ position, kind }) => mark(position, { kind })),
    );
  }, [stage, proposed]);
  useEffect(() => stage?.painter.tint(tints ?? null), [stage, tints]);
  useEffect(() => {
    stage?.painter.fill(
      "needed",
      (neededLines ?? []).map(({ from, to, sector }) => ({
        type: "Feature" as const,
        geometry: { type: "LineString" as const, coordinates: [[...from], [...to]] },
        properties: { sector },
      })),
    );
  }, [stage, neededLines]);
  useEffect(
    () => stage?.flows.draw(flowsByTownship, flowsByVillage),
    [stage, flowsByTownship, flowsByVillage],
  );
  useEffect(() => {
    stage?.painter.fill(
      "checks",
      checks.map(({ id, severity, position }) => mark(position, { id, severity })),
    );
  }, [stage, checks]);
  useEffect(() => {
    stage?.painter.fill(
      "others",
      (others ?? []).map(({ name, position }) => mark(position, { name })),
    );
  }, [stage, others]);
  useEffect(() => {
    if (map === null) return;
    drawPointed(map, { selected: focus?.position ?? null, hover: null }, "");
    if (focus !== null) goTo(map, latest.current, focus.position, focus.zoom);
  }, [map, focus]);

  return (
    <div className="plan-map" style={{ "--map-left": `${left(props)}px` } as CSSProperties}>
      <div ref={container} className="map" data-testid="map" data-tool={tool} />
      <div ref={crosshair} className="crosshair" aria-hidden="true" hidden />
      <p id={help} hidden>
        {t("planMap.help")}
      </p>
      <div
        className="plan-hint-place"
        style={{
          left: props.padding.left,
          right: props.padding.right,
          bottom: Math.max(12, props.padding.bottom - 40),
        }}
      >
        <PlanHint hand={hand} chosen={selection.villages.size} language={language} />
      </div>
    </div>
  );
}

const left = ({ padding }: PlanMapProps): number => Math.max(4, padding.left - 28);

const mark = (position: readonly [number, number], properties: Record<string, string>) => ({
  type: "Feature" as const,
  geometry: { type: "Point" as const, coordinates: [position[0], position[1]] },
  properties,
});

function useSources(map: LibreMap | null, { region, version, question }: PlanMapProps): void {
  useEffect(() => {
    if (map === null) return;
    setTiles(map, "areas", areaTiles(region, version));
    setTiles(map, "zones", zoneTiles(region, version));
    for (const sector of SECTORS) setTiles(map, sector, networkTiles(region, version, sector));
  }, [map, region, version]);
  useEffect(() => {
    if (map !== null) setTiles(map, "villages", villageTiles(region, version, question));
  }, [map, region, version, question]);
}

function useVisibility(map: LibreMap | null, { layers }: PlanMapProps): void {
  useEffect(() => {
    if (map === null) return;
    for (const sector of SECTORS) setVisible(map, networkLayerIds(sector), layers[sector]);
    setVisible(map, PLAN_VILLAGE_LAYERS, layers.villages);
    setVisible(map, AREA_LABELS, layers.labels);
    setVisible(map, ZONE_LAYERS, layers.zones);
    setVisible(map, FLOW_LAYERS, layers.flows);
    setVisible(map, WORKS_LAYERS, layers.works);
    setVisible(map, ["notes"], layers.notes);
  }, [map, layers]);
}
