import "./what-if.css";
import { EditOutlined, RedoOutlined, ScissorOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer } from "../../core/contract/area.ts";
import { SECTORS, type IndicatorRule } from "../../core/contract/rule.ts";
import { CLASSES_BY_SECTOR } from "../../core/policy/classes.ts";
import { ruleName } from "../coverage/rules.ts";
import { formatPlace, inLanguage } from "../format.ts";
import { Loading } from "../ui/states.tsx";
import type { Language, Selected } from "../view-state.ts";
import { Figures } from "./figures.tsx";
import { PlanChoice } from "./plan-choice.tsx";
import { CHOICES, TRIAL_YEARS, type WhatIfSession } from "./session.ts";
import { Trials } from "./trials.tsx";
import { useWhatIfKeys } from "./use-keys.ts";

/** Trying works on the map of an area: tools, what they would bring, everything that is tried, and the way into a plan. */
export default function WhatIfPanel(props: {
  session: WhatIfSession;
  area: AreaAnswer;
  rule: IndicatorRule;
  rules: readonly IndicatorRule[];
  language: Language;
  onRule: (id: string) => void;
  onShow: (chosen: Selected, at: readonly [number, number] | null) => void;
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  const { session, area, rule, language } = props;
  const state = useSyncExternalStore(session.subscribe, session.read);
  const { tool, choice, history, figures } = state;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useWhatIfKeys(session, props.onEnd);
  const choose = (value: string) => {
    const next = CHOICES.find((each) => `${each.sector}:${each.class}` === value);
    if (next === undefined) return;
    session.choose({ sector: next.sector, class: next.class });
    if (next.sector === rule.sector) return;
    // What is built is judged by a rule of its own sector.
    const ofSector = props.rules.filter(({ sector }) => sector === next.sector);
    const other = ofSector.find(({ unit }) => unit === "naturalVillage") ?? ofSector[0];
    if (other !== undefined) props.onRule(other.id);
  };
  const count = history.now.length;
  return (
    <section className="what-if-panel" aria-labelledby="what-if-title">
      <header>
        <h2 id="what-if-title" ref={heading} tabIndex={-1}>
          {t("whatIf.title")}
          <span>
            {formatPlace(area, language)} · {ruleName(rule, language)}
          </span>
        </h2>
        <Button size="small" autoInsertSpace={false} onClick={props.onEnd}>
          {t("whatIf.end")}
        </Button>
      </header>
      <div className="what-if-tools" role="toolbar" aria-label={t("whatIf.tools")}>
        <Button
          type={tool === "draw" ? "primary" : "default"}
          aria-pressed={tool === "draw"}
          aria-keyshortcuts="D"
          title={`${t("whatIf.draw")} (D)`}
          icon={<EditOutlined aria-hidden="true" />}
          onClick={() => session.use(tool === "draw" ? "look" : "draw")}
        >
          {t("whatIf.draw")}
        </Button>
        <Button
          type={tool === "existing" ? "primary" : "default"}
          aria-pressed={tool === "existing"}
          aria-keyshortcuts="X"
          title={`${t("whatIf.washOut")} (X)`}
          icon={<ScissorOutlined aria-hidden="true" />}
          onClick={() => session.use(tool === "existing" ? "look" : "existing")}
        >
          {t("whatIf.washOut")}
        </Button>
        <Button
          aria-label={t("whatIf.undo")}
          title={`${t("whatIf.undo")} (Ctrl+Z)`}
          disabled={history.past.length === 0}
          icon={<UndoOutlined aria-hidden="true" />}
          onClick={() => session.undo()}
        />
        <Button
          aria-label={t("whatIf.redo")}
          title={`${t("whatIf.redo")} (Ctrl+Shift+Z)`}
          disabled={history.future.length === 0}
          icon={<RedoOutlined aria-hidden="true" />}
          onClick={() => session.redo()}
        />
      </div>
      <div className="what-if-choice">
        <Select
          aria-label={t("whatIf.class")}
          value={`${choice.sector}:${choice.class}`}
          popupMatchSelectWidth={false}
          options={SECTORS.map((sector) => ({
            label: t(`sector.${sector}`),
            options: CHOICES.filter((each) => each.sector === sector).map((each) => {
              const name = CLASSES_BY_SECTOR[sector][each.class];
              return {
                value: `${sector}:${each.class}`,
                label: name === undefined ? each.class : inLanguage(name, language),
              };
            }),
          }))}
          onChange={choose}
        />
        <Select
          aria-label={t("whatIf.year")}
          value={state.year}
          options={TRIAL_YEARS.map((year) => ({
            value: year,
            label: t("whatIf.inYear", { year }),
          }))}
          onChange={(year) => session.setYear(year)}
        />
      </div>
      {state.status === "failed" ? (
        <p role="alert">
          {t("whatIf.failed")}{" "}
          <button type="button" className="link" onClick={() => session.retry()}>
            {t("state.retry")}
          </button>
        </p>
      ) : figures === null ? (
        <div role="status">
          <span className="visually-hidden">{t("whatIf.loading")}</span>
          <Loading lines={3} />
        </div>
      ) : (
        <Figures
          figures={figures}
          rule={rule}
          lengthM={session.lengthOfAllM()}
          yuan={session.costOfAll()}
          language={language}
          onShow={props.onShow}
        />
      )}
      {state.missed ? <p role="alert">{t("whatIf.missed")}</p> : null}
      <Trials session={session} trials={history.now} language={language} />
      {count === 0 ? (
        <p className="quiet">{t("whatIf.how")}</p>
      ) : (
        <PlanChoice
          draft={() => session.read().history.now}
          reason={t("whatIf.reason")}
          area={area}
          language={language}
          onAdded={() => session.forget()}
        />
      )}
    </section>
  );
}
