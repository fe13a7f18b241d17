import { useTranslation } from "react-i18next";
import { Link } from "react-router";
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
          {t("progress.waiting", { n: drafts.size, period })}{" "}
          <Link to={pageLink(`${PAGE}?area=${area}&plan=${plan}`, props.language)}>
            {areaName} · {planName}
          </Link>
        </li>
      ))}
    </ul>
  );
}
