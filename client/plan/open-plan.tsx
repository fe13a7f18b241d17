import { App } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { PolicyParameter } from "../../core/policy/parameter.ts";
import type { PlanMapHandle } from "../map/plan-map-props.ts";
import { ProposalProvider } from "../proposal/provider.tsx";
import { Failure, Loading } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import { ComparingProvider } from "./build-or-move/comparing.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { DeskContext, NOTHING, type Desk, type Selection, type Tool } from "./desk.ts";
import { choicesOf, shapeOf, type WorksChoice } from "./drawn.ts";
import { OPEN } from "./filter.ts";
import { PlanLayout } from "./layout.tsx";
import { useColumns, useParameters } from "./queries.ts";
import { useAssessed } from "./use-assessed.ts";
import { useSession } from "./use-session.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { problemText } from "./wording.ts";

/** One plan, open: its session, its figures, and the desk that every panel stands on. */
export function OpenPlan(props: {
  plan: PlanSummary;
  plans: readonly PlanSummary[];
  region: MetaAnswer["regions"][number];
  area: AreaAnswer;
  rules: readonly IndicatorRule[];
  author: string;
  onAuthor: (name: string) => void;
  onNew: () => void;
  onOpen: (plan: PlanSummary) => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { view, update } = useView();
  const { session, state } = useSession(props.plan.id, props.author);
  const columns = useColumns(props.region.dataVersion, props.plan.area);
  const parameters = useParameters();
  const assessed = useAssessed(
    props.plan,
    state.plan,
    columns.data?.snapshot ?? null,
    (parameters.data?.items as readonly PolicyParameter[] | undefined) ?? null,
  );
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [tool, setTool] = useState<Tool>("look");
  const [choices, setChoices] = useState<Readonly<Partial<Record<Tool, WorksChoice>>>>({});
  const shape = shapeOf(tool);
  const drawing = shape === null ? null : (choices[tool] ?? choicesOf(shape)[0] ?? null);
  const [filter, setFilter] = useState(OPEN);
  const [map, setMap] = useState<PlanMapHandle | null>(null);

  const select = useCallback(
    (next: Selection) => {
      setSelection(next);
      const [village] = next.villages;
      session.lookAt(
        next.settlement !== null
          ? `settlement:${next.settlement}`
          : next.works !== null
            ? `works:${next.works}`
            : village === undefined
              ? null
              : `village:${village}`,
      );
    },
    [session],
  );
  const selectVillages = useCallback(
    (keys: Iterable<string>, how: "replace" | "add" | "remove") =>
      setSelection((now) => {
        const villages = new Set(how === "replace" ? [] : now.villages);
        for (const key of keys) {
          if (how === "remove") villages.delete(key);
          else villages.add(key);
        }
        return { villages, settlement: how === "replace" ? null : now.settlement, works: null };
      }),
    [],
  );
  const edit = useCallback(
    (change: PlanChange, reason?: string) => {
      const problems = session.edit(change, reason === undefined ? {} : { reason });
      if (problems.length > 0) void message.error(problemText(problems, t), 6);
      return problems.length === 0;
    },
    [session, message, t],
  );
  const show = useCallback((position: readonly [number, number]) => map?.flyTo(position), [map]);
  const desk = useMemo<Desk | null>(
    () =>
      assessed === null || columns.data === undefined
        ? null
        : {
            session,
            state,
            assessed,
            columns: columns.data,
            rules: props.rules,
            language: view.language,
            selection,
            year: view.year,
            tool,
            drawing,
            filter,
            setFilter,
            draw: (choice) => setChoices((now) => ({ ...now, [tool]: choice })),
            select,
            selectVillages,
            showYear: (year) => update({ year }, { replace: true }),
            use: setTool,
            edit,
            show,
          },
    [
      session,
      state,
      assessed,
      columns.data,
      props.rules,
      view.language,
      view.year,
      selection,
      tool,
      drawing,
      filter,
      select,
      selectVillages,
      update,
      edit,
      show,
    ],
  );
  useShortcuts(desk);

  const error = state.failure ?? columns.error ?? parameters.error;
  if (error !== null)
    return (
      <main className="workspace">
        <Failure
          error={error}
          retry={() => {
            void session.start();
            void columns.refetch();
            void parameters.refetch();
          }}
        />
      </main>
    );
  if (desk === null)
    return (
      <main className="workspace" aria-busy="true">
        <Loading lines={6} />
      </main>
    );
  return (
    <DeskContext value={desk}>
      <ComparingProvider>
        <ProposalProvider plan={state.summary ?? props.plan} onOpen={props.onOpen}>
          <PlanLayout
            plan={state.summary ?? props.plan}
            plans={props.plans}
            region={props.region}
            area={props.area}
            author={props.author}
            onAuthor={props.onAuthor}
            onNew={props.onNew}
            onOpen={props.onOpen}
            onHandle={setMap}
          />
        </ProposalProvider>
      </ComparingProvider>
      <ConflictDialog />
    </DeskContext>
  );
}
