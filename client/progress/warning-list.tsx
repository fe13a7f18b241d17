import { WarningOutlined } from "@ant-design/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PROGRESS_STATES, type ProgressWarning } from "../../core/contract/progress.ts";

const AT_FIRST = 8;

/** What does not fit in the returns, taken in all the same: each with its settlement or village. Nothing where all fits. */
export function WarningList(props: { warnings: readonly ProgressWarning[]; title: string }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const { warnings } = props;
  if (warnings.length === 0) return null;
  const named = (value: string | number) =>
    PROGRESS_STATES.some((state) => state === value) ? t(`progress.state.${value}`) : value;
  return (
    <section className="entry-conflict" aria-label={props.title}>
      <h3>
        <WarningOutlined aria-hidden /> {props.title}
      </h3>
      <ul>
        {warnings
          .slice(0, all ? undefined : AT_FIRST)
          .map(({ code, subject, key, name, params }) => (
            <li key={`${code} ${subject} ${key} ${JSON.stringify(params)}`}>
              <strong>{name}</strong>{" "}
              {t(
                `progress.warning.${code}`,
                Object.fromEntries(Object.entries(params).map(([at, value]) => [at, named(value)])),
              )}
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
