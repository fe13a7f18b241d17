import { useTranslation } from "react-i18next";
import { headlineOf, ruleName } from "../coverage/rules.ts";
import { formatCount, formatRates } from "../format.ts";
import { useDesk } from "./desk.ts";
import type { Live } from "./use-what-if.ts";
import { formatWan } from "./wording.ts";

/** What the drawing under the hand would bring: the rate before and after, who is newly served, length and money. */
export function WhatIfStrip({ live }: { live: Live | null }) {
  const { t } = useTranslation();
  const { rules, language } = useDesk();
  if (live === null) return null;
  const { figures, yuan } = live;
  const rule = rules.find(({ id }) => id === figures.rule);
  if (rule === undefined) return null;
  const [before, after] = [headlineOf(figures.before, rule), headlineOf(figures.after, rule)];
  const [rateBefore, rateAfter] = formatRates(before.rate, after.rate);
  return (
    <aside className="what-if" aria-label={t("whatIf.label")} data-testid="what-if">
      <h2>{ruleName(rule, language)}</h2>
      <p className="what-if-rate">
        <span>{rateBefore}</span> <b>→ {rateAfter}</b>
      </p>
      <p>
        {t("whatIf.unserved", {
          before: formatCount(before.unserved, language),
          after: formatCount(after.unserved, language),
        })}
      </p>
      <p>
        {t("whatIf.gained", {
          n: formatCount(figures.gained.units, language),
          households: formatCount(figures.gained.households, language),
          persons: formatCount(figures.gained.persons, language),
        })}
        {figures.lost.units > 0
          ? ` ${t("whatIf.lost", { n: formatCount(figures.lost.units, language) })}`
          : ""}
      </p>
      <p className="quiet">
        {t("whatIf.length", {
          km: (figures.lengthM / 1000).toLocaleString(language, { maximumFractionDigits: 2 }),
          wan: formatWan(yuan, language),
        })}
      </p>
      {figures.gained.names.length > 0 ? (
        <p className="quiet">{figures.gained.names.join(t("whatIf.comma"))}</p>
      ) : null}
    </aside>
  );
}
