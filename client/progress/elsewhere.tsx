import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { pageLink } from "../figures/page-link.ts";
import type { Language } from "../view-state.ts";
import { useUnsavedElsewhere } from "./unsaved.ts";

const PAGE = "/thematic/progress";

/** Rows that were typed in other plans or areas and wait to be saved, each a link; nothing where there are none. */
export function Elsewhere(props: { plan: string | null; area: string; language: Language }) {
  const { t } = useTranslation();
  const waiting = useUnsavedElsewhere(props.plan, props.area);
  if (waiting.length === 0) return null;
  return (
    <ul className="entry-elsewhere not-printed" role="status">
      {waiting.map(({ plan, area, areaName, planName, period, drafts }) => (
        <li key={`${plan} ${area}`}>
          {t("progress.waiting", { n: drafts.size, count: drafts.size, period })}{" "}
          <Link to={pageLink(`${PAGE}?area=${area}&plan=${plan}`, props.language)}>
            {areaName} · {planName}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The plans of areas below, each a link to its progress. */
export function PlansBelow(props: { plans: readonly PlanSummary[]; language: Language }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("progress.plansBelow")}</p>
      <ul>
        {props.plans.map(({ id, area, areaName, name }) => (
          <li key={id}>
            <Link to={pageLink(`${PAGE}?area=${area}&plan=${id}`, props.language)}>
              {areaName} · {name}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
