import { useTranslation } from "react-i18next";
import type { CoverageAnswer } from "../../core/contract/coverage.ts";
import { standingOf } from "../../core/policy/target.ts";
import { formatCount, formatPlace, formatRange, formatRate, formatTarget } from "../format.ts";
import type { Language } from "../view-state.ts";
import { headlineOf, ruleName } from "./rules.ts";
import { actionText, countedKey } from "./wording.ts";

/** The figure that the page is about: the rate, beside it how many are not served, and what would reach the target. */
export function Headline(props: { answer: CoverageAnswer; language: Language; updating: boolean }) {
  const { t } = useTranslation();
  const { answer, language } = props;
  const { rule } = answer;
  const rate = headlineOf(answer.total, rule);
  const target = formatTarget(rule.target);
  const standing = standingOf(rate, rule.target);
  const range = formatRange(rate);
  const action = actionText(rule, rate, t, language);
  const notServed =
    rule.headline === "villages"
      ? t("results.notServed")
      : t("results.notServedOf", { what: t(`counted.${rule.headline}`) });
  return (
    <header className="headline" aria-busy={props.updating}>
      <h2>
        {formatPlace(answer.area, language)} <span>{ruleName(rule, language)}</span>
      </h2>
      {rate.eligible === 0 ? (
        <p>{t("results.nothing", { unit: t(`unit.${rule.unit}`) })}</p>
      ) : (
        <>
          <p className="figures">
            <span className="figure">
              <b>{formatRate(rate.rate)}</b>
              <span>
                {t("asked.countedBy", { unit: t(`unit.${countedKey(rule)}`) })}
                {rule.target === null ? "" : ` · ${t("results.targetIs", { target })}`}
              </span>
            </span>
            {rate.rate === null ? (
              <span className="figure">
                <b>{formatCount(rate.unknown, language)}</b>
                <span>{t("results.allUnknown")}</span>
              </span>
            ) : (
              <span className="figure" data-tone={standing ?? "met"}>
                <b>{formatCount(rate.unserved, language)}</b>
                <span>
                  {notServed}
                  {rate.unknown > 0
                    ? ` · ${t("results.unknown", { n: formatCount(rate.unknown, language) })}`
                    : ""}
                </span>
              </span>
            )}
          </p>
          <p className="headline-notes">
            {standing === null ? null : (
              <span className="mark" data-tone={standing}>
                {t(`results.standing.${standing}`)}
              </span>
            )}
            {action === null ? null : <strong>{action}</strong>}
            {range === null ? null : <span>{t("results.range", { range })}</span>}
          </p>
        </>
      )}
      <span className="headline-busy" role="status">
        {props.updating ? t("results.updating") : ""}
      </span>
    </header>
  );
}
