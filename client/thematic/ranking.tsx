import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatCount, formatPlace } from "../format.ts";
import { SortHeader } from "../ui/sort-header.tsx";
import type { Language } from "../view-state.ts";
import { behindLinks } from "./behind.ts";
import { stepInto } from "./drill.ts";
import { rankAreas, type Ranked } from "./rank.ts";
import type { MapSide, ShownMap } from "./use-map.ts";
import { namesOf, partText, type Wording } from "./words.ts";

type Column = "name" | "value";

/** The areas of the map with their values and ranks; a name leads into its area, a figure opens to what it was computed from. */
export const Ranking = memo(function Ranking(props: {
  /** One side, or two: the values of the other stand beside. */
  shown: ShownMap;
  wording: Wording;
  hovered: number | null;
  language: Language;
  onHover: (id: number | null) => void;
  onEnter: (target: Ranked["area"]) => void;
}) {
  const { t } = useTranslation();
  const { shown, hovered, language } = props;
  const side = shown.sides[0]!;
  const second = shown.sides[1] ?? null;
  const names = namesOf(shown.sides, props.wording);
  const others = useMemo(
    () => new Map((second?.painted.areas ?? []).map((each) => [each.id, each])),
    [second],
  );
  const [sort, setSort] = useState<{ column: Column; turned: boolean }>({
    column: "value",
    turned: false,
  });
  const [open, setOpen] = useState<string | null>(null);
  const toggle = useCallback((code: string) => setOpen((now) => (now === code ? null : code)), []);
  const ranked = useMemo(() => rankAreas(shown.areas, side), [shown.areas, side]);
  const { hidden } = shown.view;
  const rows = useMemo(() => {
    const listed = ranked.filter(({ classIndex }) => !hidden.includes(classIndex));
    const placed =
      sort.column === "value"
        ? listed
        : listed.toSorted((a, b) =>
            formatPlace(a.area, language).localeCompare(formatPlace(b.area, language), language),
          );
    if (!sort.turned) return placed;
    // Areas without a value stand at the end, whichever way the others are sorted.
    const [known, unknown] = [
      placed.filter(({ value }) => value !== null),
      placed.filter(({ value }) => value === null),
    ];
    return [...known.toReversed(), ...unknown];
  }, [ranked, hidden, sort, language]);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (hovered === null || body.current === null || body.current.matches(":hover")) return;
    body.current.querySelector(`[data-id="${hovered}"]`)?.scrollIntoView({ block: "nearest" });
  }, [hovered]);
  if (rows.length === 0 && ranked.length === 0)
    return <p className="nothing">{t("thematic.rank.none")}</p>;
  const header = (column: Column, label: string) => (
    <SortHeader
      label={label}
      sorted={sort.column === column ? (sort.turned ? "descending" : "ascending") : null}
      onSort={() => setSort({ column, turned: sort.column === column && !sort.turned })}
    />
  );
  const missing = ranked.length - rows.length;
  return (
    <div className="table-scroll" role="region" aria-label={t("thematic.rank.table")} tabIndex={0}>
      <table className="areas ranking">
        <caption className="visually-hidden">{t("thematic.rank.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("thematic.rank.rank")}</th>
            {header("name", t("thematic.rank.area"))}
            {header("value", second === null ? t("thematic.rank.value") : names[0])}
            {second === null ? null : <th scope="col">{names[1]}</th>}
          </tr>
        </thead>
        <tbody ref={body} onMouseLeave={() => props.onHover(null)}>
          {rows.map((row) => (
            <Row
              key={row.area.code}
              row={row}
              shown={shown}
              side={side}
              second={second}
              other={others.get(row.area.id) ?? null}
              language={language}
              isHovered={row.area.id === hovered}
              isOpen={open === row.area.code}
              onOpen={toggle}
              onHover={props.onHover}
              onEnter={props.onEnter}
            />
          ))}
        </tbody>
      </table>
      {missing > 0 ? (
        <p className="nothing">
          {t("thematic.rank.filter", { n: formatCount(missing, language) })}
        </p>
      ) : null}
    </div>
  );
});

/** Drawn anew only where something of its own changes: pointing at one of a thousand leaves the others alone. */
const Row = memo(function Row(props: {
  row: Ranked;
  shown: ShownMap;
  side: MapSide;
  second: MapSide | null;
  other: MapSide["painted"]["areas"][number] | null;
  language: Language;
  isHovered: boolean;
  isOpen: boolean;
  onOpen: (code: string) => void;
  onHover: (id: number | null) => void;
  onEnter: (target: Ranked["area"]) => void;
}) {
  const { t } = useTranslation();
  const { row, shown, side, language, isOpen } = props;
  const { area, value, rank, classIndex } = row;
  const name = formatPlace(area, language);
  const colour = side.painted.classes[classIndex]?.colour;
  const isWay = stepInto(area, shown.area) !== null;
  return (
    <>
      <tr
        data-id={area.id}
        data-code={area.code}
        data-hovered={props.isHovered}
        onMouseEnter={() => props.onHover(area.id)}
      >
        <td className="rank">{rank ?? "—"}</td>
        <th scope="row">
          {isWay ? (
            <button
              type="button"
              title={t("thematic.rank.enter", { name })}
              onFocus={() => props.onHover(area.id)}
              onBlur={() => props.onHover(null)}
              onClick={() => props.onEnter(area)}
            >
              {name}
            </button>
          ) : (
            name
          )}
        </th>
        <td>
          <i
            className="swatch"
            data-hatched={value === null}
            style={{ background: colour }}
            aria-hidden="true"
          />
          <button
            type="button"
            className="count"
            aria-expanded={isOpen}
            title={t("thematic.rank.open")}
            onFocus={() => props.onHover(area.id)}
            onClick={() => props.onOpen(area.code)}
          >
            {side.textOf(value)}
          </button>
        </td>
        {props.second === null ? null : (
          <td>
            <i
              className="swatch"
              data-hatched={props.other?.value == null}
              style={{
                background: props.second.painted.classes[props.other?.classIndex ?? -1]?.colour,
              }}
              aria-hidden="true"
            />
            {props.second.textOf(props.other?.value ?? null)}
          </td>
        )}
      </tr>
      {isOpen ? (
        <tr className="rank-parts">
          <td colSpan={props.second === null ? 3 : 4}>
            <Parts row={row} shown={shown} side={side} language={language} />
          </td>
        </tr>
      ) : null}
    </>
  );
});

/** What a figure was computed from, and where the things behind it are listed. */
function Parts(props: { row: Ranked; shown: ShownMap; side: MapSide; language: Language }) {
  const { t } = useTranslation();
  const { row, side, language } = props;
  const links = behindLinks(row, side, language);
  return (
    <>
      <dl aria-label={t("thematic.rank.parts", { name: formatPlace(row.area, language) })}>
        {row.parts.map(({ code, value }) => (
          <div key={code}>
            <dt>{t(`thematic.part.${code}`)}</dt>
            <dd>{partText(code, value, side, { t, language })}</dd>
          </div>
        ))}
      </dl>
      {links.map(({ kind, to, count }) => (
        <Link key={kind} to={to} className="link">
          {kind === "villages"
            ? t("thematic.rank.villages", { n: formatCount(count, language) })
            : t(kind === "plan" ? "thematic.rank.plan" : "thematic.rank.all")}
        </Link>
      ))}
    </>
  );
}
