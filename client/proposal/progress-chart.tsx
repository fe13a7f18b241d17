import { useTranslation } from "react-i18next";
import type { ProposalNews } from "../../core/contract/proposal.ts";
import { useDesk } from "../plan/desk.ts";
import { formatWan } from "../plan/wording.ts";
import { chartOf, gapOf } from "./chart.ts";
import { formatGap } from "./words.ts";

const SIZE = { width: 340, height: 120, left: 4, right: 4, top: 8, bottom: 16 } as const;

/** Bound and best plan so far over time: the gap is what lies between the two lines. */
export function ProgressChart(props: { points: ProposalNews["progress"]["points"] }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const chart = chartOf(props.points, SIZE);
  const last = props.points.at(-1);
  if (chart === null || last === undefined) return null;
  const say = (value: number | null) => (value === null ? "—" : formatWan(value, language));
  const gap = gapOf(last);
  const begin = props.points[0]!.seconds.toFixed(1);
  const seconds = last.seconds.toFixed(1);
  return (
    <figure className="proposal-chart">
      <svg
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        role="img"
        aria-label={t("proposal.chart", {
          bound: say(last.bound),
          objective: say(last.objective),
          seconds,
        })}
      >
        <path className="chart-between" d={chart.between} />
        <path className="chart-bound" d={chart.bound} />
        <path className="chart-objective" d={chart.objective} />
        <text x={SIZE.left} y={SIZE.height - 3}>
          {begin} {t("proposal.unit.seconds")}
        </text>
        <text x={SIZE.width - SIZE.right} y={SIZE.height - 3} textAnchor="end">
          {seconds} {t("proposal.unit.seconds")}
        </text>
      </svg>
      <figcaption>
        <span data-line="objective">
          {t("proposal.incumbent")} <b>{say(last.objective)}</b>
        </span>
        <span data-line="bound">
          {t("proposal.bound")} <b>{say(last.bound)}</b>
        </span>
        <span>
          {gap === null ? t("proposal.noneYet") : t("proposal.gapNow", { gap: formatGap(gap) })}
        </span>
      </figcaption>
    </figure>
  );
}
