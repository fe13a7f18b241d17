import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, AreaSummary } from "../../core/contract/area.ts";
import { fetchArea } from "../api.ts";
import { formatPlace } from "../format.ts";
import type { Language } from "../view-state.ts";
import { SearchField } from "./search-field.tsx";

/** Columns of areas from the widest level down, and a field that finds any of them by name, pinyin or code. */
export function AreaBrowser(props: {
  area: AreaAnswer;
  regions: readonly AreaSummary[];
  version: string;
  language: Language;
  onChoose: (code: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { area, regions, language } = props;
  /** Codes of the areas whose children stand in columns, from the region down. */
  const [path, setPath] = useState(() =>
    [...area.ancestors.map(({ code }) => code), area.code].slice(0, 3),
  );
  const box = useRef<HTMLDivElement>(null);
  const opened = useQueries({
    queries: path.map((code) => ({
      queryKey: ["area", props.version, code],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchArea(code, signal),
    })),
  });
  useEffect(() => {
    box.current?.querySelector("input")?.focus();
  }, []);
  const columns: { of: string | null; areas: readonly AreaSummary[] }[] = [
    ...(regions.length > 1 ? [{ of: null, areas: regions }] : []),
    ...path.map((code, i) => ({ of: code, areas: opened[i]?.data?.children ?? [] })),
  ].filter((column) => column.areas.length > 0);
  const chosen = new Set([...path, area.code]);

  const choose = (place: AreaSummary, depth: number, close: boolean) => {
    const kept = depth === -1 ? [] : path.slice(0, depth + 1);
    setPath([...kept, place.code].slice(0, 3));
    props.onChoose(place.code);
    if (close || place.level === "township" || place.level === "administrativeVillage")
      props.onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const option = event.target;
    if (!(option instanceof HTMLElement) || option.role !== "option") return;
    const list = option.closest("ul");
    const beside = (column: Element | null | undefined) =>
      column?.querySelector<HTMLElement>('[aria-selected="true"], [role="option"]');
    const to =
      event.key === "ArrowDown"
        ? option.nextElementSibling
        : event.key === "ArrowUp"
          ? option.previousElementSibling
          : event.key === "ArrowRight"
            ? beside(list?.parentElement?.nextElementSibling)
            : event.key === "ArrowLeft"
              ? beside(list?.parentElement?.previousElementSibling)
              : undefined;
    if (to !== undefined) {
      event.preventDefault();
      if (to instanceof HTMLElement) to.focus();
    } else if (event.key === "Escape") props.onClose();
  };
  return (
    <div ref={box} className="area-browser" role="dialog" aria-label={t("area.choose")}>
      <SearchField
        label={t("area.filter")}
        placeholder={t("area.filterShort")}
        language={language}
        area={null}
        only="area"
        onPick={(found) => {
          if (found.code !== null) props.onChoose(found.code);
          props.onClose();
        }}
      />
      <div className="area-columns" onKeyDown={onKeyDown}>
        {columns.map((column) => {
          const depth = column.of === null ? -1 : path.indexOf(column.of);
          const first = column.areas.find(({ code }) => chosen.has(code)) ?? column.areas[0];
          const title = t(`level.${column.areas[0]?.level ?? "region"}`);
          return (
            <div key={column.of ?? "regions"} className="area-column">
              <div className="area-column-title" aria-hidden="true">
                {title}
              </div>
              <ul role="listbox" aria-label={title}>
                {column.areas.map((place) => (
                  <li
                    key={place.code}
                    role="option"
                    aria-selected={chosen.has(place.code)}
                    tabIndex={place === first ? 0 : -1}
                    onClick={() => choose(place, depth, false)}
                    onKeyDown={(event) => {
                      if (event.key === "Enter" || event.key === " ") {
                        event.preventDefault();
                        choose(place, depth, event.key === "Enter");
                      }
                    }}
                  >
                    {formatPlace(place, language)}
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
      <p className="quiet">{t("area.hint")}</p>
    </div>
  );
}
