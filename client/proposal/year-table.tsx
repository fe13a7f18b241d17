import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProposalResult } from "../../core/contract/proposal.ts";
import { formatCount } from "../format.ts";
import { useDesk } from "../plan/desk.ts";
import { formatWan } from "../plan/wording.ts";

/** The years of an area as the plan would be, against bands and budgets. */
export function YearTable({ areas }: Pick<ProposalResult, "areas">) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const [code, setCode] = useState(areas[0]?.code ?? null);
  const area = areas.find((each) => each.code === code) ?? areas[0];
  if (area === undefined) return null;
  return (
    <>
      {areas.length < 2 ? null : (
        <Select
          size="small"
          className="proposal-area"
          aria-label={t("proposal.area")}
          value={area.code}
          showSearch={{ optionFilterProp: "label" }}
          options={areas.map((each) => ({ value: each.code, label: each.name }))}
          onChange={setCode}
        />
      )}
      <table className="proposal-table">
        <caption className="visually-hidden">{area.name}</caption>
        <thead>
          <tr>
            <th scope="col">{t("proposal.year")}</th>
            <th scope="col">{t("proposal.persons")}</th>
            <th scope="col">{t("proposal.band")}</th>
            <th scope="col">{t("proposal.spent")}</th>
            <th scope="col">{t("proposal.budget")}</th>
          </tr>
        </thead>
        <tbody>
          {area.years.map((year) => {
            const isOutside =
              (year.low !== null && year.persons < year.low) ||
              (year.high !== null && year.persons > year.high);
            const isOver = year.budgetYuan !== null && year.spentYuan > year.budgetYuan + 0.5;
            return (
              <tr key={year.year}>
                <th scope="row">{year.year}</th>
                <td data-bad={isOutside}>{formatCount(year.persons, language)}</td>
                <td>
                  {year.low === null && year.high === null
                    ? "—"
                    : `${formatCount(year.low, language)}–${formatCount(year.high, language)}`}
                  {isOutside ? ` ${t("proposal.outside")}` : ""}
                </td>
                <td data-bad={isOver}>{formatWan(year.spentYuan, language)}</td>
                <td>
                  {year.budgetYuan === null ? "—" : formatWan(year.budgetYuan, language)}
                  {isOver ? ` ${t("proposal.outside")}` : ""}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
