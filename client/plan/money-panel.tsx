import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { FUND_LINES, type FundLine } from "../../core/contract/plan.ts";
import { spentYuan } from "../../core/relocation/check-area.ts";
import { moneySources } from "../../core/relocation/money-sources.ts";
import { formatCount } from "../format.ts";
import { useDesk, yearsOf } from "./desk.ts";
import { NumberField } from "./fields.tsx";
import { formatWan } from "./wording.ts";

/** Money of the plan's area by fund line and year against its budgets; a cell opens to what it is made of. */
export function MoneyPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language } = desk;
  const { plan } = assessed;
  const { area, years: span } = plan.frame;
  const years = useMemo(() => yearsOf(span), [span]);
  const [open, setOpen] = useState<{ fund: FundLine; year: number } | null>(null);
  const cells = useMemo(
    () =>
      FUND_LINES.map((fund) => ({
        fund,
        years: years.map((year) => spentYuan(area, fund, year, assessed)),
      })),
    [assessed, area, years],
  );
  const total = cells.reduce((sum, line) => sum + line.years.reduce((a, b) => a + b, 0), 0);
  const sources = useMemo(
    () => (open === null ? null : moneySources(open.fund, open.year, assessed)),
    [open, assessed],
  );
  /** Ten thousands without decimals, so that all years fit; the exact figure stands where a cell is opened. */
  const short = (yuan: number): string =>
    yuan === 0 ? "—" : formatCount(Math.round(yuan / 10_000), language);
  return (
    <div className="plan-money">
      <p className="figures">
        <span className="figure">
          <b>{formatWan(total, language)}</b>
          <span>{t("plan.money.total")}</span>
        </span>
      </p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("plan.money.table")}>
        <table className="plan-money-table">
          <thead>
            <tr>
              <th scope="col">{t("plan.money.line")}</th>
              {years.map((year) => (
                <th key={year} scope="col">
                  {year}
                </th>
              ))}
              <th scope="col">{t("plan.money.sum")}</th>
            </tr>
          </thead>
          <tbody>
            {cells.map((line) => (
              <tr key={line.fund}>
                <th scope="row">{t(`plan.fund.${line.fund}`)}</th>
                {line.years.map((yuan, y) => {
                  const year = years[y]!;
                  const budget = plan.budgets.get(`${area}:${line.fund}:${year}`);
                  return (
                    <td key={year} data-over={budget !== undefined && yuan > budget}>
                      <button
                        type="button"
                        className="count"
                        aria-pressed={open?.fund === line.fund && open.year === year}
                        onClick={() => setOpen({ fund: line.fund, year })}
                      >
                        {short(yuan)}
                      </button>
                      {budget === undefined ? null : <small>/ {short(budget)}</small>}
                    </td>
                  );
                })}
                <td>{short(line.years.reduce((sum, yuan) => sum + yuan, 0))}</td>
              </tr>
            ))}
            <tr className="plan-money-sum">
              <th scope="row">{t("plan.money.sum")}</th>
              {years.map((year, y) => (
                <td key={year}>{short(cells.reduce((sum, line) => sum + line.years[y]!, 0))}</td>
              ))}
              <td>{short(total)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      {open === null || sources === null ? (
        <p className="quiet">{t("plan.money.hint")}</p>
      ) : (
        <section className="plan-money-open" aria-live="polite">
          <h3>
            {t(`plan.fund.${open.fund}`)} {open.year}
          </h3>
          <label className="plan-field">
            <span>{t("plan.money.budget")}</span>
            <NumberField
              key={`${open.fund}:${open.year}`}
              label={t("plan.money.budget")}
              precision={1}
              placeholder={t("plan.money.noBudget")}
              value={wan(plan.budgets.get(`${area}:${open.fund}:${open.year}`))}
              onDone={(value) =>
                desk.edit({
                  budgets: {
                    [`${area}:${open.fund}:${open.year}`]:
                      value === null ? null : Math.round(value * 10_000),
                  },
                })
              }
            />
          </label>
          <ul className="plan-sources">
            {sources.map((source) => (
              <li key={source.kind}>
                <span>{t(`plan.money.from.${source.kind}`, { n: source.entries })}</span>
                <b>{formatWan(source.yuan, language)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const wan = (yuan: number | undefined): number | null =>
  yuan === undefined ? null : yuan / 10_000;
