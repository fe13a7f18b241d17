import { useTranslation } from "react-i18next";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { headlineOf } from "../coverage/rules.ts";
import { formatCount, formatKm, formatRate } from "../format.ts";
import { formatWan } from "../plan/wording.ts";
import type { Language, Selected } from "../view-state.ts";
import type { Changed } from "../../core/coverage/drawing.ts";
import type { WhatIfFigures } from "../workers/what-if-messages.ts";

/** What the works that are tried would bring: the rate before and after, who is newly served, who loses it, length and money. */
export function Figures(props: {
  figures: WhatIfFigures;
  rule: IndicatorRule;
  lengthM: number;
  yuan: number | null;
  language: Language;
  onShow: (chosen: Selected, at: readonly [number, number] | null) => void;
}) {
  const { t } = useTranslation();
  const { figures, rule, language } = props;
  const [before, after] = [headlineOf(figures.before, rule), headlineOf(figures.after, rule)];
  const direction =
    after.served > before.served ? "up" : after.served < before.served ? "down" : "";
  return (
    <div className="what-if-figures" data-testid="what-if">
      <p className="figures">
        <span className="figure">
          <b data-direction={direction}>
            <span className="quiet">{formatRate(before.rate)} → </span>
            <span data-testid="what-if-rate">{formatRate(after.rate)}</span>
          </b>
          <span>
            {t("whatIf.unserved", {
              before: formatCount(before.unserved, language),
              after: formatCount(after.unserved, language),
            })}
          </span>
        </span>
        {props.lengthM === 0 && props.yuan === 0 ? null : (
          <span className="figure">
            <b data-testid="what-if-cost">
              {props.yuan === null ? "—" : formatWan(props.yuan, language)}
            </b>
            <span>
              {t("whatIf.wanOf", {
                km: formatKm(props.lengthM, language),
              })}
            </span>
          </span>
        )}
      </p>
      <TurnedList which="gained" changed={figures.gained} {...props} />
      <TurnedList which="lost" changed={figures.lost} {...props} />
    </div>
  );
}

function TurnedList(props: {
  which: "gained" | "lost";
  changed: Changed;
  figures: WhatIfFigures;
  rule: IndicatorRule;
  language: Language;
  onShow: (chosen: Selected, at: readonly [number, number] | null) => void;
}) {
  const { t } = useTranslation();
  const { which, changed, rule, language } = props;
  if (changed.units === 0)
    return which === "lost" || props.figures.lost.units > 0 ? null : (
      <p className="what-if-turned quiet" data-testid="what-if-gained" data-units="0">
        {t("whatIf.nobody")}
      </p>
    );
  const onVillages = rule.unit === "naturalVillage";
  const rest = changed.units - changed.largest.length;
  return (
    <section
      className="what-if-turned"
      data-which={which}
      data-testid={`what-if-${which}`}
      data-units={changed.units}
      data-households={changed.households}
      data-persons={changed.persons}
    >
      <h3>
        <i aria-hidden="true">{which === "gained" ? "+" : "−"}</i>{" "}
        {t(onVillages ? `whatIf.${which}Villages` : `whatIf.${which}Units`, {
          n: formatCount(changed.units, language),
          households: formatCount(changed.households, language),
          persons: formatCount(changed.persons, language),
        })}
      </h3>
      <ul>
        {changed.largest.map(({ id, name, position }) => (
          <li key={id}>
            {onVillages ? (
              <button
                type="button"
                className="link"
                onClick={() => props.onShow({ type: "village", id }, position)}
              >
                {name}
              </button>
            ) : (
              name
            )}
          </li>
        ))}
        {rest > 0 ? (
          <li className="quiet">{t("whatIf.more", { n: formatCount(rest, language) })}</li>
        ) : null}
      </ul>
    </section>
  );
}
