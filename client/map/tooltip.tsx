import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaRates } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { latinName } from "../../core/policy/place-name.ts";
import { useVillage } from "../coverage/queries.ts";
import { headlineOf } from "../coverage/rules.ts";
import { notServedText } from "../coverage/wording.ts";
import { formatCount, formatPlace, formatRate } from "../format.ts";
import type { Language } from "../view-state.ts";
import type { Pointed } from "./pointing.ts";

/** A few words beside the pointer about what it points at. The tables say the same to whoever has no pointer. */
export function Tooltip(props: {
  version: string;
  pointed: Pointed;
  at: { x: number; y: number };
  rates: ReadonlyMap<number, AreaRates>;
  rule: IndicatorRule;
  language: Language;
}) {
  const { t } = useTranslation();
  const { pointed, at, language, rule } = props;
  const lines: string[] = [];
  let title = "";
  // Further out the tiles carry no names of villages: asked for once the pointer rests.
  const nameless = pointed.type === "village" && pointed.name === null ? pointed.id : null;
  const [asked, setAsked] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(nameless), 120);
    return () => clearTimeout(timer);
  }, [nameless]);
  const village = useVillage(props.version, nameless === asked ? asked : null);
  if (pointed.type === "area") {
    const rates = props.rates.get(pointed.id);
    title = rates === undefined ? pointed.name : formatPlace(rates, language);
    if (rates !== undefined) {
      const rate = headlineOf(rates, rule);
      if (rate.eligible === 0) lines.push(t("map.nothing"));
      else
        lines.push(
          rate.rate === null
            ? t("asked.unknown", { n: formatCount(rate.unknown, language) })
            : `${formatRate(rate.rate)} · ${notServedText(rule, rate.unserved, t, language)}`,
        );
    }
  } else if (pointed.type === "group") {
    title = t("map.clusterPlain", { n: formatCount(pointed.villages, language) });
    if (pointed.unserved !== null)
      lines.push(t("map.notServed", { n: formatCount(pointed.unserved, language) }));
  } else {
    const name = pointed.name ?? village.data?.name ?? null;
    const latin =
      language !== "en"
        ? null
        : (pointed.latin ?? (village.data === undefined ? null : latinName(village.data)));
    const kind = t(`level.${pointed.type === "village" ? "village" : rule.unit}`);
    title = name === null ? kind : [latin, name].filter(Boolean).join(" ");
    lines.push(
      pointed.type === "village" && pointed.households !== null
        ? `${t(`status.${pointed.status}`)} · ${t("map.households", { n: formatCount(pointed.households, language) })}`
        : t(`status.${pointed.status}`),
    );
  }
  return (
    <div
      className="tooltip"
      aria-hidden="true"
      data-testid="tooltip"
      style={{ transform: `translate(${at.x + 14}px, ${at.y + 14}px)` }}
    >
      <strong>{title}</strong>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
