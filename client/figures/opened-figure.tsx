import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { FiguresAnswer, KeyFigure } from "../../core/contract/figures.ts";
import { formatRate } from "../format.ts";
import type { Language } from "../view-state.ts";
import { figureName, figureText } from "./figure-text.ts";
import { pageLink } from "./page-link.ts";

/** What a figure is made of, year by year where it has years, and the way to the villages behind it. */
export function OpenedFigure(props: {
  figure: KeyFigure;
  plan: FiguresAnswer["plan"];
  language: Language;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { figure, plan, language } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [figure.id]);
  const { low, high, page } = figure;
  const years = t(
    figure.unit === "rate" && figure.id.startsWith("rate:") ? "figures.atEnds" : "figures.inYears",
  );
  return (
    <section className="opened" aria-label={figureName(figure, t, language)}>
      <header>
        <h3 ref={heading} tabIndex={-1}>
          {t("figures.madeOf", { name: figureName(figure, t, language) })}
        </h3>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t("figures.close")}
          onClick={props.onClose}
        />
      </header>
      <p>
        {t(figure.id.startsWith("rate:") ? "figures.about.rate" : `figures.about.${figure.id}`)}
      </p>
      {low !== null && high !== null && low !== high ? (
        <p>{t("figures.between", { low: formatRate(low), high: formatRate(high) })}</p>
      ) : null}
      <dl className="opened-parts">
        {figure.parts.map(({ code, value, unit }) => (
          <div key={code}>
            <dt>{t(`figures.part.${code}`, { defaultValue: code })}</dt>
            <dd>{figureText(value, unit, t, language)}</dd>
          </div>
        ))}
      </dl>
      {figure.trend.length === 0 ? null : (
        <div className="opened-years" role="region" aria-label={years} tabIndex={0}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{years}</th>
                {figure.trend.map(({ year }) => (
                  <th key={year} scope="col">
                    {year}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{figureName(figure, t, language)}</th>
                {figure.trend.map(({ year, value }) => (
                  <td key={year}>{figureText(value, figure.unit, t, language)}</td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
      )}
      <p className="opened-links">
        {page === null ? null : (
          <Link to={pageLink(page, language)}>
            {page.startsWith("/plan") && plan !== null
              ? t("figures.toPlan", { name: plan.name })
              : t("figures.toVillages")}
          </Link>
        )}
      </p>
    </section>
  );
}
