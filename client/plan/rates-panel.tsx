import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Rate, Rates } from "../../core/contract/coverage.ts";
import { ruleName } from "../coverage/rules.ts";
import { formatCount, formatRate, formatRates, formatTarget } from "../format.ts";
import { Failure, Loading } from "../ui/states.tsx";
import { useDesk, yearsOf } from "./desk.ts";
import { usePlanRates } from "./queries.ts";

const CASES = ["today", "afterWorks", "afterMoves", "afterBoth"] as const;

/** For every rule the rate today, after works, after moves and after both, with its counts in the open. */
export function RatesPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { state, assessed, language, rules } = desk;
  const { frame } = assessed.plan;
  const years = yearsOf(frame.years);
  const year = desk.year ?? frame.years.to;
  const [by, setBy] = useState<keyof Rates>("villages");
  const rates = usePlanRates(state.summary!.id, state.version, frame.area);
  if (rates.error !== null)
    return <Failure error={rates.error} retry={() => void rates.refetch()} />;
  if (rates.data === undefined) return <Loading lines={8} />;
  const cell = (rate: Rate, target: number | null, today: Rate | null) => (
    <td
      data-met={
        target === null || rate.rate === null ? undefined : rate.rate >= target ? "met" : "below"
      }
    >
      <b>{today === null ? formatRate(rate.rate) : formatRates(today.rate, rate.rate)[1]}</b>
      <small>
        {t("plan.rates.counts", {
          served: formatCount(rate.served, language),
          eligible: formatCount(rate.eligible, language),
        })}
      </small>
      {today === null || rate.served === today.served ? null : (
        <small data-sign={rate.served > today.served ? "more" : "fewer"}>
          {rate.served > today.served ? "+" : "−"}
          {formatCount(Math.abs(rate.served - today.served), language)}
        </small>
      )}
    </td>
  );
  return (
    <div className="plan-rates" aria-busy={rates.isPlaceholderData}>
      <div className="plan-rates-ask">
        <Select
          aria-label={t("plan.rates.year")}
          value={year}
          options={years.map((one) => ({ value: one, label: t("plan.rates.end", { year: one }) }))}
          onChange={(one) => desk.showYear(one)}
        />
        <Select
          aria-label={t("plan.rates.by")}
          value={by}
          options={(["villages", "households", "persons"] as const).map((one) => ({
            value: one,
            label: t(`plan.rates.${one}`),
          }))}
          onChange={setBy}
        />
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("plan.tab.rates")}>
        <table className="plan-rates-table">
          <thead>
            <tr>
              {CASES.map((each) => (
                <th key={each} scope="col">
                  {t(`plan.rates.${each}`)}
                </th>
              ))}
            </tr>
          </thead>
          {rates.data.rules.map((one) => {
            const rule = rules.find(({ id }) => id === one.rule);
            const at = one.years.find((each) => each.year === year);
            return (
              <tbody key={one.rule} data-rule={one.rule}>
                <tr>
                  <th scope="rowgroup" colSpan={CASES.length}>
                    {rule === undefined ? one.rule : ruleName(rule, language)}
                    <small>
                      {one.target === null
                        ? t("asked.noTarget")
                        : t("asked.target", { target: formatTarget(one.target) })}
                      {at !== undefined && at.left.moved + at.left.fellBelow > 0
                        ? ` · ${t("plan.rates.left", {
                            moved: formatCount(at.left.moved, language),
                            fellBelow: formatCount(at.left.fellBelow, language),
                          })}`
                        : ""}
                    </small>
                  </th>
                </tr>
                <tr>
                  {cell(one.today[by], one.target, null)}
                  {at === undefined ? (
                    <td colSpan={3}>—</td>
                  ) : (
                    <>
                      {cell(at.afterWorks[by], one.target, one.today[by])}
                      {cell(at.afterMoves[by], one.target, one.today[by])}
                      {cell(at.afterBoth[by], one.target, one.today[by])}
                    </>
                  )}
                </tr>
              </tbody>
            );
          })}
        </table>
      </div>
      <p className="quiet">{t("plan.rates.note")}</p>
    </div>
  );
}
