import { Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { listChecks } from "../../core/relocation/assess.ts";
import type { PlanMapHandle } from "../map/plan-map-props.ts";
import { useProposal } from "../proposal/proposal-desk.ts";
import { QuestionPanel } from "../proposal/question-panel.tsx";
import { ResultPanel } from "../proposal/result-panel.tsx";
import { Panel, usePanelSize } from "../ui/panel.tsx";
import { useNarrow } from "../ui/use-width.ts";
import { useView } from "../use-view.ts";
import { Answers } from "./answers.tsx";
import { ChecksPanel } from "./checks-panel.tsx";
import { ComparePanel } from "./compare-panel.tsx";
import { CompareMaps } from "./compare-maps.tsx";
import { useDesk } from "./desk.ts";
import { Drawer } from "./drawer.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { ListPanel } from "./list-panel.tsx";
import { MoneyPanel } from "./money-panel.tsx";
import { PlanHeader } from "./plan-header.tsx";
import { PlanMapPane } from "./plan-map-pane.tsx";
import { RatesPanel } from "./rates-panel.tsx";
import { SelectPanel } from "./select-panel.tsx";
import { SettlementCard } from "./settlement-card.tsx";
import { ToolBar } from "./tool-bar.tsx";
import { VillagesCard } from "./villages-card.tsx";
import { WorksCard } from "./works-card.tsx";

/** The Plan workspace laid out: map, tools and lists at the left, what follows at the right, years and moves at the bottom. */
export function PlanLayout(props: {
  plan: PlanSummary;
  plans: readonly PlanSummary[];
  region: MetaAnswer["regions"][number];
  area: AreaAnswer;
  author: string;
  onAuthor: (name: string) => void;
  onNew: () => void;
  onOpen: (plan: PlanSummary) => void;
  onHandle: (handle: PlanMapHandle | null) => void;
}) {
  const { t } = useTranslation();
  const { view } = useView();
  const desk = useDesk();
  const { isOpen: isAutoPlanning } = useProposal();
  const narrow = useNarrow();
  const [left, setLeft] = usePanelSize("plan-tools", 320);
  const [right, setRight] = usePanelSize("plan-results", 400);
  const [tab, setTab] = useState("checks");
  const [list, setList] = useState("select");
  const [drawerPx, setDrawerPx] = useState(0);
  const { selection } = desk;
  const { checks } = desk.assessed;
  const count = useMemo(() => listChecks(checks).length, [checks]);

  const card =
    selection.settlement !== null ? (
      <SettlementCard key={selection.settlement} id={selection.settlement} />
    ) : selection.works !== null ? (
      <WorksCard key={selection.works} id={selection.works} />
    ) : selection.villages.size > 0 ? (
      <VillagesCard />
    ) : null;
  const tools = (
    <>
      <PlanHeader
        plan={props.plan}
        plans={props.plans}
        author={props.author}
        onAuthor={props.onAuthor}
        onNew={props.onNew}
        onOpen={props.onOpen}
      />
      <ToolBar />
      {isAutoPlanning ? (
        <QuestionPanel />
      ) : (
        <Tabs
          className="plan-tabs"
          activeKey={list}
          onChange={setList}
          items={[
            { key: "select", label: t("plan.tab.select"), children: <SelectPanel /> },
            {
              key: "settlements",
              label: t("plan.tab.settlements", { n: desk.assessed.plan.settlements.size }),
              children: <ListPanel what="settlements" />,
            },
            {
              key: "works",
              label: t("plan.tab.works", { n: desk.assessed.plan.works.size }),
              children: <ListPanel what="works" />,
            },
          ]}
        />
      )}
    </>
  );
  const results = (
    <>
      <Answers onOpen={setTab} />
      {card}
      <div className="results-holder" hidden={card !== null}>
        {view.compare !== null ? <ComparePanel plan={props.plan} plans={props.plans} /> : null}
        {isAutoPlanning ? (
          <ResultPanel />
        ) : (
          <Tabs
            className="plan-tabs"
            activeKey={tab}
            onChange={setTab}
            items={[
              {
                key: "checks",
                label: t("plan.tab.checks", { n: count }),
                children: <ChecksPanel />,
              },
              { key: "rates", label: t("plan.tab.rates"), children: <RatesPanel /> },
              { key: "money", label: t("plan.tab.money"), children: <MoneyPanel /> },
              { key: "history", label: t("plan.tab.history"), children: <HistoryPanel /> },
            ]}
          />
        )}
      </div>
    </>
  );
  const map =
    view.compare === null ? (
      <PlanMapPane
        region={props.region}
        area={props.area}
        paddingLeft={narrow ? 24 : left.folded ? 72 : left.widthPx + 40}
        paddingRight={narrow ? 24 : right.folded ? 72 : right.widthPx + 40}
        paddingBottom={drawerPx}
        onHandle={props.onHandle}
      />
    ) : (
      <CompareMaps
        region={props.region}
        area={props.area}
        other={view.compare}
        paddingLeft={left.folded ? 72 : left.widthPx + 40}
        paddingRight={right.folded ? 72 : right.widthPx + 40}
        onHandle={props.onHandle}
      />
    );
  return (
    <main className="workspace plan" data-narrow={narrow}>
      <h1 className="visually-hidden">{t("workspace.plan")}</h1>
      {map}
      {narrow ? (
        <>
          <section id="results" className="sheet" aria-label={t("plan.results")} tabIndex={-1}>
            {results}
          </section>
          <section id="asked" className="sheet" aria-label={t("plan.tools")} tabIndex={-1}>
            {tools}
          </section>
        </>
      ) : (
        <>
          <Panel id="asked" side="left" name={t("plan.tools")} size={left} onSize={setLeft}>
            {tools}
          </Panel>
          <Panel id="results" side="right" name={t("plan.results")} size={right} onSize={setRight}>
            {results}
          </Panel>
        </>
      )}
      <Drawer
        leftPx={narrow ? 0 : left.folded ? 56 : left.widthPx + 24}
        rightPx={narrow ? 0 : right.folded ? 56 : right.widthPx + 24}
        onHeight={setDrawerPx}
      />
    </main>
  );
}
