import { WarningOutlined } from "@ant-design/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PROGRESS_STATES, type ProgressWarning } from "../../core/contract/progress.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";

const AT_FIRST = 8;

/** Says what does not fit, without whom it is about. */
export function useWarningText(): (warning: Pick<ProgressWarning, "code" | "params">) => string {
  const { t, i18n } = useTranslation();
  const named = (at: string, value: string | number) => {
    if (typeof value === "number")
      return at === "year" ? value : formatCount(value, i18n.language as Language);
    return PROGRESS_STATES.some((state) => state === value) ? t(`progress.state.${value}`) : value;
  };
  return ({ code, params }) =>
    t(
      `progress.warning.${code}`,
      Object.fromEntries(Object.entries(params).map(([at, value]) => [at, named(at, value)])),
    );
}

/** What does not fit in the returns, taken in all the same: each with its settlement or village. Nothing where all fits. */
export function WarningList(props: { warnings: readonly ProgressWarning[]; title: string }) {
  const { t } = useTranslation();
  const say = useWarningText();
  const [all, setAll] = useState(false);
  const { warnings } = props;
  if (warnings.length === 0) return null;
  return (
    <section className="entry-conflict" aria-label={props.title}>
      <h3>
        <WarningOutlined aria-hidden /> {props.title}
      </h3>
      <ul>
        {warnings.slice(0, all ? undefined : AT_FIRST).map((each) => (
          <li key={JSON.stringify(each)}>
            <strong>{each.name}</strong> {say(each)}
          </li>
        ))}
      </ul>
      {warnings.length > AT_FIRST && !all ? (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t("progress.allWarnings", { n: warnings.length })}
        </button>
      ) : null}
    </section>
  );
}
