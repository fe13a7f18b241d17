import { Checkbox } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SECTORS } from "../../core/contract/rule.ts";
import { Dot, VillageDots } from "../map/legend.tsx";
import { ADVICES } from "../../core/policy/advice.ts";
import {
  ADVICE_COLOURS,
  CAUTION,
  CHANGING,
  MOVED,
  NETWORK_COLOURS,
  OVER,
  PROPOSED_COLOURS,
  VILLAGES_FROM,
  ZONE_COLOURS,
  ZONE_KINDS,
} from "../map/palette.ts";

const PLAN_LAYERS = ["villages", "labels", "zones", "flows", "works", "notes", "checks"] as const;
export type PlanLegendLayer = (typeof PLAN_LAYERS)[number] | (typeof SECTORS)[number];

const SIGNS: Readonly<Partial<Record<PlanLegendLayer, ReactNode>>> = {
  labels: <i className="letter">文</i>,
  flows: <i className="line" style={{ background: MOVED }} />,
  works: <i className="line" data-dashed="true" />,
  checks: (
    <>
      <Dot fill={OVER} stroke="none" r={4} />
      <Dot fill={CAUTION} stroke="none" r={4} />
    </>
  ),
};

/** What the signs of the plan's map mean, and which layers it shows. */
export function PlanLegend(props: {
  leftPx: number;
  zoom: number;
  layers: Readonly<Record<PlanLegendLayer, boolean>>;
  /** Villages are coloured by what is proposed for them. */
  isCompared: boolean;
  /** What a proposal changes is shown. */
  isProposed: boolean;
  onLayer: (layer: PlanLegendLayer, on: boolean) => void;
}) {
  const { t } = useTranslation();
  const box = (layer: PlanLegendLayer, name: string, sign: ReactNode) => (
    <Checkbox
      key={layer}
      checked={props.layers[layer]}
      onChange={(event) => props.onLayer(layer, event.target.checked)}
    >
      {sign} {name}
    </Checkbox>
  );
  return (
    <details className="plan-layers" style={{ left: props.leftPx }}>
      <summary>{t("map.legend")}</summary>
      {props.zoom < VILLAGES_FROM ? (
        <p className="quiet">{t("map.villagesFrom")}</p>
      ) : props.isCompared ? (
        <ul className="legend-dots" aria-label={t("build.mapped")}>
          {ADVICES.map((advice) => (
            <li key={advice}>
              <Dot fill={ADVICE_COLOURS[advice]} stroke="none" r={4} />{" "}
              {t(`build.advice.${advice}`)}
            </li>
          ))}
        </ul>
      ) : (
        <VillageDots />
      )}
      {props.isProposed ? (
        <ul className="legend-dots">
          {(["added", "changed", "removed"] as const).map((kind) => (
            <li key={kind}>
              <Dot fill="#fff" stroke={PROPOSED_COLOURS[kind]} r={4.5} />{" "}
              {t(`proposal.legend.${kind}`)}
            </li>
          ))}
        </ul>
      ) : null}
      <ul className="legend-dots">
        <li>
          <Dot fill="#fff" stroke={MOVED} r={4.5} /> {t("plan.sign.moved")}
        </li>
        <li>
          <Dot fill="#fff" stroke={CHANGING} r={4.5} /> {t("plan.sign.chosen")}
        </li>
        <li>
          <Dot fill={MOVED} stroke="none" r={5} /> {t("plan.sign.settlement")}
        </li>
        {ZONE_KINDS.map((kind) => (
          <li key={kind}>
            <i
              className="band"
              style={{
                background: `repeating-linear-gradient(135deg, ${ZONE_COLOURS[kind]} 0 1.5px, transparent 1.5px 5px)`,
              }}
            />{" "}
            {t(`plan.zone.${kind}`)}
          </li>
        ))}
      </ul>
      {PLAN_LAYERS.map((layer) =>
        box(
          layer,
          layer === "villages" || layer === "labels"
            ? t(`map.layer.${layer}`)
            : t(`plan.layers.${layer}`),
          SIGNS[layer] ?? null,
        ),
      )}
      {SECTORS.map((sector) =>
        box(
          sector,
          t(`sector.${sector}`),
          <i className="line" style={{ background: NETWORK_COLOURS[sector] }} />,
        ),
      )}
    </details>
  );
}
