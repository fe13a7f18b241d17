import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MovePart } from "../../core/contract/plan.ts";
import { villageOf } from "../../core/relocation/context.ts";
import { countParts } from "../../core/relocation/persons.ts";
import { formatCount } from "../format.ts";
import { useDesk, yearsOf } from "./desk.ts";

/** The parts that a village moves in: some households in one year to one settlement, others elsewhere. */
export function SplitEditor({ village }: { village: string }) {
  const move = useDesk().assessed.plan.moves.get(village);
  // What was typed gives way when the move itself is changed elsewhere.
  return <Parts key={`${village} ${JSON.stringify(move)}`} village={village} />;
}

function Parts({ village }: { village: string }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { plan, context } = desk.assessed;
  const move = plan.moves.get(village);
  const index = villageOf(context, village);
  const households = index < 0 ? -1 : context.data.villages.households[index]!;
  const persons = index < 0 ? -1 : context.data.villages.persons[index]!;
  const [parts, setParts] = useState<readonly MovePart[]>(move?.parts ?? []);
  if (move === undefined || parts.length === 0) return null;
  const counts = countParts({ ...move, parts: [...parts] }, households, persons);
  const years = yearsOf(plan.frame.years);
  const sites = [...plan.settlements].map(([id, { name }]) => ({ value: id, label: name }));
  const set = (at: number, change: Partial<MovePart>) =>
    setParts(parts.map((part, i) => (i === at ? { ...part, ...change } : part)));
  const split = () => {
    const last = parts.at(-1)!;
    const there = Math.max(2, households);
    const first = parts.length === 1 && last.households === null;
    const whole = last.households ?? there;
    const moved = Math.max(1, Math.floor(whole / 2));
    const rest = first
      ? [{ ...last, households: whole - moved }]
      : [...parts.slice(0, -1), { ...last, households: whole - moved }];
    const next = years.find((year) => year > last.year) ?? last.year;
    setParts([...rest, { ...last, year: next, households: moved }]);
  };
  const save = () =>
    desk.edit({
      moves: {
        [village]: {
          ...move,
          parts:
            parts.length === 1 && parts[0]!.households === households
              ? [{ ...parts[0]!, households: null }]
              : [...parts],
        },
      },
    });
  const changed = JSON.stringify(parts) !== JSON.stringify(move.parts);
  return (
    <section className="plan-split">
      <h3>{t("plan.split.title")}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("plan.villages.households")}</th>
            <th scope="col">{t("plan.villages.persons")}</th>
            <th scope="col">{t("plan.villages.settlement")}</th>
            <th scope="col">{t("plan.villages.year")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {parts.map((part, at) => (
            <tr key={at}>
              <td>
                {part.households === null ? (
                  t("plan.split.whole")
                ) : (
                  <InputNumber
                    size="small"
                    min={1}
                    max={100_000}
                    precision={0}
                    changeOnWheel={false}
                    aria-label={t("plan.villages.households")}
                    value={part.households}
                    onChange={(n) => set(at, { households: n ?? 1 })}
                  />
                )}
              </td>
              <td>{formatCount(counts[at]?.persons ?? 0, desk.language)}</td>
              <td>
                <Select
                  size="small"
                  aria-label={t("plan.villages.settlement")}
                  value={part.settlement}
                  options={sites}
                  popupMatchSelectWidth={false}
                  onChange={(settlement) => set(at, { settlement })}
                />
              </td>
              <td>
                <Select
                  size="small"
                  aria-label={t("plan.villages.year")}
                  value={part.year}
                  options={years.map((year) => ({ value: year, label: String(year) }))}
                  onChange={(year) => set(at, { year })}
                />
              </td>
              <td>
                {parts.length > 1 ? (
                  <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t("plan.split.remove")}
                    onClick={() => setParts(parts.filter((_, i) => i !== at))}
                  />
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="plan-buttons">
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={parts.length >= 12 || households === 1}
          onClick={split}
        >
          {t("plan.split.split")}
        </Button>
        <Button size="small" type="primary" disabled={!changed} onClick={save}>
          {t("plan.split.save")}
        </Button>
      </div>
    </section>
  );
}
