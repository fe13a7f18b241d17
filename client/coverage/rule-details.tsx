import { Button, InputNumber, Slider } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CoverageAnswer, Rate } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Question } from "../api.ts";
import { formatCount, formatDistance, formatRate, inLanguage } from "../format.ts";
import type { Language } from "../view-state.ts";
import { reachOf, reachSteps } from "./rules.ts";
import { explainEligible, explainServed } from "./wording.ts";

interface ThresholdChange {
  reachM?: number | null;
  minHouseholds?: number | null;
}

/** Thresholds, counts and meaning of the chosen rule. */
export function RuleDetails(props: {
  rule: IndicatorRule;
  question: Question;
  answer: CoverageAnswer | undefined;
  language: Language;
  onThresholds: (change: ThresholdChange) => void;
  onOpen: (status: string) => void;
}) {
  const { t } = useTranslation();
  const { rule, question, language } = props;
  const served = explainServed(rule, question.reachM ?? null, t, language);
  const validity =
    rule.validFrom === undefined
      ? null
      : rule.validTo === undefined
        ? t("asked.validFrom", { from: rule.validFrom })
        : t("asked.validBetween", { from: rule.validFrom, to: rule.validTo });
  return (
    <div className="rule-details">
      <Thresholds {...props} />
      {props.answer === undefined ? null : (
        <Counts answer={props.answer} rule={rule} language={language} onOpen={props.onOpen} />
      )}
      <details>
        <summary>{t("asked.explain")}</summary>
        <p>{explainEligible(rule, t, language)}</p>
        {served.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </details>
      <p className="rule-source">
        {t("asked.source")} {inLanguage(rule.source, language)}
        <br />
        {t("asked.version", { version: rule.version })}
        {validity === null ? "" : ` · ${validity}`}
        {rule.confidence === undefined
          ? ""
          : ` · ${t("asked.confidence")} ${inLanguage(rule.confidence, language)}`}
      </p>
    </div>
  );
}

/** Villages are there, and of none of them the households are recorded. */
const lacksHouseholds = ({ total }: CoverageAnswer): boolean =>
  total.villages.unknown > 0 && total.villages.unknown === total.villages.eligible
    ? total.households.eligible === 0
    : false;

function Thresholds(props: {
  rule: IndicatorRule;
  question: Question;
  answer: CoverageAnswer | undefined;
  language: Language;
  onThresholds: (change: ThresholdChange) => void;
}) {
  const { t } = useTranslation();
  const { rule, question, language, onThresholds } = props;
  const ownReachM = reachOf(rule);
  const ownHouseholds = rule.eligible.minHouseholds ?? 0;
  const reachM = question.reachM ?? ownReachM;
  const households = question.minHouseholds ?? ownHouseholds;
  const [draggedStep, setDraggedStep] = useState<number | null>(null);
  // What is typed is asked once the typing rests, not with every digit.
  const [typed, setTyped] = useState<ThresholdChange | null>(null);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      setTyped(null);
      onThresholds(typed);
    }, 350);
    return () => clearTimeout(timer);
  }, [typed, onThresholds]);
  const changed = question.reachM !== undefined || question.minHouseholds !== undefined;
  if (ownReachM === null && rule.unit !== "naturalVillage") return null;
  const steps = ownReachM === null ? [] : reachSteps(ownReachM);
  const nearestStep = steps.findLastIndex((step) => step <= (reachM ?? 0));
  const step = draggedStep ?? Math.max(0, nearestStep);
  return (
    <div className="thresholds" role="group" aria-label={t("asked.thresholds")}>
      {ownReachM === null || reachM === null ? null : (
        <>
          <label className="threshold">
            <span>{t("asked.reach")}</span>
            <InputNumber
              value={
                typed?.reachM ?? (draggedStep === null ? reachM : (steps[draggedStep] ?? reachM))
              }
              min={1}
              max={1_000_000}
              step={50}
              changeOnWheel={false}
              suffix={t("asked.metres")}
              onChange={(value) => setTyped({ reachM: value })}
            />
          </label>
          <Slider
            value={step}
            min={0}
            max={steps.length - 1}
            marks={{
              [steps.indexOf(ownReachM)]: t("asked.ownReach", {
                reach: formatDistance(ownReachM, language),
              }),
            }}
            tooltip={{ formatter: (at) => formatDistance(steps[at ?? 0] ?? null, language) }}
            ariaLabelForHandle={t("asked.reachSlider")}
            ariaValueTextFormatterForHandle={(at) => formatDistance(steps[at] ?? null, language)}
            onChange={(at) => setDraggedStep(at)}
            onChangeComplete={(at) => {
              setDraggedStep(null);
              onThresholds({ reachM: steps[at] ?? null });
            }}
          />
        </>
      )}
      {rule.unit === "naturalVillage" ? (
        <label className="threshold">
          <span>{t("asked.minHouseholds")}</span>
          <InputNumber
            value={typed?.minHouseholds ?? households}
            min={0}
            max={10_000}
            precision={0}
            changeOnWheel={false}
            suffix={t("asked.households")}
            onChange={(value) => setTyped({ minHouseholds: value })}
          />
        </label>
      ) : null}
      {households > 0 && props.answer !== undefined && lacksHouseholds(props.answer) ? (
        <div className="thresholds-changed">
          <p>{t("asked.noHouseholds")}</p>
          <Button size="small" onClick={() => onThresholds({ minHouseholds: 0 })}>
            {t("asked.countAll")}
          </Button>
        </div>
      ) : null}
      {changed ? (
        <div className="thresholds-changed">
          <p>{t("asked.changed")}</p>
          <Button size="small" onClick={() => onThresholds({ reachM: null, minHouseholds: null })}>
            {t("asked.reset")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Numerator, denominator and exclusions in all three ways of counting; each number of units opens its list. */
function Counts(props: {
  answer: CoverageAnswer;
  rule: IndicatorRule;
  language: Language;
  onOpen: (status: string) => void;
}) {
  const { t } = useTranslation();
  const { answer, rule, language } = props;
  const { villages, households, persons } = answer.total;
  const row = (key: "eligible" | "served" | "unserved" | "unknown", status: string) => (
    <tr data-row={key}>
      <th scope="row">{t(`counts.${key}`)}</th>
      <td>{opening(villages[key], status, t(`counts.${key}`))}</td>
      <td>{formatCount(households[key], language)}</td>
      <td>{formatCount(persons[key], language)}</td>
    </tr>
  );
  const opening = (count: number, status: string, what: string) => (
    <button
      type="button"
      className="count"
      aria-label={`${formatCount(count, language)}: ${t("asked.openCounts", { what })}`}
      onClick={() => props.onOpen(status)}
    >
      {formatCount(count, language)}
    </button>
  );
  const rates: readonly Rate[] = [villages, households, persons];
  return (
    <table className="counts" aria-label={t("asked.counts")}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t(`unitShort.${rule.unit}`)}</th>
          <th scope="col">{t("counts.households")}</th>
          <th scope="col">{t("counts.persons")}</th>
        </tr>
      </thead>
      <tbody>
        <tr className="counts-rate">
          <th scope="row">{t("counts.rate")}</th>
          {rates.map((rate, i) => (
            <td key={i}>{formatRate(rate.rate)}</td>
          ))}
        </tr>
        {villages.unknown > 0
          ? (["low", "high"] as const).map((bound) => (
              <tr key={bound}>
                <th scope="row">{t(`counts.${bound}`)}</th>
                {rates.map((rate, i) => (
                  <td key={i}>{formatRate(rate[bound])}</td>
                ))}
              </tr>
            ))
          : null}
        {row("served", "served")}
        {row("unserved", "unserved")}
        {villages.unknown > 0 ? row("unknown", "unknown") : null}
        {row("eligible", "served,unserved,unknown")}
        <tr data-row="excluded">
          <th scope="row">{t("counts.excluded")}</th>
          <td>{opening(answer.excluded, "notEligible", t("counts.excluded"))}</td>
          <td />
          <td />
        </tr>
      </tbody>
    </table>
  );
}
