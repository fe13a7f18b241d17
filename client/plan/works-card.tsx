import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { FUND_LINES, type Works } from "../../core/contract/plan.ts";
import { CLASSES_BY_SECTOR, ROAD_SURFACES } from "../../core/policy/classes.ts";
import { worksFacts } from "../../core/relocation/context.ts";
import { worksCostYuan } from "../../core/relocation/money.ts";
import { ruleName } from "../coverage/rules.ts";
import { formatCount, inLanguage } from "../format.ts";
import { Card, Field } from "./card.tsx";
import { NOTHING, useDesk, yearsOf } from "./desk.ts";
import { NumberField, TextField } from "./fields.tsx";
import { middleOf } from "./geometry.ts";
import { formatWan } from "./wording.ts";

/** Works: what is built, closed or changed, when, for how much, and whom it newly serves. */
export function WorksCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language } = desk;
  const { plan, context } = assessed;
  const works = plan.works.get(id);
  if (works === undefined) return null;
  const set = (change: Partial<Works>) => desk.edit({ works: { [id]: change } });
  const facts = worksFacts(context, works);
  const cost = worksCostYuan(works, context);
  return (
    <Card title={works.name} locks={[`works:${id}`]} position={middleOf(works.geometry)}>
      <p className="figures">
        <span className="figure">
          <b>{cost === null ? "—" : formatWan(cost, language)}</b>
          <span>{t("plan.works.cost")}</span>
        </span>
        <span className="figure">
          <b>
            {facts === null
              ? "…"
              : (facts.lengthM / 1000).toLocaleString(language, { maximumFractionDigits: 2 })}
          </b>
          <span>{t("plan.works.length")}</span>
        </span>
      </p>
      <Field label={t("plan.site.name")}>
        <TextField
          label={t("plan.site.name")}
          value={works.name}
          onDone={(name) => set({ name })}
        />
      </Field>
      <Field label={t("plan.works.class")}>
        <Select
          aria-label={t("plan.works.class")}
          value={works.class}
          options={Object.entries(CLASSES_BY_SECTOR[works.sector]).map(([value, name]) => ({
            value,
            label: inLanguage(name, language),
          }))}
          onChange={(value) => set({ class: value })}
        />
      </Field>
      {works.sector === "road" ? (
        <Field label={t("plan.works.surface")}>
          <Select
            aria-label={t("plan.works.surface")}
            value={works.surface}
            options={Object.entries(ROAD_SURFACES).map(([value, name]) => ({
              value,
              label: inLanguage(name, language),
            }))}
            onChange={(surface) => set({ surface })}
          />
        </Field>
      ) : null}
      <Field label={t("plan.works.year")}>
        <Select
          aria-label={t("plan.works.year")}
          value={works.year}
          options={yearsOf(plan.frame.years).map((year) => ({ value: year, label: String(year) }))}
          onChange={(year) => set({ year })}
        />
      </Field>
      <Field label={t("plan.works.ownCost")}>
        <NumberField
          label={t("plan.works.ownCost")}
          precision={1}
          placeholder={t("plan.site.byPolicy")}
          value={works.costYuan === null ? null : works.costYuan / 10_000}
          onDone={(wan) => set({ costYuan: wan === null ? null : Math.round(wan * 10_000) })}
        />
      </Field>
      <Field label={t("plan.works.fund")}>
        <Select
          aria-label={t("plan.works.fund")}
          value={works.fund}
          options={FUND_LINES.map((fund) => ({ value: fund, label: t(`plan.fund.${fund}`) }))}
          onChange={(fund) => set({ fund })}
        />
      </Field>
      <h3>{t("plan.works.serves")}</h3>
      {facts === null ? (
        <p className="quiet" role="status">
          {t("plan.site.asking")}
        </p>
      ) : facts.serves.every(({ villages, lost }) => villages.length + lost.length === 0) ? (
        <p>{t("plan.works.nobody")}</p>
      ) : (
        <ul className="plan-serves">
          {facts.serves
            .filter(({ villages, lost }) => villages.length + lost.length > 0)
            .map((one) => {
              const rule = desk.rules.find(({ id: known }) => known === one.rule);
              const all = [...one.villages, ...one.lost];
              return (
                <li key={one.rule}>
                  <Button
                    type="link"
                    size="small"
                    onClick={() =>
                      desk.select({ villages: new Set(all), settlement: null, works: null })
                    }
                  >
                    {rule === undefined ? one.rule : ruleName(rule, language)}
                  </Button>
                  {one.villages.length > 0
                    ? t("plan.works.served", {
                        n: formatCount(one.villages.length, language),
                        households: formatCount(one.households, language),
                        persons: formatCount(one.persons, language),
                      })
                    : ""}
                  {one.lost.length > 0
                    ? t("plan.works.lost", { n: formatCount(one.lost.length, language) })
                    : ""}
                </li>
              );
            })}
        </ul>
      )}
      <div className="plan-buttons">
        <Button
          danger
          onClick={() => {
            if (desk.edit({ works: { [id]: null } })) desk.select(NOTHING);
          }}
        >
          {t("plan.works.remove")}
        </Button>
      </div>
    </Card>
  );
}
