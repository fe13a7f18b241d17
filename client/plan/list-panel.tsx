import { Input } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { formatCount } from "../format.ts";
import { NOTHING, useDesk } from "./desk.ts";
import { middleOf } from "./geometry.ts";

const MOST = 300;

/** Settlements, or works, of the plan as a list: the map's content to be read. */
export function ListPanel({ what }: { what: "settlements" | "works" }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language, selection } = desk;
  const { plan, ledger } = assessed;
  const [q, setQ] = useState("");
  const rows = useMemo(() => {
    if (what === "works")
      return [...plan.works].map(([id, works]) => ({
        id,
        name: works.name,
        note: `${works.year} · ${t(`sector.${works.sector}`)} · ${t(`plan.action.${works.action}`)}`,
        share: null,
        position: middleOf(works.geometry),
      }));
    return [...plan.settlements].map(([id, site]) => {
      const used = tallied(ledger.settlements.get(id), PERSONS, null);
      return {
        id,
        name: site.name,
        note: t("plan.site.use", {
          used: formatCount(used, language),
          capacity: formatCount(site.capacityPersons, language),
        }),
        share: site.capacityPersons === 0 ? (used > 0 ? 2 : 0) : used / site.capacityPersons,
        position: site.position as readonly [number, number] | null,
      };
    });
  }, [what, plan, ledger, language, t]);
  const found = rows
    .filter(({ name, id }) => q === "" || name.includes(q) || id.includes(q))
    .toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0) || a.name.localeCompare(b.name));
  if (rows.length === 0)
    return (
      <p className="plan-fine">{t(what === "works" ? "plan.works.none" : "plan.site.none")}</p>
    );
  return (
    <div className="plan-list">
      <Input
        allowClear
        value={q}
        placeholder={t("plan.list.find")}
        aria-label={t("plan.list.find")}
        onChange={(event) => setQ(event.target.value.trim())}
      />
      <ul>
        {found.slice(0, MOST).map((row) => (
          <li key={row.id}>
            <button
              type="button"
              aria-pressed={selection.settlement === row.id || selection.works === row.id}
              onClick={() => {
                desk.select(
                  what === "works"
                    ? { ...NOTHING, works: row.id }
                    : { ...NOTHING, settlement: row.id },
                );
                if (row.position !== null) desk.show(row.position);
              }}
            >
              <span>{row.name}</span>
              <small>{row.note}</small>
              {row.share === null ? null : (
                <i className="use" data-over={row.share > 1} aria-hidden="true">
                  <i style={{ width: `${Math.min(100, row.share * 100)}%` }} />
                </i>
              )}
            </button>
          </li>
        ))}
      </ul>
      {found.length > MOST ? (
        <p className="quiet">{t("plan.list.more", { n: found.length - MOST })}</p>
      ) : null}
    </div>
  );
}
