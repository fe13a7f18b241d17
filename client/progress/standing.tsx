import { useTranslation } from "react-i18next";
import type { SummaryAnswer } from "../../core/contract/progress.ts";
import { formatCount, formatRate } from "../format.ts";
import { Sparkline } from "../figures/sparkline.tsx";
import type { Language } from "../view-state.ts";

/** Where the plan stands: this year and all years so far, planned beside moved in, and old houses taken down. */
export function Standing(props: { summary: SummaryAnswer; language: Language }) {
  const { t } = useTranslation();
  const { summary, language } = props;
  const { years, year } = summary;
  const at = years.findIndex((each) => each.year === year);
  // Without any return the plan is shown from its first year on.
  const now = years[Math.max(0, at)];
  const say = (value: number | null) => formatCount(value, language);
  const sum = (of: (each: (typeof years)[number]) => number | null) =>
    years.slice(0, Math.max(0, at) + 1).reduce<number | null>((total, each) => {
      const value = of(each);
      return value === null ? total : (total ?? 0) + value;
    }, null);
  const houses = sum(({ oldHousesDown }) => oldHousesDown);
  const homes = sum(({ actual }) => actual?.households ?? null);
  if (now === undefined) return <p className="block">{t("progress.emptyText")}</p>;
  const lacking = Math.max(0, now.planned.persons - (now.actual?.persons ?? 0));
  const ready = summary.states.filter(
    ({ state }) => state === "structureDone" || state === "movedIn",
  );
  const all = summary.states.reduce((total, { settlements }) => total + settlements, 0);
  const done = ready.reduce((total, { settlements }) => total + settlements, 0);
  return (
    <ul className="key-figures progress-standing">
      <Figure
        label={t("progress.thisYear", { year: now.year })}
        figure={say(now.actual?.persons ?? null)}
        unit={t("figures.unit.persons")}
        line={t("progress.ofPlanned", { n: say(now.planned.persons) })}
        trend={years.map(({ actual }) => actual?.persons ?? null)}
      />
      <Figure
        label={t("progress.share", { year: now.year })}
        figure={formatRate(now.share)}
        unit=""
        line={
          now.share === null
            ? t("progress.noShare")
            : now.share >= 1
              ? t("progress.reached")
              : t("progress.short", {
                  n: say(lacking),
                  count: lacking,
                })
        }
        trend={years.map(({ share }) => share)}
      />
      <Figure
        label={t("progress.allSoFar", { year: now.year })}
        figure={say(now.actualSoFar)}
        unit={t("figures.unit.persons")}
        line={t("progress.ofPlanned", { n: say(now.plannedSoFar) })}
        trend={years.map(({ actualSoFar }) => actualSoFar)}
      />
      <Figure
        label={t("progress.homes")}
        figure={say(homes)}
        unit={t("figures.unit.households")}
        line={t("progress.housesDown", { n: say(houses), count: houses ?? 0 })}
        trend={years.map(({ actual }) => actual?.households ?? null)}
      />
      <Figure
        label={t("progress.sites")}
        figure={say(done)}
        unit={t("progress.ofSites", { n: say(all) })}
        line={summary.states
          .filter(({ settlements }) => settlements > 0)
          .map(({ state, settlements }) => `${t(`progress.state.${state}`)} ${say(settlements)}`)
          .join(" · ")}
        trend={[]}
      />
    </ul>
  );
}

function Figure(props: {
  label: string;
  figure: string;
  unit: string;
  line: string;
  trend: readonly (number | null)[];
}) {
  return (
    <li className="key-figure">
      <div>
        <span className="key-label">{props.label}</span>
        <span className="key-value">
          <b>{props.figure}</b> <span>{props.unit}</span>
        </span>
        <span className="key-spark">
          <Sparkline values={props.trend} />
        </span>
        <span className="key-line">{props.line}</span>
      </div>
    </li>
  );
}
