import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FUND_LINES } from "../../core/contract/plan.ts";
import { listChecks } from "../../core/relocation/assess.ts";
import { spentYuan, targetOf } from "../../core/relocation/check-area.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { formatCount } from "../format.ts";
import { NOTHING, useDesk, yearsOf } from "./desk.ts";
import { formatWan } from "./wording.ts";

/** What the plan answers to every edit, in sight whatever is chosen: persons against the target, money against the budget, checks. Each opens to its list. */
export function Answers({ onOpen }: { onOpen: (tab: "checks" | "money") => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language } = desk;
  const sums = useMemo(() => {
    const { plan, ledger, context } = assessed;
    const { area, years: span } = plan.frame;
    const years = desk.year === null ? yearsOf(span) : [desk.year];
    const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    const targets = years.map((year) => targetOf(area, year, assessed)?.target);
    const known = (values: readonly (number | undefined)[]) => {
      const given = values.filter((value) => value !== undefined);
      return given.length === 0 ? null : add(given);
    };
    return {
      persons: add(
        years.map((year) => tallied(ledger.areas.get(context.area), PERSONS, year - span.from)),
      ),
      target: known(targets),
      yuan: add(
        FUND_LINES.flatMap((fund) => years.map((year) => spentYuan(area, fund, year, assessed))),
      ),
    };
  }, [assessed, desk.year]);
  const { hard, soft, offTarget, overBudget } = useMemo(() => {
    const all = listChecks(assessed.checks);
    const failing = all.filter(({ severity }) => severity === "hard").length;
    return {
      hard: failing,
      soft: all.length - failing,
      offTarget: all.some(({ subject }) => subject.startsWith("target:")),
      overBudget: all.filter(({ code }) => code === "budgetOver").length,
    };
  }, [assessed.checks]);
  const open = (tab: "checks" | "money") => () => {
    desk.select(NOTHING);
    onOpen(tab);
  };
  const when = desk.year === null ? t("plan.answers.allYears") : String(desk.year);
  return (
    <div
      className="plan-answers"
      role="group"
      aria-label={t("plan.answers.label")}
      data-testid="answers"
    >
      <p data-answer="persons">
        <span>{t("plan.answers.persons", { when })}</span>
        <b data-over={offTarget}>{formatCount(sums.persons, language)}</b>
        <small>
          {sums.target === null
            ? t("plan.years.noTarget")
            : `/ ${formatCount(sums.target, language)}`}
        </small>
      </p>
      <button type="button" data-answer="money" onClick={open("money")}>
        <span>{t("plan.answers.money", { when })}</span>
        <b data-over={overBudget > 0}>{formatWan(sums.yuan, language)}</b>
        <small>
          {assessed.plan.budgets.size === 0
            ? t("plan.answers.noBudget")
            : overBudget === 0
              ? t("plan.answers.withinBudget")
              : t("plan.answers.overBudget", { n: overBudget })}
        </small>
      </button>
      <button type="button" data-answer="checks" onClick={open("checks")}>
        <span>{t("plan.answers.checks")}</span>
        <b data-over={hard > 0}>{formatCount(hard, language)}</b>
        <small>{t("plan.answers.soft", { n: formatCount(soft, language) })}</small>
      </button>
    </div>
  );
}
