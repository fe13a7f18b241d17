import { useTranslation } from "react-i18next";
import type { BindingRow } from "../../core/contract/proposal.ts";
import { formatCount } from "../format.ts";
import { useDesk } from "../plan/desk.ts";
import { rowText } from "./words.ts";

const MOST = 40;

/** What limits a proposal, the dearest first, with what one unit more of each would save. */
export function BindingRows({ rows }: { rows: readonly BindingRow[] }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  if (rows.length === 0) return <p className="plan-fine">{t("proposal.bindingNone")}</p>;
  return (
    <>
      <p className="quiet">{t("proposal.bindingNote")}</p>
      <ul className="proposal-binding">
        {rows.slice(0, MOST).map((row, i) => (
          <li key={i}>
            <span>{rowText(row, t)}</span>
            <b>
              {t("proposal.perUnit", {
                price: row.priceYuan.toLocaleString(language, {
                  maximumFractionDigits: row.priceYuan < 100 ? 2 : 0,
                }),
                unit: t(`proposal.unit.${row.unit}`),
              })}
            </b>
            <small>
              {t("proposal.usedOf", {
                used: formatCount(Math.round(row.used), language),
                limit: row.limit === null ? "—" : formatCount(Math.round(row.limit), language),
                unit: t(`proposal.unit.${row.unit}`),
              })}
            </small>
          </li>
        ))}
      </ul>
      {rows.length > MOST ? (
        <p className="quiet">{t("proposal.more", { n: rows.length - MOST })}</p>
      ) : null}
    </>
  );
}
