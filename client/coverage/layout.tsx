import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { CoverageAnswer, GapRow } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Question } from "../api.ts";
import type { MapHandle } from "../map/coverage-map.tsx";
import type { Proposal } from "../map/proposal.ts";
import { AreaPicker } from "../ui/area-picker.tsx";
import { DataBanner } from "../ui/data-banner.tsx";
import { Panel, usePanelSize } from "../ui/panel.tsx";
import type { Found } from "../ui/search-field.tsx";
import { Failure, Loading } from "../ui/states.tsx";
import { TopBar } from "../ui/top-bar.tsx";
import { useNarrow } from "../ui/use-width.ts";
import { useView } from "../use-view.ts";
import { formatView, type Selected } from "../view-state.ts";
import { Headline } from "./headline.tsx";
import { MapPane } from "./map-pane.tsx";
import { useCoverage, useEveryRule } from "./queries.ts";
import { Results } from "./results.tsx";
import { RuleDetails } from "./rule-details.tsx";
import { RuleList } from "./rule-list.tsx";
import { SelectedCard, type MarkedPlace } from "./selected-card.tsx";
import { useWhatIfSession } from "./use-what-if-session.ts";

const WhatIfPanel = lazy(() => import("../what-if/panel.tsx"));

export interface Pointing {
  area: number | null;
  /** A unit pointed at on the map (by id alone) or in the list (with its place). */
  unit: { id: number; position: readonly [number, number] | null } | null;
}

