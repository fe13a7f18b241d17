import { App, Button, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { MOVE_REASONS, type MoveReason } from "../../core/contract/plan.ts";
import { villageOf, villagePosition } from "../../core/relocation/context.ts";
import { assignVillages, changeMoves, unassignVillages } from "../../core/relocation/edits.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { formatCount } from "../format.ts";
import { CostParts } from "./build-or-move/parts.tsx";
import { VillageWhy } from "../proposal/why.tsx";
import { Card, Field } from "./card.tsx";
import { unlocked, useDesk, yearsOf } from "./desk.ts";
import { SplitEditor } from "./split-editor.tsx";

/** The chosen villages: who they are, where and when they go, and what may be done with all of them at once. */
export function VillagesCard() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const desk = useDesk();
  const { assessed, language, selection } = desk;
  const { plan, context } = assessed;
  const keys = useMemo(() => [...selection.villages], [selection.villages]);
  const sum = useMemo(() => {
    const { villages } = context.data;
    let [households, persons, willing, moving] = [0, 0, 0, 0];
    for (const key of keys) {
      if (plan.moves.has(key)) moving++;
      const i = villageOf(context, key);
      if (i < 0) continue;
      households += Math.max(0, villages.households[i]!);
      persons += Math.max(0, villages.persons[i]!);
      willing += Math.max(0, villages.willingHouseholds[i]!);
    }
    return { households, persons, willing, moving };
  }, [keys, plan.moves, context]);
  const free = unlocked(plan, keys);
  const single = keys.length === 1 ? keys[0]! : null;
  const index = single === null ? -1 : villageOf(context, single);
  const years = yearsOf(plan.frame.years);
  const first = single === null ? undefined : plan.moves.get(single)?.parts[0];
  const [settlement, setSettlement] = useState<string | null>(
    first?.settlement ??
      selection.settlement ??
      (plan.settlements.size === 1 ? [...plan.settlements.keys()][0]! : null),
  );
  const [year, setYear] = useState<number>(first?.year ?? desk.year ?? years[0]!);
  const [reason, setReason] = useState<MoveReason | null>(null);
  const options = useMemo(
    () =>
      [...plan.settlements]
        .map(([id, site]) => {
          const used = tallied(assessed.ledger.settlements.get(id), PERSONS, null);
          return {
            value: id,
            used,
            capacity: site.capacityPersons,
            room: site.capacityPersons - used,
            label: t("plan.villages.option", {
              name: site.name,
              room: formatCount(Math.max(0, site.capacityPersons - used), language),
            }),
          };
        })
        .toSorted((a, b) => b.room - a.room),
    [plan.settlements, assessed.ledger, language, t],
  );
  const into = options.find(({ value }) => value === settlement);
  const title =
    single === null
      ? t("plan.villages.title", { n: formatCount(keys.length, language) })
      : (context.data.villages.name[index] ?? single);
  const assign = () => {
    if (settlement === null) return;
    if (desk.edit(assignVillages(free, { settlement, year, reason })))
      void message.success(
        t("plan.villages.assigned", {
          n: free.length,
          name: plan.settlements.get(settlement)?.name ?? "",
          year,
        }),
      );
  };
  return (
    <Card
      title={title}
      locks={keys.filter((key) => plan.moves.has(key)).map((key) => `village:${key}`)}
      position={index < 0 ? null : villagePosition(context, index)}
    >
      <dl className="card-figures">
        {(["households", "persons", "willing", "moving"] as const).map((what) => (
          <div key={what}>
            <dt>{t(`plan.villages.${what}`)}</dt>
            <dd>{formatCount(sum[what], language)}</dd>
          </div>
        ))}
      </dl>
      {single === null ? null : <VillageWhy village={single} />}
      {free.length < keys.length ? (
        <p className="quiet">{t("plan.table.lockedStay", { n: keys.length - free.length })}</p>
      ) : null}
      <Field label={t("plan.villages.settlement")}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          value={settlement}
          placeholder={t("plan.villages.chooseSettlement")}
          options={options}
          aria-label={t("plan.villages.settlement")}
          onChange={setSettlement}
        />
      </Field>
      {into === undefined ? null : (
        <p className="plan-capacity" data-testid="capacity" data-over={into.used > into.capacity}>
          {t("plan.answers.capacity", {
            used: formatCount(into.used, language),
            capacity: formatCount(into.capacity, language),
          })}
          <span className="use" data-over={into.used > into.capacity}>
            <i
              style={{ width: `${Math.min(100, (into.used / Math.max(1, into.capacity)) * 100)}%` }}
            />
          </span>
        </p>
      )}
      <Field label={t("plan.villages.year")}>
        <Select
          value={year}
          aria-label={t("plan.villages.year")}
          options={years.map((one) => ({ value: one, label: String(one) }))}
          onChange={setYear}
        />
      </Field>
      <Field label={t("plan.villages.reason")}>
        <Select
          allowClear
          value={reason}
          aria-label={t("plan.villages.reason")}
          placeholder={t("plan.reason.none")}
          options={MOVE_REASONS.map((one) => ({ value: one, label: t(`plan.reason.${one}`) }))}
          onChange={(one: MoveReason | undefined) => setReason(one ?? null)}
        />
      </Field>
      <div className="plan-buttons">
        <Button type="primary" disabled={settlement === null} onClick={assign} data-testid="assign">
          {t("plan.villages.assign")}
        </Button>
        <Button
          disabled={sum.moving === 0}
          onClick={() => desk.edit(changeMoves(plan, free, { year }))}
        >
          {t("plan.villages.onlyYear")}
        </Button>
        <Button
          danger
          disabled={sum.moving === 0}
          onClick={() => desk.edit(unassignVillages(free.filter((key) => plan.moves.has(key))))}
        >
          {t("plan.villages.unassign")}
        </Button>
      </div>
      {options.length === 0 ? <p className="quiet">{t("plan.villages.noSettlement")}</p> : null}
      {single === null ? null : <CostParts village={single} />}
      {single === null ? null : <SplitEditor village={single} />}
    </Card>
  );
}
