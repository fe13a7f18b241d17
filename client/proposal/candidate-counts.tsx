import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LeftOutCode, type ProposalQuestion } from "../../core/contract/proposal.ts";
import { ApiError } from "../api.ts";
import { formatCount } from "../format.ts";
import { useDesk } from "../plan/desk.ts";
import { useDebounced } from "../ui/use-debounced.ts";
import { useCandidates } from "./queries.ts";
import { noteText, refusalText } from "./words.ts";

const WAIT_MS = 500;
const MOST_COUNTIES = 5;

/** How many a question would think about, answered while it is changed, and what can be seen to be too little. */
export function CandidateCounts(props: { question: ProposalQuestion }) {
  const { t } = useTranslation();
  const { state, language } = useDesk();
  const question = useDebounced(props.question, WAIT_MS);
  // How long to look changes no count.
  const counted = useMemo(() => ({ ...question, seconds: 1, seed: 1 }), [question]);
  const { data, error, isFetching } = useCandidates(state.summary!.id, state.version, counted);
  if (error !== null)
    return (
      <p className="proposal-counts" role="status" data-state="failed">
        {t("proposal.counts.failed", {
          why: error instanceof ApiError ? refusalText(error, t, language) : String(error),
        })}
      </p>
    );
  if (data === undefined)
    return (
      <p className="proposal-counts" role="status">
        {t("proposal.counts.asking")}
      </p>
    );
  const say = (value: number) => formatCount(value, language);
  const short = data.counties.flatMap(({ name, low, persons, capacityPersons }) =>
    low === null || low <= 0
      ? []
      : persons < low
        ? [t("proposal.counts.short", { place: name, low: say(low), persons: say(persons) })]
        : capacityPersons < low
          ? [
              t("proposal.counts.tight", {
                place: name,
                low: say(low),
                capacity: say(capacityPersons),
              }),
            ]
          : [],
  );
  const leftOut = LeftOutCode.options.flatMap((code) => {
    const n = data.leftOut[code] ?? 0;
    return n === 0 ? [] : [{ code, n }];
  });
  const hasTarget = data.counties.some(({ low }) => low !== null && low > 0);
  return (
    <div className="proposal-counts" aria-busy={isFetching || question !== props.question}>
      <p role="status" data-testid="candidates">
        {t("proposal.counts.found", {
          villages: say(data.villages),
          persons: say(data.persons),
          sites: say(data.sites),
        })}
      </p>
      {short.slice(0, MOST_COUNTIES).map((line) => (
        <p key={line} className="proposal-warning">
          {line}
        </p>
      ))}
      {hasTarget || state.plan!.targets.size > 0 ? null : (
        <p className="quiet">{t("proposal.counts.noTarget")}</p>
      )}
      {leftOut.length + data.notes.length === 0 ? null : (
        <details className="proposal-left-out">
          <summary>{t("proposal.counts.leftOut")}</summary>
          <ul>
            {leftOut.map(({ code, n }) => (
              <li key={code}>
                <span>{t(`proposal.leftOut.${code}`)}</span> <b>{say(n)}</b>
              </li>
            ))}
            {data.notes.map((note, i) => (
              <li key={i} className="quiet">
                {noteText(note, t, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
