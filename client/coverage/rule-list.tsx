import { useTranslation } from "react-i18next";
import type { CoverageAnswer } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { formatCount, formatRate, formatTarget } from "../format.ts";
import { SectorIcon } from "../ui/sector-icon.tsx";
import type { Language } from "../view-state.ts";
import { classesOf, paintOf } from "./classes.ts";
import { headlineOf, ruleName, rulesBySector } from "./rules.ts";
import { notServedText } from "./wording.ts";

/** Every rule by sector with its rate, target and gap in the chosen area; one of them is chosen. */
export function RuleList(props: {
  rules: readonly IndicatorRule[];
  answers: ReadonlyMap<string, CoverageAnswer>;
  chosen: string;
  language: Language;
  onChoose: (rule: string) => void;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="rules">
      {rulesBySector(props.rules).map(({ sector, rules }) => (
        <section key={sector} aria-labelledby={`sector-${sector}`}>
          <h2 id={`sector-${sector}`} className="sector">
            <SectorIcon sector={sector} />
            {t(`sector.${sector}`)}
          </h2>
          <ul>
            {rules.map((rule) => (
              <li key={rule.id} data-chosen={rule.id === props.chosen}>
                <RuleRow {...props} rule={rule} answer={props.answers.get(rule.id)} />
                {rule.id === props.chosen ? props.children : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function RuleRow(props: {
  rule: IndicatorRule;
  answer: CoverageAnswer | undefined;
  chosen: string;
  language: Language;
  onChoose: (rule: string) => void;
}) {
  const { t } = useTranslation();
  const { rule, answer, language } = props;
  const rate = answer === undefined ? null : headlineOf(answer.total, rule);
  const paint = rate === null ? null : paintOf(rate, classesOf(rule.target));
  const gap =
    rate === null
      ? ""
      : rate.eligible === 0
        ? t("asked.nothing")
        : rate.unserved === 0 && rate.unknown === 0
          ? t("asked.noneNotServed")
          : [
              ...(rate.rate === null ? [] : [notServedText(rule, rate.unserved, t, language)]),
              ...(rate.unknown === 0
                ? []
                : [t("asked.unknown", { n: formatCount(rate.unknown, language) })]),
            ].join(t("explain.list"));
  return (
    <button
      type="button"
      className="rule"
      aria-pressed={rule.id === props.chosen}
      onClick={() => props.onChoose(rule.id)}
    >
      <span
        className="rule-mark"
        data-hatched={paint?.hatched ?? false}
        style={{ background: paint?.colour ?? "transparent" }}
        aria-hidden="true"
      />
      <span className="rule-name">{ruleName(rule, language)}</span>
      <span className="rule-rate">{rate === null ? "…" : formatRate(rate.rate)}</span>
      <span className="rule-target">
        {rule.target === null
          ? t("asked.noTarget")
          : t("asked.target", { target: formatTarget(rule.target) })}
      </span>
      <span className="rule-gap">{gap}</span>
    </button>
  );
}
