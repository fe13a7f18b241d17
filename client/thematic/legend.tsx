import { useTranslation } from "react-i18next";
import { NO_VALUE_COLOUR } from "../../core/thematic/palettes.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";
import { whyNull } from "./scene.ts";
import type { MapSide } from "./use-map.ts";
import { classText, unitText } from "./words.ts";

/** What the colours, circles, lines or dots of a map mean, with how many areas each class has. A class can be switched off and on. */
export function Legend(props: {
  side: MapSide;
  /** The other of two sides that share their classes: its areas are counted too. */
  beside?: MapSide | null;
  style: string;
  hidden: readonly number[];
  language: Language;
  /** Null where nothing can be pressed, on a wall. */
  onHidden: ((hidden: number[]) => void) | null;
}) {
  const { t } = useTranslation();
  const { side, beside = null, style, hidden, language, onHidden } = props;
  const { indicator, painted, spread } = side;
  const unit = indicator?.unit ?? "persons";
  const classesOf = (of: MapSide) =>
    style === "hex" ? (of.spread?.classes ?? []) : of.painted.classes;
  const classes = classesOf(side);
  const others = beside === null ? null : classesOf(beside);
  const countText = (i: number) =>
    [classes, ...(others === null ? [] : [others])]
      .map((each) => formatCount(each[i]?.count ?? 0, language))
      .join(" | ");
  const nulls = painted.areas.filter(({ value }) => value === null);
  const nothing = nulls.filter(({ parts }) => whyNull(parts) === "nothing").length;
  const note = unitText(unit, side.isDifference, t);
  const hasClasses = style !== "flows" && style !== "dots";
  return (
    <div className="thematic-legend-body" data-testid="legend">
      {note === "" || style === "flows" || style === "dots" ? null : (
        <p className="legend-unit">{t("thematic.legend.unit", { unit: note })}</p>
      )}
      {hasClasses && others !== null ? (
        <p className="legend-unit legend-sides">{t("thematic.legend.sides")}</p>
      ) : null}
      {hasClasses ? (
        <ul>
          {classes
            .map((each, i) => ({ ...each, i, text: classText(each, side, { t, language }) }))
            .toReversed()
            .map(({ i, colour, text: what }) => {
              const isHidden = hidden.includes(i);
              const inside = (
                <>
                  <i className="band" style={{ background: colour }} aria-hidden="true" />
                  <span className="class-text">{what}</span>
                  <span className="class-count">{countText(i)}</span>
                </>
              );
              return (
                <li key={i} data-hidden={isHidden}>
                  {onHidden === null ? (
                    <div className="class-row">{inside}</div>
                  ) : (
                    <button
                      type="button"
                      className="class-row"
                      aria-pressed={!isHidden}
                      title={t(isHidden ? "thematic.legend.show" : "thematic.legend.hide", {
                        what,
                      })}
                      onClick={() =>
                        onHidden(
                          isHidden
                            ? hidden.filter((each) => each !== i)
                            : [...hidden, i].toSorted((a, b) => a - b),
                        )
                      }
                    >
                      {inside}
                    </button>
                  )}
                </li>
              );
            })}
          {style === "choropleth" && nothing > 0 ? (
            <li>
              <div className="class-row">
                <i className="band" data-hatched="true" aria-hidden="true" />
                <span className="class-text">{t("thematic.legend.nothing")}</span>
                <span className="class-count">{formatCount(nothing, language)}</span>
              </div>
            </li>
          ) : null}
          {style === "choropleth" && nulls.length > nothing ? (
            <li>
              <div className="class-row">
                <i className="band" style={{ background: NO_VALUE_COLOUR }} aria-hidden="true" />
                <span className="class-text">{t("thematic.legend.unknown")}</span>
                <span className="class-count">{formatCount(nulls.length - nothing, language)}</span>
              </div>
            </li>
          ) : null}
        </ul>
      ) : null}
      {style === "symbols" ? <p className="quiet">{t("thematic.legend.sizes")}</p> : null}
      {style === "flows" ? (
        <p className="legend-sign">
          <i className="sign-flow" aria-hidden="true" />
          {t("thematic.legend.flows")}
        </p>
      ) : null}
      {style === "dots" && spread?.perDot ? (
        <p className="legend-sign">
          <i
            className="sign-dot"
            style={{ background: String(spread.drawn.dots[0]?.properties?.["colour"] ?? "") }}
            aria-hidden="true"
          />
          {t("thematic.legend.dot", { n: `${formatCount(spread.perDot, language)} ${note}` })}
        </p>
      ) : null}
      {style === "hex" ? <p className="quiet">{t("thematic.legend.perHex")}</p> : null}
      {hidden.length > 0 && onHidden !== null ? (
        <button type="button" className="link" onClick={() => onHidden([])}>
          {t("thematic.legend.showAll")}
        </button>
      ) : null}
    </div>
  );
}
