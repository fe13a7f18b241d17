import { Popover } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { targetOf } from "../../core/relocation/check-area.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { formatCount } from "../format.ts";
import { useDesk, yearsOf } from "./desk.ts";
import { NumberField } from "./fields.tsx";

const COLOURS = ["#6b46c1", "#8a6fd1", "#a893de", "#c3b5e9", "#ded6f3"] as const;

/** Persons who move in each year, stacked by the areas they leave, against the year's target and its band. A year can be chosen. */
export function YearBar() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language } = desk;
  const { plan, ledger, context } = assessed;
  const { areas } = context.data;
  const rows = useMemo(() => {
    const children: { name: string; index: number; sum: number }[] = [];
    for (let i = 0; i < areas.count; i++)
      if (areas.parent[i] === context.area) {
        const sum = tallied(ledger.areas.get(i), PERSONS, null);
        if (sum > 0) children.push({ name: areas.name[i]!, index: i, sum });
      }
    children.sort((a, b) => b.sum - a.sum);
    return yearsOf(plan.frame.years).map((year, y) => {
      const total = tallied(ledger.areas.get(context.area), PERSONS, y);
      const parts = children.slice(0, COLOURS.length - 1).map(({ name, index }) => ({
        name,
        persons: tallied(ledger.areas.get(index), PERSONS, y),
      }));
      const rest = total - parts.reduce((sum, part) => sum + part.persons, 0);
      return {
        year,
        total,
        parts: [...parts, { name: t("plan.years.others"), persons: rest }],
        band: targetOf(plan.frame.area, year, assessed),
      };
    });
  }, [assessed, areas, context, ledger, plan, t]);
  const most = Math.max(1, ...rows.flatMap(({ total, band }) => [total, band?.most ?? 0]));
  return (
    <div className="year-bar" role="group" aria-label={t("plan.years.label")}>
      {rows.map(({ year, total, parts, band }) => {
        const state =
          band === null
            ? "none"
            : total < band.least
              ? "short"
              : total > band.most
                ? "over"
                : "met";
        return (
          <div key={year} className="year" data-state={state} data-chosen={desk.year === year}>
            <button
              type="button"
              aria-pressed={desk.year === year}
              onClick={() => desk.showYear(desk.year === year ? null : year)}
            >
              <span className="year-column" aria-hidden="true">
                {band === null ? null : (
                  <i
                    className="year-band"
                    style={{
                      bottom: `${(band.least / most) * 100}%`,
                      height: `${Math.max(1.5, ((band.most - band.least) / most) * 100)}%`,
                    }}
                  />
                )}
                {parts.map((part, i) => (
                  <i
                    key={part.name}
                    title={`${part.name} ${formatCount(part.persons, language)}`}
                    style={{
                      height: `${(Math.max(0, part.persons) / most) * 100}%`,
                      background: COLOURS[i],
                    }}
                  />
                ))}
              </span>
              <b>{year}</b> <span>{formatCount(total, language)}</span>
              <span className="visually-hidden">{t("plan.years.persons")}</span>
            </button>
            <Popover
              trigger="click"
              title={t("plan.years.set", { year })}
              content={
                <label className="plan-field">
                  <span>{t("plan.years.target")}</span>
                  <NumberField
                    label={t("plan.years.target")}
                    max={1e8}
                    value={plan.targets.get(`${plan.frame.area}:${year}`) ?? null}
                    onDone={(persons) =>
                      desk.edit({ targets: { [`${plan.frame.area}:${year}`]: persons } })
                    }
                  />
                </label>
              }
            >
              <button type="button" className="year-target">
                {band === null
                  ? t("plan.years.noTarget")
                  : t("plan.years.targetIs", { n: formatCount(band.target, language) })}
              </button>
            </Popover>
          </div>
        );
      })}
    </div>
  );
}
