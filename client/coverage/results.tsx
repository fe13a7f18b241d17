import { Tabs } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer } from "../../core/contract/area.ts";
import type { CoverageAnswer, GapRow } from "../../core/contract/coverage.ts";
import type { Question } from "../api.ts";
import { formatCount, formatPlace } from "../format.ts";
import type { Proposal } from "../map/proposal.ts";
import { Loading } from "../ui/states.tsx";
import { TABS, type Language, type Selected, type Tab } from "../view-state.ts";
import { AreaTable } from "./area-table.tsx";
import { GapList } from "./gap-list.tsx";

const CheapestPanel = lazy(() => import("../cheapest/panel.tsx"));

/** What follows from the question: the areas below with their rates, and the list of what is not served. */
export function Results(props: {
  version: string;
  question: Question;
  answer: CoverageAnswer;
  language: Language;
  tab: Tab;
  status: string;
  selected: Selected | null;
  hoveredArea: number | null;
  hoveredUnit: number | null;
  onTab: (tab: Tab) => void;
  onStatus: (status: string) => void;
  onHoverArea: (id: number | null) => void;
  onHoverUnit: (row: GapRow | null) => void;
  onEnter: (code: string) => void;
  onOpen: (row: GapRow) => void;
  onProposal: (proposal: Proposal | null) => void;
  onPlace: (at: readonly [number, number]) => void;
  /** True while nothing else stands in this panel's place. */
  isShown: boolean;
  area: AreaAnswer;
}) {
  const { t } = useTranslation();
  const { answer, language } = props;
  return (
    <Tabs
      className="results"
      activeKey={props.tab}
      onChange={(key) => props.onTab(TABS.find((tab) => tab === key) ?? "areas")}
      items={[
        {
          key: "areas",
          label: `${t("results.areas")} ${formatCount(answer.areas.length, language)}`,
          children: (
            <AreaTable
              answer={answer}
              language={language}
              hovered={props.hoveredArea}
              onHover={props.onHoverArea}
              onEnter={props.onEnter}
              onGaps={() => props.onTab("gaps")}
            />
          ),
        },
        {
          key: "gaps",
          label: `${t("results.gaps")} ${formatCount(answer.total.villages.unserved, language)}`,
          children: (
            <GapList
              version={props.version}
              question={props.question}
              areaName={formatPlace(answer.area, language)}
              unknown={answer.total.villages.unknown}
              language={language}
              status={props.status}
              onStatus={props.onStatus}
              selected={props.selected}
              hovered={props.hoveredUnit}
              onHover={props.onHoverUnit}
              onOpen={props.onOpen}
            />
          ),
        },
        {
          key: "cheapest",
          label: t("cheapest.tab"),
          children: (
            <Suspense fallback={<Loading lines={6} />}>
              <CheapestPanel
                version={props.version}
                question={props.question}
                area={props.area}
                rule={answer.rule}
                language={language}
                isShown={props.isShown && props.tab === "cheapest"}
                onProposal={props.onProposal}
                onPlace={props.onPlace}
              />
            </Suspense>
          ),
        },
      ]}
    />
  );
}