/** The Coverage workspace laid out: bar, map, what is asked at the left, what follows at the right. */
export function CoverageLayout(props: {
  regions: MetaAnswer["regions"];
  region: MetaAnswer["regions"][number];
  version: string;
  area: AreaAnswer;
  rules: readonly IndicatorRule[];
  rule: IndicatorRule;
  question: Question;
}) {
  const { t } = useTranslation();
  const { view, update } = useView();
  const { area, rule, question, version, region } = props;
  const { language, selected } = view;
  const narrow = useNarrow();
  const [left, setLeft] = usePanelSize("asked", 320);
  const [right, setRight] = usePanelSize("results", 400);
  const [status, setStatus] = useState("unserved");
  const [pointing, setPointing] = useState<Pointing>({ area: null, unit: null });
  const [link, setLink] = useState<readonly (readonly [number, number])[] | null>(null);
  const [place, setPlace] = useState<MarkedPlace | null>(null);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [takeFocus, setTakeFocus] = useState(false);
  const map = useRef<MapHandle | null>(null);
  const returnFocus = useRef(false);
  const coverage = useCoverage(version, question);
  const everyRule = useEveryRule(version, props.rules, area.code);
  const answers = useMemo(() => {
    const known = new Map<string, CoverageAnswer>();
    for (const { data } of everyRule) if (data !== undefined) known.set(data.rule.id, data);
    if (coverage.data !== undefined) known.set(coverage.data.rule.id, coverage.data);
    return known;
  }, [everyRule, coverage.data]);

  const whatIf = useWhatIfSession({
    region: region.code,
    area: area.code,
    version,
    // The rule as it is asked, with changed thresholds in it.
    rule:
      coverage.data?.rule.id === rule.id && !coverage.isPlaceholderData ? coverage.data.rule : null,
    isPossible: !narrow,
  });

  const flyTo = useCallback((at: readonly [number, number]) => map.current?.flyTo(at), []);
  const enter = useCallback(
    (code: string) => {
      setPointing({ area: null, unit: null });
      setStatus("unserved");
      update({ area: code, selected: null, camera: null });
    },
    [update],
  );
  const toCounty = useCallback(
    (code: string) => update({ area: code }, { replace: true }),
    [update],
  );
  const select = useCallback(
    (chosen: Selected | null, at: readonly [number, number] | null, byKeyboard = true) => {
      setPlace(at === null ? null : { at, name: "", pinyin: null });
      setLink(null);
      setTakeFocus(byKeyboard);
      update({ selected: chosen });
      if (at !== null) map.current?.flyTo(at);
    },
    [update],
  );
  const open = useCallback(
    (row: GapRow) => {
      if (rule.unit === "naturalVillage") select({ type: "village", id: row.id }, row.position);
      else if (row.code !== null) select({ type: "area", code: row.code }, row.position);
    },
    [rule.unit, select],
  );
  const onFound = (found: Found) => {
    if (found.type === "village") select({ type: "village", id: found.id }, found.position);
    else if (found.code !== null) enter(found.code);
  };
  const closeCard = useCallback(() => {
    returnFocus.current = true;
    select(null, null);
  }, [select]);
  // Back to where the card was opened from, once that is shown again: the list, or else the panel.
  useEffect(() => {
    if (selected !== null || !returnFocus.current) return;
    returnFocus.current = false;
    const rows = document.querySelectorAll<HTMLElement>(
      '#results .gap-row[tabindex="0"], #results table.areas tbody button',
    );
    const shown = [...rows].find((row) => row.offsetParent !== null);
    (shown ?? document.getElementById("results"))?.focus();
  }, [selected]);
  const chooseRule = (id: string) => {
    const next = props.rules.find((each) => each.id === id);
    update({
      rule: id,
      reachM: null,
      minHouseholds: null,
      ...(next !== undefined && next.unit !== rule.unit ? { selected: null } : {}),
    });
  };
  const reveal = (list: string) => {
    setStatus(list);
    if (right.folded) setRight({ ...right, folded: false });
    update({ tab: "gaps", selected: null });
  };

  const asked = (
    <RuleList
      rules={props.rules}
      answers={answers}
      chosen={rule.id}
      language={language}
      onChoose={chooseRule}
    >
      <RuleDetails
        rule={rule}
        question={question}
        answer={answers.get(rule.id)}
        language={language}
        onThresholds={update}
        onOpen={reveal}
      />
    </RuleList>
  );
  const answer = coverage.data;
  const results =
    coverage.error !== null ? (
      <Failure error={coverage.error} retry={() => void coverage.refetch()} />
    ) : answer === undefined ? (
      <Loading lines={8} />
    ) : (
      <>
        {whatIf.session === null ? (
          <Headline answer={answer} language={language} updating={coverage.isPlaceholderData} />
        ) : (
          <Suspense fallback={<Loading lines={6} />}>
            <WhatIfPanel
              session={whatIf.session}
              area={area}
              rule={answer.rule}
              rules={props.rules}
              language={language}
              onRule={chooseRule}
              onShow={(chosen, at) => select(chosen, at)}
              onEnd={whatIf.end}
            />
          </Suspense>
        )}
        {selected === null ? null : (
          <SelectedCard
            key={selected.type === "village" ? selected.id : selected.code}
            version={version}
            selected={selected}
            rules={props.rules}
            rule={rule}
            question={question}
            language={language}
            takeFocus={takeFocus}
            area={area.code}
            onOutside={toCounty}
            onPlace={setPlace}
            onLink={setLink}
            onClose={closeCard}
            onArea={enter}
            onShow={(at) => map.current?.flyTo(at)}
            onWashOut={narrow ? null : whatIf.washOut}
          />
        )}
        <div className="results-holder" hidden={selected !== null || whatIf.session !== null}>
          <Results
            version={version}
            question={question}
            answer={answer}
            language={language}
            tab={view.tab}
            status={status}
            selected={selected}
            hoveredArea={pointing.area}
            hoveredUnit={pointing.unit?.id ?? null}
            onTab={(tab) => update({ tab }, { replace: true })}
            onStatus={setStatus}
            onHoverArea={(id) => setPointing({ area: id, unit: null })}
            onHoverUnit={(row) =>
              setPointing({
                area: null,
                unit: row === null ? null : { id: row.id, position: row.position },
              })
            }
            onEnter={enter}
            onOpen={open}
            area={area}
            isShown={selected === null && whatIf.session === null}
            onProposal={setProposal}
            onPlace={flyTo}
          />
        </div>
      </>
    );
  const mapPane = (
    <MapPane
      region={region}
      version={version}
      area={area}
      rule={rule}
      question={question}
      paddingLeft={narrow ? 24 : left.folded ? 72 : left.widthPx + 40}
      paddingRight={narrow ? 24 : right.folded ? 72 : right.widthPx + 40}
      pointing={pointing}
      place={selected === null ? null : place}
      link={selected === null ? null : link}
      proposal={whatIf.session === null && view.tab === "cheapest" ? proposal : null}
      onHandle={(handle) => {
        map.current = handle;
      }}
      onPointing={setPointing}
      onEnter={enter}
      onSelect={(chosen) => select(chosen, null, false)}
      whatIf={whatIf.session}
      onWhatIf={
        narrow
          ? null
          : () => {
              if (whatIf.session !== null) whatIf.end();
              else {
                if (right.folded) setRight({ ...right, folded: false });
                whatIf.begin();
              }
            }
      }
    />
  );
  return (
    <div className="shell">
      <div className="skip-links">
        <a href="#asked">{t("app.skipToAsked")}</a>
        <a href="#map">{t("app.skipToMap")}</a>
        <a href="#results">{t("app.skipToResults")}</a>
      </div>
      <TopBar language={language} search={formatView(view)} area={region.code} onFound={onFound}>
        <AreaPicker
          area={area}
          regions={props.regions}
          version={version}
          language={language}
          onChoose={enter}
        />
      </TopBar>
      <DataBanner region={region} language={language} />
      <main className="workspace" data-narrow={narrow}>
        <h1 className="visually-hidden">{t("workspace.coverage")}</h1>
        {mapPane}
        {narrow ? (
          <>
            <section id="results" className="sheet" aria-label={t("results.panel")} tabIndex={-1}>
              {results}
            </section>
            <section id="asked" className="sheet" aria-label={t("asked.panel")} tabIndex={-1}>
              {asked}
            </section>
          </>
        ) : (
          <>
            <Panel
              id="asked"
              side="left"
              name={t("asked.panel")}
              heading={t("asked.heading")}
              size={left}
              onSize={setLeft}
            >
              {asked}
            </Panel>
            <Panel
              id="results"
              side="right"
              name={t("results.panel")}
              size={right}
              onSize={setRight}
            >
              {results}
            </Panel>
          </>
        )}
      </main>
    </div>
  );
}
