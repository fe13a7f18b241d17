import { WarningOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { ExitCardAnswer, Place } from "../../core/contract/exit-card.ts";
import type { StatisticItem } from "../../core/contract/statistics.ts";
import type { Language } from "../view-state.ts";
import { exitValue, partName } from "./exit-text.ts";

interface Given {
  card: ExitCardAnswer;
  items: readonly StatisticItem[];
  language: Language;
}

/** Class of city and county (Art. 17), place among the counties of the class (Art. 19), and warnings (Art. 23). */
export function StandingPanels({ card, items, language }: Given) {
  const { t } = useTranslation();
  const { classes, progress, warning } = card;
  const say = (value: boolean | null) =>
    t(value === null ? "exit.verdict.unknown" : value ? "exit.yes" : "exit.no");
  return (
    <>
      <section className="block" aria-label={t("exit.classes")}>
        <header>
          <h2>{t("exit.classes")}</h2>
          <span className="quiet">{t("exit.article", { n: 17 })}</span>
        </header>
        <dl className="exit-facts">
          <div>
            <dt>{t("exit.countyClass")}</dt>
            <dd>{classes.county === null ? "—" : t(`exit.class.county.${classes.county}`)}</dd>
          </div>
          <div>
            <dt>{t("exit.cityClass")}</dt>
            <dd>{classes.city === null ? "—" : t("exit.class.city", { n: classes.city })}</dd>
          </div>
        </dl>
      </section>
      <section className="block" aria-label={t("exit.progress")}>
        <header>
          <h2>{t("exit.progress")}</h2>
          <span className="quiet">{t("exit.article", { n: 19 })}</span>
        </header>
        <p>
          {t("exit.isProgress")} <strong>{say(progress.isProgressCounty)}</strong>
        </p>
        <ul className="exit-places">
          {progress.lists.map((place) => (
            <li key={place.item}>
              <span>{partName({ code: place.item }, items, t, language)}</span>
              <PlaceText place={place} fromLast={false} items={items} language={language} />
            </li>
          ))}
        </ul>
        <p className="quiet">{t("exit.progressNote", { n: progress.places })}</p>
      </section>
      <section className="block" aria-label={t("exit.warning")}>
        <header>
          <h2>{t("exit.warning")}</h2>
          <span className="quiet">{t("exit.article", { n: 23 })}</span>
        </header>
        <p data-warning={warning.level ?? "unknown"}>
          {warning.level === "twoYears" || warning.level === "threeYears" ? (
            <WarningOutlined aria-hidden />
          ) : null}{" "}
          {t(`exit.warningIs.${warning.level ?? "unknown"}`)}
        </p>
        <ul className="exit-places">
          {warning.years.map(({ year, isLast, place }) => (
            <li key={year}>
              <span>
                {year}
                {isLast === true ? ` · ${t("exit.amongLast", { n: warning.places })}` : ""}
              </span>
              <PlaceText place={place} fromLast items={items} language={language} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function PlaceText(props: {
  place: Place;
  /** Whether places are counted from the last one on, as warnings count them. */
  fromLast: boolean;
  items: readonly StatisticItem[];
  language: Language;
}) {
  const { t } = useTranslation();
  const { place, items, language } = props;
  const unit = items.find(({ id }) => id === place.item)?.unit ?? "points";
  if (place.place === null) return <span>{t("exit.noPlace")}</span>;
  const isSure = place.worst === null || place.worst === place.place;
  const key = props.fromLast
    ? isSure
      ? "exit.lastPlace"
      : "exit.lastPlaceRange"
    : isSure
      ? "exit.place"
      : "exit.placeRange";
  const where = t(key, { place: place.place, worst: place.worst, of: place.of });
  return (
    <span>
      {exitValue(place.value, unit, t, language)} · <strong>{where}</strong>
    </span>
  );
}
