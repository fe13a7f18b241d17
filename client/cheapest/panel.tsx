import "./cheapest.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, InputNumber, Segmented, Select } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { v4 as newId } from "uuid";
import type { AreaAnswer } from "../../core/contract/area.ts";
import { COUNTED, type CheapestAnswer, type Counted } from "../../core/contract/cheapest.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { classNameOf } from "../../core/policy/classes.ts";
import { worksOfLines } from "../../core/relocation/cheapest-works.ts";
import { ApiError, fetchCheapest, type Question } from "../api.ts";
import { testsOf } from "../coverage/rules.ts";
import { formatRate, inLanguage } from "../format.ts";
import type { Proposal } from "../map/proposal.ts";
import { Failure } from "../ui/states.tsx";
import type { Language } from "../view-state.ts";
import type { Draft } from "../what-if/draft.ts";
import { PlanChoice } from "../what-if/plan-choice.tsx";
import { TRIAL_YEARS } from "../what-if/session.ts";
import { Busy } from "./busy.tsx";
import { Counties } from "./counties.tsx";
import { chosenOf, OPTIMUM, proposalOf, targetStep, type Chosen } from "./chosen.ts";
import { Figures } from "./figures.tsx";
import { Steps } from "./steps.tsx";

/** What is asked of the service. */
interface Asked {
  readonly target: number;
  readonly counts: Counted;
  readonly year: number;
}

/** The cheapest way to the target for the rule and area of the page: found when asked for, shown on the map, taken into a plan. */
export default function CheapestPanel(props: {
  version: string;
  question: Question;
  area: AreaAnswer;
  rule: IndicatorRule;
  language: Language;
  isShown: boolean;
  onProposal: (proposal: Proposal | null) => void;
  onPlace: (at: readonly [number, number]) => void;
}) {
  const { t } = useTranslation();
  const { question, rule, version, language, area } = props;
  const queries = useQueryClient();
  const [target, setTarget] = useState(rule.target ?? 0.95);
  const [counts, setCounts] = useState<Counted>(rule.headline);
  const [year, setYear] = useState<number>(TRIAL_YEARS[2]!);
  const about = JSON.stringify([version, question]);
  const [asked, setAsked] = useState<
    (Asked & { readonly about: string; readonly ask: string }) | null
  >(null);
  const isAsked = asked?.about === about;
  const [wasAbout, setWasAbout] = useState(about);
  if (wasAbout !== about) {
    setWasAbout(about);
    setTarget(rule.target ?? 0.95);
    setCounts(rule.headline);
  }
  const found = useCheapest(version, question, isAsked ? asked : null, false);
  // The first answer comes without proof, in a fraction of the time; what is proven, and often cheaper, takes its place.
  const isSingle = found.data?.counties.length === 0 && found.data.outcome === "reached";
  const proven = useCheapest(version, question, isAsked && isSingle ? asked : null, true);
  const canServe = testsOf(rule).some(({ kind }) => kind === "distance");
  if (!canServe) return <p className="nothing">{t("cheapest.noLine")}</p>;
  return (
    <section className="cheapest" aria-label={t("cheapest.title")}>
      <form
        className="cheapest-ask"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({ target, counts, year, about, ask: newId() });
        }}
      >
        <label>
          {t("cheapest.target")}
          <InputNumber
            min={1}
            max={100}
            step={1}
            precision={1}
            suffix="%"
            value={Math.round(target * 1000) / 10}
            onChange={(value) => setTarget((value ?? 95) / 100)}
          />
        </label>
        <label>
          {t("cheapest.counts")}
          <Select
            value={counts}
            popupMatchSelectWidth={false}
            options={COUNTED.map((one) => ({
              value: one,
              label: t(`unit.${one === "villages" ? rule.unit : one}`),
            }))}
            onChange={setCounts}
          />
        </label>
        <label>
          {t("cheapest.year")}
          <Select
            value={year}
            options={TRIAL_YEARS.map((one) => ({ value: one, label: String(one) }))}
            onChange={setYear}
          />
        </label>
        <Button
          type="primary"
          htmlType="submit"
          autoInsertSpace={false}
          disabled={isAsked && found.isFetching}
        >
          {t("cheapest.find")}
        </Button>
      </form>
      {!isAsked ? (
        <p className="quiet">{t("cheapest.how")}</p>
      ) : found.error !== null ? (
        found.error instanceof ApiError && found.error.code === "noLineServes" ? (
          <p role="alert">{t("cheapest.noLine")}</p>
        ) : (
          <Failure error={found.error} retry={() => void found.refetch()} />
        )
      ) : found.data === undefined ? (
        <Busy
          ask={asked.ask}
          level={area.level}
          onCancel={() => {
            setAsked(null);
            void queries.cancelQueries({ queryKey: ["cheapest"] });
          }}
        />
      ) : (
        <Answer
          key={JSON.stringify(asked)}
          answer={proven.data ?? found.data}
          isProving={proven.isFetching}
          area={area}
          rule={rule}
          language={language}
          isShown={props.isShown}
          onProposal={props.onProposal}
          onPlace={props.onPlace}
        />
      )}
    </section>
  );
}

