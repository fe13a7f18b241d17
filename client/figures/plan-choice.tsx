import { Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { usePlans } from "../plan/queries.ts";
import { useView } from "../use-view.ts";
import { plansBelow, plansFor } from "./plans-for.ts";

export interface ChosenPlan {
  /** Plans that say something of the area, best first. */
  plans: readonly PlanSummary[];
  plan: PlanSummary | null;
  /** Plans of areas below, for an area that is read by none. */
  below: readonly PlanSummary[];
  isPending: boolean;
  error: Error | null;
  retry: () => void;
}

/** The plan that an area is read by: the one of the address, else its own, else the one of the nearest area above that has one. */
export function useAreaPlan(region: string, area: AreaAnswer): ChosenPlan {
  const { view } = useView();
  const asked = usePlans(region);
  const items = asked.data?.items;
  const plans = useMemo(() => plansFor(items ?? [], area), [items, area]);
  const below = useMemo(() => plansBelow(items ?? [], area), [items, area]);
  const named = plans.find(({ id }) => id === view.plan);
  const holding = [area.code, ...area.ancestors.map(({ code }) => code)];
  const own = plans.find((plan) => holding.includes(plan.area) && plan.branchOf === null);
  return {
    plans,
    plan: named ?? own ?? null,
    below,
    isPending: asked.isPending,
    error: asked.error,
    retry: () => void asked.refetch(),
  };
}

/** A choice among the plans of an area; nothing where there is none. */
export function PlanChoice(props: { chosen: ChosenPlan; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const { plans, plan } = props.chosen;
  if (plans.length === 0) return null;
  return (
    <Select
      className="plan-choice"
      aria-label={t("figures.plan")}
      placeholder={t("figures.choosePlan")}
      value={plan?.id ?? null}
      popupMatchSelectWidth={false}
      options={plans.map(({ id, name, areaName }) => ({
        value: id,
        label: `${areaName} · ${name}`,
      }))}
      onChange={(id: string | null) => {
        if (id !== null) props.onChoose(id);
      }}
    />
  );
}
