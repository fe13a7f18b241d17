import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { AreaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { CLASSINGS, COMPARES, PALETTES, type ThematicView } from "../../core/contract/thematic.ts";
import { findIndicator } from "../../core/thematic/indicators.ts";
import { coloursOf } from "../../core/thematic/palettes.ts";
import { stylesOf, usualOther, withIndicator } from "./catalogue.ts";
import { levelsIn } from "./drill.ts";
import { Choice, Field, Pills } from "./fields.tsx";
import { OwnBreaks } from "./own-breaks.tsx";
import { OtherYear, SubjectFields } from "./subject-fields.tsx";
import type { Wording } from "./words.ts";

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
        <Pills
          label={t("thematic.ask.level")}
          value={view.by}
          options={levelsIn(area.level).map((value) => ({
            value,
            label: t(`thematic.level.${value}`),
          }))}
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
        <Pills
          label={t("thematic.ask.compare")}
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
