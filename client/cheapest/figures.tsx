import { useTranslation } from "react-i18next";
import type { CheapestAnswer, CheapestTotal } from "../../core/contract/cheapest.ts";
import { formatCount, formatKm, formatRates, formatTarget } from "../format.ts";
import { formatWan } from "../plan/wording.ts";
import type { Language } from "../view-state.ts";

const share = (part: number, language: Language, digits = 1): string =>
  part.toLocaleString(language, { style: "percent", maximumFractionDigits: digits });

/** What the chosen lines cost and bring, and how good they are known to be. */
export function Figures(props: {
  answer: CheapestAnswer;
  total: CheapestTotal;
  kind: string;
  isOptimum: boolean;
  /** A bound, and perhaps something cheaper, is still being looked for. */
  isProving: boolean;
  language: Language;
}) {
  const { t } = useTranslation();
  const { answer, total, language, isOptimum } = props;
  const { bound, greedy, today, verified } = answer;
  const [before, after] = formatRates(today.low, total.low);
  const isReached = total.served >= today.served + today.missing;
  return (
    <div className="cheapest-figures" aria-live="polite">
      <p className="figures">
        <span className="figure">
          <b data-testid="cheapest-wan">{formatWan(total.yuan, language)}</b>
          <span>
            {t("cheapest.wanOf", { km: formatKm(total.lengthM, language), kind: props.kind })}
          </span>
        </span>
        <span className="figure" data-tone={isReached ? "met" : "below"}>
          <b>
            {before} → {after}
          </b>
          <span>
            {t("cheapest.newly", { n: formatCount(total.units, language) })}
            {" · "}
            {t("results.targetIs", { target: formatTarget(answer.target) })}
          </span>
        </span>
      </p>
      <ul className="cheapest-notes">
        <li>
          {answer.outcome === "outOfReach"
            ? t("cheapest.outOfReach")
            : isOptimum && verified.isReached
              ? t("cheapest.verified", { n: formatCount(verified.served, language) })
              : isReached
                ? t("cheapest.reaches")
                : t("cheapest.short", {
                    n: formatCount(today.served + today.missing - total.served, language),
                  })}
        </li>
        {isOptimum && greedy.yuan > 0 ? (
          <li>
            {t("cheapest.saved", {
              share: share(1 - total.yuan / greedy.yuan, language),
              wan: formatWan(greedy.yuan, language),
            })}
          </li>
        ) : null}
        {!isOptimum ? null : bound === null ? (
          <li data-testid="cheapest-bound" data-proving={props.isProving}>
            {t(props.isProving ? "cheapest.proving" : "cheapest.noBound")}
          </li>
        ) : (
          <li data-testid="cheapest-bound" data-proving={false}>
            {t("cheapest.bound", {
              n: formatCount(bound.candidates, language),
              wan: formatWan(bound.yuan, language),
              gap: share(bound.gap, language, 2),
            })}
          </li>
        )}
      </ul>
    </div>
  );
}
