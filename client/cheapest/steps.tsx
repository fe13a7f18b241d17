import { Button, Slider } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CheapestAnswer, CheapestPick } from "../../core/contract/cheapest.ts";
import { formatCount, formatKm, formatRates } from "../format.ts";
import { formatWan } from "../plan/wording.ts";
import type { Language } from "../view-state.ts";
import { targetStep } from "./chosen.ts";

/** Rows shown at first, and more with each click. */
const ROWS = 200;
const SHOWN_NAMES = 3;

/** The nested list: a slider for the budget, and every step with its villages, length, cost and what all up to it reach. */
export function Steps(props: {
  answer: CheapestAnswer;
  steps: number;
  language: Language;
  onSteps: (steps: number) => void;
  onPlace: (at: readonly [number, number]) => void;
}) {
  const { t } = useTranslation();
  const { answer, steps, language, onSteps } = props;
  const { picks } = answer;
  const goal = targetStep(answer);
  const [rows, setRows] = useState(ROWS);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const row = box?.children[Math.max(0, steps - 1)];
    // The list alone: the panel with the slider stays where it is.
    if (box && row instanceof HTMLElement)
      box.scrollTop = row.offsetTop - (box.clientHeight - row.offsetHeight) / 2;
  }, [steps]);
  return (
    <div className="cheapest-steps">
      <p id="cheapest-budget">
        {t("cheapest.budget", {
          steps: formatCount(steps, language),
          all: formatCount(picks.length, language),
          wan: formatWan(picks[steps - 1]?.cumulative.yuan ?? 0, language),
        })}
      </p>
      <Slider
        min={0}
        max={picks.length}
        value={steps}
        marks={{ [goal]: t("cheapest.targetMark") }}
        ariaLabelledByForHandle="cheapest-budget"
        tooltip={{
          formatter: (at) =>
            t("whatIf.wan", {
              wan: formatWan(picks[(at ?? 0) - 1]?.cumulative.yuan ?? 0, language),
            }),
        }}
        onChange={onSteps}
      />
      <ol ref={list} data-testid="cheapest-steps">
        {picks.slice(0, rows).map((pick, n) => (
          <Step
            key={n}
            pick={pick}
            number={n + 1}
            isChosen={n < steps}
            language={language}
            onChoose={() => {
              onSteps(n + 1);
              const [first] = pick.units;
              if (first !== undefined) props.onPlace(first.position);
            }}
          />
        ))}
      </ol>
      {picks.length > rows ? (
        <Button type="link" onClick={() => setRows(rows + ROWS)}>
          {t("cheapest.moreSteps", { n: formatCount(picks.length - rows, language) })}
        </Button>
      ) : null}
    </div>
  );
}

function Step(props: {
  pick: CheapestPick;
  number: number;
  isChosen: boolean;
  language: Language;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  const { pick, number, language } = props;
  const names = pick.units.slice(0, SHOWN_NAMES).map(({ name }) => name);
  const more = pick.units.length - names.length;
  const [, rate] = formatRates(null, pick.cumulative.low);
  return (
    <li data-chosen={props.isChosen} data-target={pick.reachesTarget}>
      <button type="button" aria-pressed={props.isChosen} onClick={props.onChoose}>
        <span className="cheapest-number">{number}</span>
        <span className="cheapest-names" lang="zh">
          {names.join("、")}
          {more > 0 ? ` +${formatCount(more, language)}` : ""}
          {pick.reachesTarget ? <em>{t("cheapest.targetMark")}</em> : null}
        </span>
        <span className="cheapest-cost">
          {t("whatIf.km", { km: formatKm(pick.lengthM, language) })} ·{" "}
          {t("whatIf.wan", { wan: formatWan(pick.yuan, language) })}
        </span>
        <span className="cheapest-rate">{rate}</span>
      </button>
    </li>
  );
}
