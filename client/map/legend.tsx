import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { HATCH_COLOUR, UNKNOWN_COLOUR, type RateClass } from "../coverage/classes.ts";
import { formatTarget } from "../format.ts";
import { NETWORK_COLOURS, SERVED, UNKNOWN, UNSERVED, NOT_ELIGIBLE } from "./palette.ts";

export type MapLayer = Sector | "villages" | "labels" | "groups";

/** What the colours and signs of the map mean, and which layers it shows; folds away. */
export function Legend(props: {
  classes: readonly RateClass[];
  level: string;
  villagesShown: boolean;
  unit: "naturalVillage" | "administrativeVillage" | "township";
  layers: Readonly<Record<MapLayer, boolean>>;
  startFolded: boolean;
  onLayer: (layer: MapLayer, on: boolean) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(!props.startFolded);
  const { layers } = props;
  const box = (layer: MapLayer, label: string, sign: React.ReactNode) => (
    <li key={layer}>
      <Checkbox
        checked={layers[layer]}
        onChange={(event) => props.onLayer(layer, event.target.checked)}
      >
        {sign} {label}
      </Checkbox>
    </li>
  );
  return (
    <section className="legend" aria-label={t("map.legend")} data-open={open}>
      <Button
        size="small"
        type="text"
        className="legend-fold"
        aria-expanded={open}
        icon={open ? <DownOutlined aria-hidden="true" /> : <UpOutlined aria-hidden="true" />}
        iconPlacement="end"
        title={t(open ? "map.hideLegend" : "map.showLegend")}
        onClick={() => setOpen(!open)}
      >
        {t("map.legend")}
      </Button>
      {open ? (
        <div className="legend-body">
          <div>
            <h3>{t("map.rateOf", { level: t(`level.${props.level}`) })}</h3>
            <ul>
              {props.classes.map((each, i) => (
                <li key={each.from}>
                  <i className="swatch" style={{ background: each.colour }} />
                  {classText(each, i, t)}
                </li>
              ))}
              <li>
                <i className="swatch" data-hatched="true" style={{ color: HATCH_COLOUR }} />
                {t("map.nothing")}
              </li>
              <li>
                <i className="swatch" style={{ background: UNKNOWN_COLOUR }} />
                {t("map.unknown")}
              </li>
            </ul>
          </div>
          <div>
            <h3>{t(`level.${props.unit === "naturalVillage" ? "village" : props.unit}`)}</h3>
            {props.villagesShown ? (
              <ul>
                <li>
                  <Dot fill={UNSERVED} stroke="#fff" r={5} />
                  {t("status.unserved")}
                </li>
                <li>
                  <Dot fill={SERVED} stroke="none" r={3.5} />
                  {t("status.served")}
                </li>
                <li>
                  <Dot fill="#fff" stroke={UNKNOWN} r={4} />
                  {t("status.unknown")}
                </li>
                <li>
                  <Dot fill={NOT_ELIGIBLE} stroke="none" r={2.5} />
                  {t("status.notEligible")}
                </li>
              </ul>
            ) : null}
            <p className="quiet">{t(props.villagesShown ? "map.sized" : "map.villagesFrom")}</p>
          </div>
          <div>
            <h3>{t("map.layers")}</h3>
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
          </div>
        </div>
      ) : null}
    </section>
  );
}

function classText(each: RateClass, i: number, t: TFunction): string {
  const [from, to] = [formatTarget(each.from), formatTarget(each.to)];
  if (each.meetsTarget) return t("map.classFrom", { from });
  if (i === 0) return t("map.classBelow", { to });
  return each.to >= 1
    ? t("map.classFromPlain", { from })
    : t("map.classBetween", { from: from.replace("%", ""), to });
}

function Dot(props: { fill: string; stroke: string; r: number }) {
  return (
    <svg className="dot" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r={props.r} fill={props.fill} stroke={props.stroke} strokeWidth="1.4" />
    </svg>
  );
}
