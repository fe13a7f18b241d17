import { useTranslation } from "react-i18next";
import type { SummaryAnswer } from "../../core/contract/progress.ts";
import { formatCount, formatRate } from "../format.ts";
import type { Language } from "../view-state.ts";

/** The end of the year as it can be foreseen: likely, between which values, and what each method says and is made of. */
export function ForecastBlock(props: {
  forecast: NonNullable<SummaryAnswer["forecast"]>;
  /** Whose returns the year is counted by. */
  side: "settlements" | "villages";
  language: Language;
}) {
  const { t } = useTranslation();
  const { forecast, language } = props;
  const { likely, low, high, planned, parts, missingMonths } = forecast;
  const title = t("progress.forecastOf", { year: forecast.year });
  return (
    <section className="block" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <div className="forecast">
        {likely === null ? (
          <p className="progress-none">{t(`progress.none.${forecast.none ?? "tooLittle"}`)}</p>
        ) : (
          <p className="figures" data-testid="forecast">
            <span className="figure">
              <b>{formatCount(likely, language)}</b>
              <span>{t("progress.likely")}</span>
            </span>
            <span className="figure">
              <b>
                {formatCount(low, language)}–{formatCount(high, language)}
              </b>
              <span>{t("progress.between")}</span>
            </span>
            {planned === 0 ? null : (
              <span className="figure" data-tone={likely < planned ? "below" : "met"}>
                <b>{formatRate(likely / planned)}</b>
                <span>{t("progress.ofPlanned", { n: formatCount(planned, language) })}</span>
              </span>
            )}
          </p>
        )}
        {parts.length === 0 ? null : (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("progress.method")}</th>
                <th scope="col">{t("progress.atEnd")}</th>
              </tr>
            </thead>
            <tbody>
              {parts.map(({ code, persons, params }) => (
                <tr key={code}>
                  <th scope="row" className="progress-method">
                    {t(`progress.part.${code}`, {
                      ...counted(params, language),
                      what: t(`progress.side.${props.side}`),
                    })}
                  </th>
                  <td>{formatCount(persons, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {missingMonths.length === 0 ? null : (
        <p className="chart-note">
          {t("progress.missingMonths", { list: missingMonths.join(t("explain.list")) })}
        </p>
      )}
    </section>
  );
}

/** Counts with separators; a year stays as it is. */
const counted = (params: Readonly<Record<string, number>>, language: Language) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      name === "year" ? value : formatCount(value, language),
    ]),
  );
