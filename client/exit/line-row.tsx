import { DownOutlined, EditOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ExitCardAnswer, ExitLine, ExitPart } from "../../core/contract/exit-card.ts";
import type { StatisticItem } from "../../core/contract/statistics.ts";
import { pageLink } from "../figures/page-link.ts";
import { formatPlace, inLanguage } from "../format.ts";
import type { Language } from "../view-state.ts";
import { exitValue, missingText, partName, thresholdText, whyText } from "./exit-text.ts";
import type { AskedStatistic } from "./statistic-dialog.tsx";
import { VerdictMark } from "./verdict-mark.tsx";

/** One criterion: value against threshold with its verdict; opened, what both were made of, and what to do about it. */
export function LineRow(props: {
  card: ExitCardAnswer;
  line: ExitLine;
  place: number;
  items: readonly StatisticItem[];
  language: Language;
  open: boolean;
  onOpen: () => void;
  onEnter: (asked: AskedStatistic) => void;
}) {
  const { t } = useTranslation();
  const { line, items, language, open } = props;
  const why = whyText(line, items, t, language);
  const id = `exit-line-${line.id}`;
  return (
    <tbody data-line={line.id} data-standing={line.standing}>
      <tr className="exit-line" onClick={props.onOpen}>
        <td className="exit-no">{props.place}</td>
        <th scope="row">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={(event) => {
              event.stopPropagation();
              props.onOpen();
            }}
          >
            <span className="exit-turn" aria-hidden="true">
              {open ? <DownOutlined /> : <RightOutlined />}
            </span>
            {inLanguage(line.name, language)}
          </button>
          {why === null ? null : <small>{why}</small>}
          {line.coverage === null ||
          line.standing === "pass" ||
          line.coverage.missing === 0 ? null : (
            <small className="exit-lacks">{missingText(line.coverage, t, language)}</small>
          )}
        </th>
        <td>{exitValue(line.value, line.unit, t, language)}</td>
        <td>{thresholdText(line, t, language)}</td>
        <td>{line.year ?? (line.kind === "coverage" ? t("exit.inForce") : "—")}</td>
        <td className="exit-verdict">
          <VerdictMark verdict={line.standing} />
        </td>
      </tr>
      {open ? (
        <tr className="exit-open">
          <td />
          <td colSpan={5} id={id}>
            <Opened {...props} />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Opened(props: Parameters<typeof LineRow>[0]) {
  const { t } = useTranslation();
  const { card, line, items, language } = props;
  const { coverage, earlier } = line;
  const areaName = (code: string): string =>
    [card.area, card.city].find((each) => each?.code === code)?.name ?? t("exit.region");
  const askOf = (part: ExitPart): AskedStatistic | null => {
    const item = items.find(({ id }) => id === part.code);
    if (item === undefined || part.area === null) return null;
    return {
      area: part.area,
      areaName:
        part.area === card.area.code ? formatPlace(card.area, language) : areaName(part.area),
      year: part.year ?? card.year,
      item,
    };
  };
  return (
    <div className="exit-parts">
      {line.parts.length === 0 ? null : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("exit.madeOf")}</th>
              <th scope="col">{t("exit.value")}</th>
              <th scope="col">{t("exit.of")}</th>
              <th scope="col">{t("exit.source")}</th>
              {line.kind === "statistic" ? <td /> : null}
            </tr>
          </thead>
          <tbody>
            {line.parts.map((part) => {
              const asked = askOf(part);
              const name = partName(part, items, t, language);
              const act = t(part.value === null ? "exit.enter" : "exit.change");
              return (
                <tr key={`${part.code} ${part.area ?? ""} ${part.year ?? ""}`}>
                  <th scope="row">{name}</th>
                  <td>{exitValue(part.value, part.unit, t, language)}</td>
                  <td>{part.area === null ? "—" : `${areaName(part.area)} ${part.year ?? ""}`}</td>
                  <td>{part.source ?? "—"}</td>
                  {line.kind === "statistic" ? (
                    <td>
                      {asked === null ? null : (
                        <Button
                          size="small"
                          className="not-printed"
                          icon={<EditOutlined aria-hidden />}
                          aria-label={t("exit.enterOf", { act, name })}
                          onClick={() => props.onEnter(asked)}
                        >
                          {act}
                        </Button>
                      )}
                    </td>
                  ) : null}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {earlier === null ? null : (
        <p>
          {t("exit.earlier", {
            year: earlier.year,
            value: exitValue(earlier.value, line.unit, t, language),
          })}
        </p>
      )}
      <p className="quiet">
        {line.article} · {inLanguage(line.source, language)} · {t("exit.confidence")}{" "}
        {t(`exit.sure.${line.confidence}`)}
      </p>
      {coverage === null ? null : (
        <p className="opened-links">
          <Link to={pageLink(coverage.page, language)}>{t("exit.toGaps")}</Link>
          {coverage.solver === null || line.standing === "pass" ? null : (
            <Link to={pageLink(coverage.solver, language)}>{t("exit.toSolver")}</Link>
          )}
        </p>
      )}
    </div>
  );
}