function useCheapest(
  version: string,
  question: Question,
  asked: (Asked & { readonly ask: string }) | null,
  bound: boolean,
) {
  const what = asked && { target: asked.target, counts: asked.counts, year: asked.year };
  return useQuery({
    queryKey: ["cheapest", version, question, what, bound],
    queryFn: ({ signal }) =>
      fetchCheapest({ ...question, ...what!, bound }, bound ? newId() : asked!.ask, signal),
    enabled: asked !== null,
    staleTime: Infinity,
    retry: false,
  });
}

/** What was found: figures, the choice between the optimum and the nested list, and the way into a plan. */
function Answer(props: {
  answer: CheapestAnswer;
  isProving: boolean;
  area: AreaAnswer;
  rule: IndicatorRule;
  language: Language;
  isShown: boolean;
  onProposal: (proposal: Proposal | null) => void;
  onPlace: (at: readonly [number, number]) => void;
}) {
  const { t } = useTranslation();
  const { answer, area, language, isShown, onProposal } = props;
  const [chosen, setChosen] = useState<Chosen>(OPTIMUM);
  const selection = useMemo(() => chosenOf(answer, chosen), [answer, chosen]);
  useEffect(() => {
    onProposal(isShown ? proposalOf(answer, chosen) : null);
  }, [answer, chosen, isShown, onProposal]);
  useEffect(() => () => onProposal(null), [onProposal]);
  const { sector, class: code } = answer.works;
  const className = classNameOf(sector, code);
  const kind = className === null ? code : inLanguage(className, language);
  const draft = (): Draft => {
    const works = worksOfLines(answer, selection.lines, ({ to }, n) =>
      t("cheapest.worksName", { kind, to: to ?? n }),
    );
    const stem = newId().slice(0, 8);
    return works.map((one, n) => ({
      id: `cheapest-${stem}-${n + 1}`,
      works: one,
      lengthM: selection.lines[n]!.lengthM,
    }));
  };
  if (answer.outcome === "met")
    return <p className="nothing">{t("cheapest.met", { rate: formatRate(answer.today.low) })}</p>;
  const isOptimum = chosen.kind === "optimum";
  return (
    <>
      <Segmented
        block
        aria-label={t("cheapest.which")}
        value={chosen.kind}
        options={[
          { value: "optimum", label: t("cheapest.optimum") },
          { value: "nested", label: t("cheapest.nested") },
        ]}
        onChange={(value) =>
          setChosen(value === "optimum" ? OPTIMUM : { kind: "nested", steps: targetStep(answer) })
        }
      />
      <Figures
        answer={answer}
        total={selection.total}
        kind={kind}
        isOptimum={isOptimum}
        isProving={props.isProving}
        language={language}
      />
      <p className="cheapest-signs" aria-hidden="true">
        <i data-sign="line" /> {t("cheapest.signLine")}
        <i data-sign="unit" /> {t("cheapest.signUnit")}
      </p>
      {isShown && selection.lines.length > 0 ? (
        <PlanChoice
          draft={draft}
          reason={t("cheapest.reason", { rule: answer.rule })}
          area={area}
          language={language}
          onAdded={() => undefined}
        />
      ) : null}
      {chosen.kind === "nested" ? (
        <Steps
          answer={answer}
          steps={chosen.steps}
          language={language}
          onSteps={(steps) => setChosen({ kind: "nested", steps })}
          onPlace={props.onPlace}
        />
      ) : (
        <Counties counties={answer.counties} language={language} />
      )}
      <p className="quiet cheapest-model">{t("cheapest.model")}</p>
    </>
  );
}
