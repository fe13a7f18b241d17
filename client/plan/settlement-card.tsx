import { Button, Popconfirm, Select } from "antd";
import { useTranslation } from "react-i18next";
import { SETTLEMENT_KINDS, SETTLEMENT_LAYOUTS, type Settlement } from "../../core/contract/plan.ts";
import { siteFacts } from "../../core/relocation/context.ts";
import { removeSettlement } from "../../core/relocation/edits.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { formatCount, formatDistance } from "../format.ts";
import { Card, Field } from "./card.tsx";
import { NOTHING, useDesk, yearsOf } from "./desk.ts";
import { NumberField, TextField } from "./fields.tsx";

/** A settlement: its figures to be changed, how full it gets year by year, and what the data say of its place. */
export function SettlementCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language } = desk;
  const { plan, ledger, context } = assessed;
  const site = plan.settlements.get(id);
  if (site === undefined) return null;
  const set = (change: Partial<Settlement>) => desk.edit({ settlements: { [id]: change } });
  const tally = ledger.settlements.get(id);
  const used = tallied(tally, PERSONS, null);
  const years = yearsOf(plan.frame.years);
  const facts = siteFacts(context, site);
  const keys = [...(ledger.movesTo.get(id) ?? [])];
  const moved = years.map((_, y) => tallied(tally, PERSONS, y));
  return (
    <Card title={site.name} locks={[`settlement:${id}`]} position={site.position}>
      <p className="figures">
        <span className="figure" data-tone={used > site.capacityPersons ? "below" : "met"}>
          <b>{formatCount(used, language)}</b>
          <span>{t("plan.site.of", { n: formatCount(site.capacityPersons, language) })}</span>
        </span>
        <span className="figure">
          <b>{formatCount(keys.length, language)}</b>
          <span>{t("plan.site.villages")}</span>
        </span>
      </p>
      <Field label={t("plan.site.name")}>
        <TextField label={t("plan.site.name")} value={site.name} onDone={(name) => set({ name })} />
      </Field>
      <Field label={t("plan.site.kind")}>
        <Select
          aria-label={t("plan.site.kind")}
          value={site.kind}
          options={SETTLEMENT_KINDS.map((kind) => ({
            value: kind,
            label: t(`plan.siteKind.${kind}`),
          }))}
          onChange={(kind) => set({ kind })}
        />
      </Field>
      <Field label={t("plan.site.layout")}>
        <Select
          aria-label={t("plan.site.layout")}
          value={site.layout}
          options={SETTLEMENT_LAYOUTS.map((layout) => ({
            value: layout,
            label: t(`plan.siteLayout.${layout}`),
          }))}
          onChange={(layout) => set({ layout })}
        />
      </Field>
      <Field label={t("plan.site.capacity")}>
        <NumberField
          label={t("plan.site.capacity")}
          required
          max={1_000_000}
          value={site.capacityPersons}
          onDone={(n) => set({ capacityPersons: n ?? 0 })}
        />
      </Field>
      <Field label={t("plan.site.landQuota")}>
        <NumberField
          label={t("plan.site.landQuota")}
          precision={2}
          max={1e6}
          value={site.landQuotaMu}
          onDone={(landQuotaMu) => set({ landQuotaMu })}
        />
      </Field>
      <Field label={t("plan.site.floorArea")}>
        <NumberField
          label={t("plan.site.floorArea")}
          max={1e9}
          value={site.floorAreaM2}
          onDone={(floorAreaM2) => set({ floorAreaM2 })}
        />
      </Field>
      <Field label={t("plan.site.ready")}>
        <NumberField
          label={t("plan.site.ready")}
          required
          min={1990}
          max={2100}
          value={site.readyYear}
          onDone={(year) => set({ readyYear: year ?? site.readyYear })}
        />
      </Field>
      <Field label={t("plan.site.siteCost")}>
        <NumberField
          label={t("plan.site.siteCost")}
          precision={1}
          value={site.siteCostYuan === null ? null : site.siteCostYuan / 10_000}
          onDone={(wan) => set({ siteCostYuan: wan === null ? null : Math.round(wan * 10_000) })}
        />
      </Field>
      <Field label={t("plan.site.costPerHead")}>
        <NumberField
          label={t("plan.site.costPerHead")}
          placeholder={t("plan.site.byPolicy")}
          value={site.costPerHeadYuan}
          onDone={(costPerHeadYuan) => set({ costPerHeadYuan })}
        />
      </Field>
      <h3>{t("plan.site.byYear")}</h3>
      <table className="plan-years">
        <thead>
          <tr>
            {years.map((year) => (
              <th key={year} scope="col">
                {year}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {moved.map((here, y) => {
              const until = moved.slice(0, y + 1).reduce((sum, one) => sum + one, 0);
              return (
                <td key={years[y]} data-over={until > site.capacityPersons}>
                  {here === 0 ? "—" : formatCount(here, language)}
                </td>
              );
            })}
          </tr>
        </tbody>
      </table>
      <h3>{t("plan.site.place")}</h3>
      {facts === null ? (
        <p className="quiet" role="status">
          {t("plan.site.asking")}
        </p>
      ) : (
        <ul className="plan-services">
          {facts.services.map(({ service, status, distanceM }) => (
            <li key={service} data-status={status}>
              <span className="mark" data-tone={status === "served" ? "met" : "below"}>
                {t(`status.${status}`)}
              </span>
              {t(`plan.service.${service}`)}
              <span className="quiet">{formatDistance(distanceM, language)}</span>
            </li>
          ))}
          {facts.zones.map((zone, i) => (
            <li key={`${zone.kind}-${i}`} data-status="zone">
              <span className="mark" data-tone="below">
                {t(`plan.zone.${zone.kind}`)}
              </span>
              {zone.name ?? ""}
            </li>
          ))}
        </ul>
      )}
      <div className="plan-buttons">
        <Button
          disabled={keys.length === 0}
          onClick={() => desk.select({ villages: new Set(keys), settlement: null, works: null })}
        >
          {t("plan.site.chooseVillages")}
        </Button>
        <Popconfirm
          title={t("plan.site.removeSure", { n: keys.length })}
          okText={t("plan.ok")}
          cancelText={t("plan.cancel")}
          onConfirm={() => {
            if (desk.edit(removeSettlement(plan, id))) desk.select(NOTHING);
          }}
        >
          <Button danger>{t("plan.site.remove")}</Button>
        </Popconfirm>
      </div>
    </Card>
  );
}
