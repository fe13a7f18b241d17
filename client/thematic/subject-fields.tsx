import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { BASES, MEASURES, type MapSubject } from "../../core/contract/thematic.ts";
import { findIndicator } from "../../core/thematic/indicators.ts";
import { entryOf, pickable } from "./catalogue.ts";
import { Choice, Field, Pills } from "./fields.tsx";
import { SearchedChoice } from "./searched-choice.tsx";
import { indicatorName, shortMeasure, type Wording } from "./words.ts";

/** Indicator, what it counts, plan and moment of one side. */
export function SubjectFields(props: {
  subject: MapSubject;
  rules: readonly IndicatorRule[];
  plans: readonly PlanSummary[];
  plan: PlanSummary | null;
  wording: Wording;
  onChange: (change: Partial<MapSubject>) => void;
}) {
  const { t } = useTranslation();
  const { subject, rules, plans, wording, onChange } = props;
  const indicator = findIndicator(subject.indicator);
  const groups = useMemo(
    () =>
      [...pickable(rules)].map(([group, list]) => ({
        label: t(`thematic.group.${group}`),
        options: list.map(({ id }) => ({ value: id, label: entryName(id, wording) })),
      })),
    [rules, t, wording],
  );
  const rule = rules.find(({ id }) => id === indicator?.rule);
  const needsPlan = indicator
    ?.needsOf(subject.basis)
    .some((need) => need === "plan" || need === "ruleYears");
  return (
    <>
      <Field label={t("thematic.ask.indicator")} wide>
        <SearchedChoice
          label={t("thematic.ask.indicator")}
          placeholder={t("thematic.ask.find")}
          notFound={t("thematic.ask.notFound")}
          value={entryOf(indicator) ?? subject.indicator}
          shown={entryName(subject.indicator, wording)}
          groups={groups}
          onChange={(id) => {
            const picked = findIndicator(id);
            // What is counted stays as it was chosen, where the other indicator counts it too.
            const measure = picked?.rule != null ? (indicator?.measure ?? "villages") : null;
            onChange({ indicator: measure === null ? id : id.replace(/[^:]+$/, measure) });
          }}
        />
      </Field>
      {indicator !== null && indicator.rule !== null ? (
        <>
          <Field label={t("thematic.ask.measure")}>
            <Pills
              label={t("thematic.ask.measure")}
              value={indicator.measure ?? "villages"}
              options={MEASURES.map((measure) => ({
                value: measure,
                label: shortMeasure(measure, rule, t),
              }))}
              onChange={(measure) =>
                onChange({ indicator: subject.indicator.replace(/[^:]+$/, measure) })
              }
            />
          </Field>
          <Field label={t("thematic.ask.basis")}>
            <Choice
              label={t("thematic.ask.basis")}
              value={subject.basis}
              options={BASES.map((value) => ({ value, label: t(`thematic.basis.${value}`) }))}
              onChange={(basis) => onChange({ basis })}
            />
          </Field>
        </>
      ) : null}
      <Field label={t("thematic.ask.plan")}>
        {plans.length === 0 ? (
          <p className="quiet">{t("thematic.ask.noPlan")}</p>
        ) : (
          <Choice
            label={t("thematic.ask.plan")}
            value={subject.plan ?? ""}
            disabled={needsPlan !== true}
            options={[
              { value: "", label: t("thematic.ask.newest", { name: plans[0]!.name }) },
              ...plans.map((plan) => ({
                value: plan.id,
                label: `${plan.name} · ${plan.areaName}`,
              })),
            ]}
            onChange={(plan) => onChange({ plan: plan === "" ? null : plan })}
          />
        )}
      </Field>
    </>
  );
}

/** An indicator in the picker: of a rule without what it counts. */
function entryName(id: string, wording: Wording): string {
  const indicator = findIndicator(id);
  if (indicator?.rule == null) return indicatorName(indicator, wording);
  return indicatorName(indicator, wording).replace(/\s*[(（][^(（]*[)）]$/u, "");
}

/** The year of the other side; this one's stands below the map. */
export function OtherYear(props: {
  subject: MapSubject;
  years: readonly number[];
  onYear: (year: number | null) => void;
}) {
  const { t } = useTranslation();
  const { subject, years } = props;
  const indicator = findIndicator(subject.indicator);
  const isTimeless =
    indicator === null ||
    !indicator.byYear ||
    (indicator.rule !== null && subject.basis === "today");
  if (isTimeless || years.length === 0) return null;
  return (
    <Field label={t("thematic.ask.year")}>
      <Choice
        label={t("thematic.ask.year")}
        value={subject.year === null ? "" : String(subject.year)}
        options={[
          { value: "", label: t("thematic.years.all") },
          ...years.map((year) => ({ value: String(year), label: String(year) })),
        ]}
        onChange={(year) => props.onYear(year === "" ? null : Number(year))}
      />
    </Field>
  );
}
