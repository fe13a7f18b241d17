import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Verdict, VillageAnswer } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { formatCount, formatDistance, formatPlace } from "../format.ts";
import { Failure, Loading } from "../ui/states.tsx";
import type { Language } from "../view-state.ts";
import { ruleName } from "./rules.ts";
import {
  attributeName,
  featureName,
  isAttested,
  reasonText,
  whyNotCounted,
  type CountedBy,
} from "./wording.ts";

type CardVerdict = VillageAnswer["verdicts"][number];

/** A verdict under other thresholds than the rule's own, with these. */
export interface Changed {
  verdict: Verdict;
  reachM: number | null;
  minHouseholds: number | undefined;
}

/** A natural village, or an administrative village or township, as its card shows it. */
export interface CardUnit extends CountedBy {
  level: "naturalVillage" | "administrativeVillage" | "township";
  name: string;
  pinyin: string | null;
  code: string | null;
  position: readonly [number, number] | null;
  hasOutline: boolean | null;
  areas: VillageAnswer["areas"];
  figures: readonly { label: string; count: number | null }[];
  verdicts: readonly CardVerdict[];
}

/** Everything known about one unit: what it is, and under every rule its verdict with the reason. */
export function UnitCard(props: {
  unit: CardUnit | null;
  error: unknown;
  retry: () => void;
  rules: readonly IndicatorRule[];
  chosenRule: string;
  /** The verdict under changed thresholds, in place of the stored one of the chosen rule. */
  changed: Changed | null;
  language: Language;
  takeFocus: boolean;
  onClose: () => void;
  onArea: (code: string) => void;
  onShow: () => void;
  onWashOut: ((featureId: number) => void) | null;
}) {
  const { t } = useTranslation();
  const { unit, language } = props;
  const title = useRef<HTMLHeadingElement>(null);
  const loaded = unit !== null;
  useEffect(() => {
    if (loaded && props.takeFocus) title.current?.focus();
  }, [loaded, props.takeFocus, unit?.code, unit?.name]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") props.onClose();
  };
  const back = (
    <Button
      type="text"
      size="small"
      icon={<ArrowLeftOutlined aria-hidden="true" />}
      onClick={props.onClose}
    >
      {t("card.close")}
    </Button>
  );
  if (unit === null)
    return (
      <article className="card" onKeyDown={onKeyDown}>
        {back}
        {props.error === null ? (
          <Loading lines={6} />
        ) : (
          <Failure error={props.error} retry={props.retry} />
        )}
      </article>
    );
  const attributes = Object.entries(unit.attributes);
  const ordered = props.rules
    .flatMap((rule) => {
      const verdict = unit.verdicts.find(({ ruleId }) => ruleId === rule.id);
      return verdict === undefined ? [] : [{ rule, verdict }];
    })
    .toSorted(
      (a, b) => Number(b.rule.id === props.chosenRule) - Number(a.rule.id === props.chosenRule),
    );
  return (
    <article className="card" aria-labelledby="card-title" onKeyDown={onKeyDown} data-testid="card">
      <div className="card-tools">
        {back}
        {unit.position === null ? null : (
          <Button size="small" onClick={props.onShow}>
            {t("card.show")}
          </Button>
        )}
      </div>
      <h2 id="card-title" ref={title} tabIndex={-1}>
        {formatPlace(unit, language)}
      </h2>
      <p className="card-place">
        {t(`level.${unit.level === "naturalVillage" ? "village" : unit.level}`)}
        {unit.areas.map((area) => (
          <button
            key={area.code}
            type="button"
            className="link"
            onClick={() => props.onArea(area.code)}
          >
            {formatPlace(area, language)}
          </button>
        ))}
      </p>
      <dl className="card-figures">
        {unit.figures.map(({ label, count }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(count, language)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t("card.verdicts")}</h3>
      <ul className="verdicts">
        {ordered.map(({ rule, verdict }) => (
          <VerdictItem
            key={rule.id}
            unit={unit}
            rule={rule}
            stored={verdict}
            chosen={rule.id === props.chosenRule}
            changed={rule.id === props.chosenRule ? props.changed : null}
            language={language}
            onWashOut={rule.id === props.chosenRule ? props.onWashOut : null}
          />
        ))}
      </ul>
      {attributes.length === 0 ? null : (
        <>
          <h3>{t("card.attributes")}</h3>
          <dl className="card-attributes">
            {attributes.map(([code, value]) => (
              <div key={code}>
                <dt>{attributeName(code, language)}</dt>
                <dd>{t(value === null ? "card.notRecorded" : value ? "card.yes" : "card.no")}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p className="card-foot">
        {unit.code === null ? null : `${t("card.code")} ${unit.code} · `}
        {unit.position === null
          ? null
          : `${unit.position[0].toFixed(5)}, ${unit.position[1].toFixed(5)}`}
        {unit.hasOutline === null ? null : (
          <>
            <br />
            {t(unit.hasOutline ? "card.outline" : "card.point")}
          </>
        )}
      </p>
    </article>
  );
}

function VerdictItem(props: {
  unit: CardUnit;
  rule: IndicatorRule;
  stored: CardVerdict;
  chosen: boolean;
  changed: Changed | null;
  language: Language;
  onWashOut: ((featureId: number) => void) | null;
}) {
  const { t } = useTranslation();
  const { rule, onWashOut, stored, changed, language } = props;
  const verdict = changed?.verdict ?? stored;
  const reachM = changed === null ? stored.reachM : changed.reachM;
  const eligible =
    changed?.minHouseholds === undefined
      ? rule.eligible
      : { ...rule.eligible, minHouseholds: changed.minHouseholds };
  const computed = isAttested(verdict) ? null : verdict.status;
  const disagree =
    stored.attested !== null &&
    computed !== null &&
    (computed === "served" || computed === "unserved") &&
    computed !== stored.attested;
  return (
    <li className="verdict" data-status={verdict.status} data-chosen={props.chosen}>
      <div className="verdict-head">
        <span className="status" data-status={verdict.status}>
          {t(`status.${verdict.status}`)}
        </span>
        <strong>{ruleName(rule, language)}</strong>
      </div>
      <p>
        {verdict.status === "notEligible"
          ? whyNotCounted(eligible, props.unit, t, language)
          : reasonText(verdict, reachM, t, language)}
      </p>
      {isAttested(verdict) && verdict.feature !== null && verdict.distanceM !== null ? (
        <p>
          {t("card.nearest")} {featureName(verdict, t, language)},{" "}
          {formatDistance(verdict.distanceM, language)}
        </p>
      ) : null}
      {onWashOut === null ||
      verdict.feature === null ||
      verdict.feature.sector !== rule.sector ? null : (
        <Button size="small" className="verdict-try" onClick={() => onWashOut(verdict.feature!.id)}>
          {t("whatIf.washOutNearest")}
        </Button>
      )}
      <p className="verdict-notes">
        <span>{t(isAttested(verdict) ? "card.attested" : "card.computed")}</span>
        <span>
          {stored.attested === null
            ? t("card.notAttested")
            : t(stored.attested === "served" ? "card.attestedServed" : "card.attestedUnserved")}
        </span>
        {disagree ? <span className="disagree">{t("card.disagree")}</span> : null}
        {changed === null ? null : (
          <span>{t("card.otherThreshold", { reach: formatDistance(reachM, language) })}</span>
        )}
      </p>
    </li>
  );
}
