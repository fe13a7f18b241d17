import { Button, Input, Segmented, Select } from "antd";
import { useId, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import {
  BASES,
  CLASSINGS,
  COMPARES,
  MEASURES,
  PALETTES,
  type MapSubject,
  type ThematicView,
} from "../../core/contract/thematic.ts";
import { findIndicator } from "../../core/thematic/indicators.ts";
import { coloursOf } from "../../core/thematic/palettes.ts";
import {
  entryOf,
  pickable,
  readBreaks,
  stylesOf,
  usualOther,
  withIndicator,
  writeBreaks,
} from "./catalogue.ts";
import { levelsIn } from "./drill.ts";
import { indicatorName, shortMeasure, type Wording } from "./words.ts";

/** What the map shows: everything that the address says of it, to be chosen. */
export function QuestionPanel(props: {
  view: ThematicView;
  area: AreaAnswer;
  rules: readonly IndicatorRule[];
  plans: readonly PlanSummary[];
  plan: PlanSummary | null;
  years: readonly number[];
  wording: Wording;
  onChange: (change: Partial<ThematicView>) => void;
}) {
  const { t } = useTranslation();
  const { view, area, rules, onChange } = props;
  const indicator = findIndicator(view.indicator);
  const isShare = indicator?.unit === "share";
  const styles = stylesOf(indicator, rules);
  const hasClasses =
    view.compare !== "difference" && view.style !== "flows" && view.style !== "dots";
  const counted = view.compare === "difference" || !["policy", "own"].includes(view.classing);
  return (
    <div className="thematic-asked">
      <SubjectFields
        {...props}
        subject={view}
        onChange={(change) =>
          onChange(
            change.indicator === undefined
              ? change
              : { ...change, ...withIndicator(view, change.indicator, rules) },
          )
        }
      />
      <Field label={t("thematic.ask.level")}>
        <Segmented
          block
          size="small"
          value={view.by}
          options={levelsIn(area.level).map((value) => ({ value, label: t(`level.${value}`) }))}
          onChange={(by) => onChange({ by })}
        />
      </Field>
      <Field label={t("thematic.ask.style")}>
        <Choice
          label={t("thematic.ask.style")}
          value={view.style}
          options={styles.map((value) => ({ value, label: t(`thematic.style.${value}`) }))}
          onChange={(style) => onChange({ style, hidden: [] })}
        />
      </Field>
      {hasClasses ? (
        <Field label={t("thematic.ask.classing")}>
          <Choice
            label={t("thematic.ask.classing")}
            value={view.classing}
            options={CLASSINGS.map((value) => ({ value, label: t(`thematic.classing.${value}`) }))}
            onChange={(classing) =>
              onChange({
                classing,
                hidden: [],
                ...(classing === "own" && view.breaks.length === 0
                  ? { breaks: isShare ? [0.5, 0.8, 0.95] : [100, 1000] }
                  : {}),
              })
            }
          />
        </Field>
      ) : null}
      {hasClasses && view.classing === "own" ? (
        <OwnBreaks
          key={`${view.indicator} ${view.breaks.join()}`}
          breaks={view.breaks}
          isShare={isShare}
          onBreaks={(breaks) => onChange({ breaks, hidden: [] })}
        />
      ) : null}
      {counted && view.style !== "flows" && view.style !== "dots" ? (
        <Field label={t("thematic.ask.classes")}>
          <div className="stepper">
            <Button
              size="small"
              aria-label={t("thematic.ask.fewer")}
              disabled={view.classes <= 3}
              onClick={() => onChange({ classes: view.classes - 1, hidden: [] })}
            >
              −
            </Button>
            <output>{view.classes}</output>
            <Button
              size="small"
              aria-label={t("thematic.ask.more")}
              disabled={view.classes >= 9}
              onClick={() => onChange({ classes: view.classes + 1, hidden: [] })}
            >
              +
            </Button>
          </div>
        </Field>
      ) : null}
      {view.compare === "difference" || view.style === "flows" ? null : (
        <Field label={t("thematic.ask.palette")}>
          <div className="palettes" role="radiogroup" aria-label={t("thematic.ask.palette")}>
            {PALETTES.map((palette) => (
              <label key={palette} title={t(`thematic.palette.${palette}`)}>
                <input
                  type="radio"
                  name="palette"
                  checked={view.palette === palette}
                  onChange={() => onChange({ palette })}
                />
                <i
                  aria-hidden="true"
                  style={{ background: `linear-gradient(90deg, ${coloursOf(palette, 5).join()})` }}
                />
                <span className="visually-hidden">{t(`thematic.palette.${palette}`)}</span>
              </label>
            ))}
          </div>
        </Field>
      )}
      <Field label={t("thematic.ask.compare")}>
        <Segmented
          block
          size="small"
          value={view.compare}
          options={COMPARES.map((value) => ({ value, label: t(`thematic.compare.${value}`) }))}
          onChange={(compare) =>
            onChange({
              compare,
              hidden: [],
              other:
                compare === "none"
                  ? null
                  : (view.other ?? usualOther(view, props.years, props.plan !== null)),
            })
          }
        />
      </Field>
      {view.other === null || view.compare === "none" ? null : (
        <fieldset className="thematic-other">
          <legend>{t("thematic.ask.other")}</legend>
          <SubjectFields
            {...props}
            subject={view.other}
            onChange={(change) => onChange({ other: { ...view.other!, ...change } })}
          />
          <OtherYear
            subject={view.other}
            years={props.years}
            onYear={(year) => onChange({ other: { ...view.other!, year } })}
          />
        </fieldset>
      )}
    </div>
  );
}

/** Indicator, what it counts, plan and moment of one side. */
function SubjectFields(props: {
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
  const groups = useMemo(() => [...pickable(rules)], [rules]);
  const rule = rules.find(({ id }) => id === indicator?.rule);
  const needsPlan = indicator
    ?.needsOf(subject.basis)
    .some((need) => need === "plan" || need === "ruleYears");
  return (
    <>
      <Field label={t("thematic.ask.indicator")} wide>
        <Choice
          label={t("thematic.ask.indicator")}
          searched
          value={entryOf(indicator) ?? subject.indicator}
          notFound={t("thematic.ask.notFound")}
          options={groups.map(([group, list]) => ({
            label: t(`thematic.group.${group}`),
            options: list.map((each) => ({
              value: each.id,
              label: entryName(each.id, wording),
            })),
          }))}
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
            <Segmented
              block
              size="small"
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

function OtherYear(props: {
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

function OwnBreaks(props: {
  breaks: readonly number[];
  isShare: boolean;
  onBreaks: (breaks: number[]) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(() => writeBreaks(props.breaks, props.isShare));
  const read = readBreaks(text, props.isShare);
  const take = () => {
    if (read !== null) props.onBreaks(read);
  };
  return (
    <Field label={t("thematic.ask.breaks")} wide>
      <Input
        value={text}
        aria-label={t("thematic.ask.breaks")}
        aria-describedby={id}
        status={read === null ? "error" : ""}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={take}
        onBlur={take}
      />
      <p id={id} className="quiet" role={read === null ? "alert" : undefined}>
        {t(read === null ? "thematic.ask.breaksWrong" : "thematic.ask.breaksHint")}
      </p>
    </Field>
  );
}

function Field(props: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div
      className="thematic-field"
      data-wide={props.wide === true}
      role="group"
      aria-label={props.label}
    >
      <span>{props.label}</span>
      <div>{props.children}</div>
    </div>
  );
}

type Option<Value> = { value: Value; label: string };

/** A list to choose from, with its groups and a search where they are given. */
function Choice<Value extends string>(props: {
  value: Value;
  options: readonly (Option<Value> | { label: string; options: readonly Option<Value>[] })[];
  disabled?: boolean;
  notFound?: string;
  searched?: boolean;
  label: string;
  onChange: (value: Value) => void;
}) {
  return (
    <Select<Value, Option<Value>>
      className="thematic-choice"
      value={props.value}
      options={props.options as Option<Value>[]}
      disabled={props.disabled ?? false}
      popupMatchSelectWidth={false}
      listHeight={420}
      notFoundContent={props.notFound}
      {...(props.searched === true ? { showSearch: { optionFilterProp: "label" } } : {})}
      aria-label={props.label}
      onChange={(value) => props.onChange(value)}
    />
  );
}
