import { DownOutlined, RightOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { firstZoomOf } from "../../core/policy/class-zoom.ts";
import { UNKNOWN_COLOUR, type RateClass } from "../coverage/classes.ts";
import { formatTarget } from "../format.ts";
import {
  NETWORK_COLOURS,
  NOT_ELIGIBLE,
  onLand,
  SERVED,
  UNKNOWN,
  UNSERVED,
  VILLAGES_FROM,
} from "./palette.ts";

export type MapLayer = Sector | "villages" | "labels" | "groups";

/** What the colours and signs of the map mean, and which layers it shows; folds away. */
export function Legend(props: {
  /** Null where the region has no areas to paint. */
  classes: readonly RateClass[] | null;
  level: string;
  zoom: number;
  /** How strongly the map fills areas now: the colours here are mixed as there. */
  strength: number;
  villagesShown: boolean;
  unit: "naturalVillage" | "administrativeVillage" | "township";
  layers: Readonly<Record<MapLayer, boolean>>;
  startFolded: boolean;
  onLayer: (layer: MapLayer, on: boolean) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(!props.startFolded);
  const [layersOpen, setLayersOpen] = useState(() => window.innerHeight >= 900);
  const { layers, zoom, strength } = props;
  const box = (layer: MapLayer, label: string, sign: React.ReactNode) => {
    const hint = layer === "labels" ? null : hintOf(layer, zoom);
    return (
      <li key={layer}>
        <Checkbox
          checked={layers[layer]}
          onChange={(event) => props.onLayer(layer, event.target.checked)}
        >
          {sign} {label}
          {hint === null ? null : <span className="quiet"> {t(hint)}</span>}
        </Checkbox>
      </li>
    );
  };
  const unitName = t(`level.${props.unit === "naturalVillage" ? "village" : props.unit}`);
  return (
    <section className="legend" aria-label={t("map.legend")} data-open={open}>
      <Button
        size="small"
        type="text"
        className="legend-fold"
        aria-expanded={open}
        icon={open ? <DownOutlined aria-hidden="true" /> : <UpOutlined aria-hidden="true" />}
        iconPlacement="end"
        aria-label={open ? t("map.hideLegend") : undefined}
        title={t(open ? "map.hideLegend" : "map.showLegend")}
        onClick={() => setOpen(!open)}
      >
        {open ? null : t("map.legend")}
      </Button>
      {open ? (
        <div className="legend-body">
          {props.classes === null ? null : (
            <>
              <h2>{t("map.rateOf", { level: t(`level.${props.level}`) })}</h2>
              <div className="legend-rates">
                <ul className="legend-classes">
                  {props.classes.map((each, i) => (
                    <li key={each.from}>
                      <i className="band" style={{ background: onLand(each.colour, strength) }} />
                      {classText(each, i, t)}
                    </li>
                  ))}
                </ul>
                <ul className="legend-classes">
                  <li>
                    <i className="band" data-hatched="true" />
                    {t("map.nothing")}
                  </li>
                  <li>
                    <i className="band" style={{ background: onLand(UNKNOWN_COLOUR, strength) }} />
                    {t("map.unknown")}
                  </li>
                </ul>
              </div>
            </>
          )}
          {props.villagesShown ? (
            <>
              <h2>
                {unitName} <span className="quiet">{t("map.sized")}</span>
              </h2>
              <VillageDots />
            </>
          ) : (
            <p className="quiet">{t("map.villagesFrom")}</p>
          )}
          <Button
            size="small"
            type="text"
            className="legend-more"
            aria-expanded={layersOpen}
            icon={
              layersOpen ? (
                <DownOutlined aria-hidden="true" />
              ) : (
                <RightOutlined aria-hidden="true" />
              )
            }
            onClick={() => setLayersOpen(!layersOpen)}
          >
            {t("map.layers")}
          </Button>
          {layersOpen ? (
            <ul className="legend-layers">
              {box(
                "villages",
                t("map.layer.villages"),
                <Dot fill={SERVED} stroke="none" r={3.5} />,
              )}
              {box("groups", t("map.aggregates"), <Dot fill={UNSERVED} stroke="#fff" r={5} />)}
              {SECTORS.map((sector) =>
                box(
                  sector,
                  t(`map.layer.${sector}`),
                  <i className="line" style={{ background: NETWORK_COLOURS[sector] }} />,
                ),
              )}
              {box("labels", t("map.layer.labels"), <i className="letter">文</i>)}
            </ul>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

/** Says when a layer shows nothing at this zoom: further in, or further out. */
function hintOf(
  layer: Exclude<MapLayer, "labels">,
  zoom: number,
): "map.zoomInFirst" | "map.zoomOutFirst" | null {
  if (layer === "groups") return zoom < VILLAGES_FROM ? null : "map.zoomOutFirst";
  const from = layer === "villages" ? VILLAGES_FROM : firstZoomOf(layer);
  return zoom < from ? "map.zoomInFirst" : null;
}

const DOTS = [
  ["unserved", UNSERVED, "#fff", 5],
  ["served", SERVED, "none", 3.5],
  ["unknown", "#fff", UNKNOWN, 4],
  ["notEligible", NOT_ELIGIBLE, "none", 2.5],
] as const;

function classText(each: RateClass, i: number, t: TFunction): string {
  const [from, to] = [formatTarget(each.from), formatTarget(each.to)];
  if (each.meetsTarget) return t("map.classTarget", { from });
  if (i === 0) return t("map.classBelow", { to });
  return each.to >= 1
    ? t("map.classFromPlain", { from })
    : t("map.classBetween", { from: from.replace("%", ""), to });
}

/** What the dots of villages mean. */
export function VillageDots() {
  const { t } = useTranslation();
  return (
    <ul className="legend-dots">
      {DOTS.map(([status, fill, stroke, radiusPx]) => (
        <li key={status}>
          <Dot fill={fill} stroke={stroke} r={radiusPx} />
          {t(`status.${status}`)}
        </li>
      ))}
    </ul>
  );
}

export function Dot(props: { fill: string; stroke: string; r: number }) {
  return (
    <svg className="dot" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r={props.r} fill={props.fill} stroke={props.stroke} strokeWidth="1.4" />
    </svg>
  );
}
