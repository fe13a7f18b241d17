import { App, Button } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { rememberAuthor, rememberedAuthor } from "../preferences.ts";
import { AreaPicker } from "../ui/area-picker.tsx";
import { DataBanner } from "../ui/data-banner.tsx";
import { Failure, Loading } from "../ui/states.tsx";
import { TopBar } from "../ui/top-bar.tsx";
import { useView } from "../use-view.ts";
import { formatView } from "../view-state.ts";
import { NewPlanForm } from "./new-plan.tsx";
import { OpenPlan } from "./open-plan.tsx";
import { useForgetPlans, usePlans } from "./queries.ts";

/** Bar and banner around a plan; where the area has none yet, what to do about it. */
export function PlanScreen(props: {
  meta: MetaAnswer;
  rules: readonly IndicatorRule[];
  area: AreaAnswer;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { view, update } = useView();
  const { meta, area } = props;
  const region =
    meta.regions.find(({ code }) => [area, ...area.ancestors].some((one) => one.code === code)) ??
    meta.regions[0]!;
  const plans = usePlans(area.code);
  const forget = useForgetPlans();
  const [author, setAuthor] = useState(() => rememberedAuthor() ?? t("plan.someone"));
  const [making, setMaking] = useState(false);
  const items = plans.data?.items ?? [];
  const shown = chosenPlan(items, view.plan, area.code);
  const open = useCallback(
    (plan: PlanSummary) => {
      setMaking(false);
      forget();
      update({ plan: plan.id, area: plan.area, compare: null, camera: null, auto: null });
    },
    [forget, update],
  );
  const enter = (code: string) =>
    update({ area: code, plan: null, compare: null, camera: null, selected: null, auto: null });
  return (
    <div className="shell">
      {shown === null || making ? null : (
        <div className="skip-links">
          <a href="#asked">{t("plan.skipToTools")}</a>
          <a href="#map">{t("app.skipToMap")}</a>
          <a href="#results">{t("plan.skipToChecks")}</a>
        </div>
      )}
      <TopBar
        language={view.language}
        search={formatView(view)}
        area={region.code}
        onFound={(found) => {
          if (found.type === "area" && found.code !== null) enter(found.code);
          else if (found.position !== null) {
            const [lng, lat] = found.position;
            update({ camera: { lng, lat, zoom: 13 } });
          }
        }}
      >
        <AreaPicker
          area={area}
          regions={meta.regions}
          version={region.dataVersion}
          language={view.language}
          onChoose={enter}
        />
      </TopBar>
      <DataBanner region={region} language={view.language} />
      {plans.error !== null ? (
        <main className="workspace">
          <Failure error={plans.error} retry={() => void plans.refetch()} />
        </main>
      ) : plans.data === undefined ? (
        <main className="workspace">
          <Loading lines={4} />
        </main>
      ) : shown === null || making ? (
        <main className="workspace plan-empty">
          <h1 className="visually-hidden">{t("workspace.plan")}</h1>
          <NewPlanForm
            area={area}
            language={view.language}
            author={author}
            onAuthor={(name) => {
              rememberAuthor(name);
              setAuthor(name);
            }}
            onMade={(plan) => {
              void message.success(t("plan.made", { name: plan.name }));
              open(plan);
            }}
            {...(shown === null ? {} : { onCancel: () => setMaking(false) })}
          >
            {items.length === 0 ? null : (
              <section className="plan-others">
                <h2>{t("plan.within")}</h2>
                <ul>
                  {items.map((plan) => (
                    <li key={plan.id}>
                      <Button type="link" onClick={() => open(plan)}>
                        {plan.areaName} · {plan.name}
                      </Button>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </NewPlanForm>
        </main>
      ) : (
        <OpenPlan
          key={shown.id}
          plan={shown}
          plans={items}
          region={region}
          area={area}
          rules={props.rules}
          author={author}
          onAuthor={(name) => {
            rememberAuthor(name);
            setAuthor(name);
          }}
          onNew={() => setMaking(true)}
          onOpen={open}
        />
      )}
    </div>
  );
}

/** The plan that the address names, else the newest of exactly this area that is no scenario, else the newest that is one. */
function chosenPlan(
  plans: readonly PlanSummary[],
  id: string | null,
  area: string,
): PlanSummary | null {
  const own = plans.filter((plan) => plan.area === area && !plan.archived);
  return (
    plans.find((plan) => plan.id === id) ??
    own.find((plan) => plan.branchOf === null) ??
    own[0] ??
    null
  );
}
