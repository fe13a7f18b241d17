import { App, Button, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AreaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { formatPlace } from "../format.ts";
import { useForgetPlans, usePlans } from "../plan/queries.ts";
import { rememberedAuthor } from "../preferences.ts";
import { formatView, type Language } from "../view-state.ts";
import { useView } from "../use-view.ts";
import { addToPlan } from "./add-to-plan.ts";
import type { Draft } from "./draft.ts";
import { isElsewhere } from "./use-keys.ts";

const NEW = "new";

/** Which plan what is tried goes into, and the button that puts it there: the plan of the area, or of an area around it, or a new one. */
export function PlanChoice(props: {
  /** What goes in, when it does. */
  draft: () => Draft;
  /** Why it is there, for the plan's history. */
  reason: string;
  area: AreaAnswer;
  language: Language;
  onAdded: () => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { view } = useView();
  const { area, language } = props;
  const around = [area.code, ...area.ancestors.map(({ code }) => code).toReversed()];
  const plans = usePlans(around.at(-1)!);
  const forget = useForgetPlans();
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const fitting = (plans.data?.items ?? [])
    .filter((plan) => around.includes(plan.area) && !plan.archived)
    .toSorted((a, b) => around.indexOf(a.area) - around.indexOf(b.area));
  const usual = fitting.find(({ branchOf }) => branchOf === null) ?? fitting[0];
  const into = chosen ?? usual?.id ?? NEW;
  const tell = ({ id, name, area: of }: PlanSummary) =>
    message.success({
      duration: 8,
      content: (
        <span data-testid="what-if-added">
          {t("whatIf.added", { name })}{" "}
          <Link
            to={{
              pathname: "/plan",
              search: formatView({ ...view, plan: id, area: of, selected: null, compare: null }),
            }}
          >
            {t("whatIf.openPlan")}
          </Link>
        </span>
      ),
    });
  const add = async () => {
    setBusy(true);
    try {
      const plan = await addToPlan(props.draft(), fitting.find(({ id }) => id === into) ?? null, {
        area: area.code,
        newName: t("plan.defaultName", { area: area.name }),
        author: rememberedAuthor() ?? t("plan.someone"),
        reason: props.reason,
        nameOf: (works, n) => t("plan.works.newName", { sector: t(`sector.${works.sector}`), n }),
      });
      props.onAdded();
      forget();
      void tell(plan);
    } catch {
      setBusy(false);
      void message.error(t("whatIf.notAdded"));
    }
  };
  const isReady = plans.data !== undefined && !busy;
  const latest = useRef({ add, isReady });
  useEffect(() => {
    latest.current = { add, isReady };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
      if (event.key.toLowerCase() !== "p" || !isPlain || isElsewhere(event.target)) return;
      if (latest.current.isReady) void latest.current.add();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div className="what-if-plan">
      <Select
        aria-label={t("whatIf.plan")}
        value={into}
        loading={plans.data === undefined}
        popupMatchSelectWidth={false}
        options={[
          ...fitting.map((plan) => ({ value: plan.id, label: plan.name })),
          { value: NEW, label: t("whatIf.newPlan", { area: formatPlace(area, language) }) },
        ]}
        onChange={setChosen}
      />
      <Button
        type="primary"
        loading={busy}
        disabled={plans.data === undefined}
        aria-keyshortcuts="P"
        title={`${t("whatIf.add")} (P)`}
        onClick={() => void add()}
      >
        {t("whatIf.add")} <kbd>P</kbd>
      </Button>
    </div>
  );
}
