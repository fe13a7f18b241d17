import { App, Button, Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { v4 as newId } from "uuid";
import type { CompareAnswer, PlanSummary } from "../../core/contract/plan-service.ts";
import { Move } from "../../core/contract/plan.ts";
import { ruleName } from "../coverage/rules.ts";
import { formatCount, formatRate } from "../format.ts";
import { Failure, Loading } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import { useDesk } from "./desk.ts";
import { api, useComparison } from "./queries.ts";
import { formatWan } from "./wording.ts";

const MOST = 300;

/** Two scenarios side by side in figures, the villages in which they differ, and taking those over. */
export function ComparePanel(props: { plan: PlanSummary; plans: readonly PlanSummary[] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { view, update } = useView();
  const desk = useDesk();
  const { language, state, session } = desk;
  const comparison = useComparison(props.plan.id, state.version, view.compare);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const close = (
    <Button size="small" onClick={() => update({ compare: null })}>
      {t("plan.compare.close")}
    </Button>
  );
  if (comparison.error !== null)
    return (
      <>
        {close}
        <Failure error={comparison.error} retry={() => void comparison.refetch()} />
      </>
    );
  if (comparison.data === undefined) return <Loading lines={6} />;
  const { a, b, villages, others } = comparison.data;
  const take = async (keys: readonly string[] | null) => {
    try {
      const event = await api.merge(
        props.plan.id,
        state.version,
        newId(),
        { from: b.plan.id, ...(keys === null ? {} : { villages: [...keys] }) },
        { author: session.author, client: session.client },
      );
      session.take(event);
      setPicked(new Set());
      const moved = event.counts.find(({ collection }) => collection === "moves");
      const n = (moved?.added ?? 0) + (moved?.changed ?? 0) + (moved?.removed ?? 0);
      void message.success(t("plan.compare.taken", { n }));
    } catch {
      void message.error(t("plan.failed"));
    }
  };
  const year = a.plan.years.to;
  return (
    <section className="plan-compare" aria-busy={comparison.isPlaceholderData}>
      <div className="plan-card-bar">
        <h2>{t("plan.compare.title", { a: a.plan.name, b: b.plan.name })}</h2>
        {close}
      </div>
      <Figures answer={comparison.data} />
      <h3>{t("plan.compare.rates", { year })}</h3>
      <table className="plan-compare-table">
        <tbody>
          {a.rates.map((one) => {
            const other = b.rates.find(({ rule }) => rule === one.rule);
            const rule = desk.rules.find(({ id }) => id === one.rule);
            return (
              <tr key={one.rule}>
                <th scope="row">{rule === undefined ? one.rule : ruleName(rule, language)}</th>
                <td>{formatRate(one.rates.villages.rate)}</td>
                <td>{formatRate(other?.rates.villages.rate ?? null)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {villages.length + others.length === 0 ? (
        <p className="plan-fine">{t("plan.compare.same")}</p>
      ) : (
        <>
          <h3>
            {t("plan.compare.differ", { n: formatCount(villages.length, language) })}
            {others.length > 0
              ? ` · ${t("plan.compare.others", { n: formatCount(others.length, language) })}`
              : ""}
          </h3>
          <div className="plan-buttons">
            <Button
              size="small"
              type="primary"
              disabled={picked.size === 0}
              onClick={() => void take([...picked])}
            >
              {t("plan.compare.take")}
            </Button>
            <Button size="small" disabled={villages.length === 0} onClick={() => void take(null)}>
              {t("plan.compare.takeAll")}
            </Button>
          </div>
          <ul className="plan-differ">
            {villages.slice(0, MOST).map((one) => (
              <li key={one.key}>
                <Checkbox
                  checked={picked.has(one.key)}
                  onChange={(event) => {
                    const next = new Set(picked);
                    if (event.target.checked) next.add(one.key);
                    else next.delete(one.key);
                    setPicked(next);
                  }}
                >
                  {one.name}
                </Checkbox>
                <button
                  type="button"
                  onClick={() => {
                    desk.selectVillages([one.key], "replace");
                    if (one.position !== null) desk.show(one.position);
                  }}
                >
                  {whereto(one.a, desk)} → {whereto(one.b, desk)}
                </button>
              </li>
            ))}
          </ul>
          {villages.length > MOST ? (
            <p className="quiet">{t("plan.list.more", { n: villages.length - MOST })}</p>
          ) : null}
        </>
      )}
    </section>
  );

  /** Settlement and year of a move, as one side has it. */
  function whereto(value: unknown, { assessed }: typeof desk): string {
    const move = Move.safeParse(value);
    if (!move.success) return t("plan.compare.stays");
    return move.data.parts
      .map(
        (part) =>
          `${assessed.plan.settlements.get(part.settlement)?.name ?? part.settlement} ${part.year}`,
      )
      .join(" + ");
  }
}

function Figures({ answer }: { answer: CompareAnswer }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const { a, b } = answer;
  const sum = (side: typeof a, what: "persons" | "villages") =>
    side.byYear.reduce((total, year) => total + year[what], 0);
  const rows = [
    [
      t("plan.compare.persons"),
      formatCount(sum(a, "persons"), language),
      formatCount(sum(b, "persons"), language),
    ],
    [
      t("plan.compare.villages"),
      formatCount(sum(a, "villages"), language),
      formatCount(sum(b, "villages"), language),
    ],
    [t("plan.compare.yuan"), formatWan(a.totalYuan, language), formatWan(b.totalYuan, language)],
    [
      t("plan.compare.personKm"),
      formatCount(Math.round(a.personKm), language),
      formatCount(Math.round(b.personKm), language),
    ],
    [
      t("plan.compare.hard"),
      formatCount(a.hardChecks, language),
      formatCount(b.hardChecks, language),
    ],
    [
      t("plan.compare.soft"),
      formatCount(a.softChecks, language),
      formatCount(b.softChecks, language),
    ],
  ] as const;
  return (
    <table className="plan-compare-table">
      <thead>
        <tr>
          <td />
          <th scope="col">{a.plan.name}</th>
          <th scope="col">{b.plan.name}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, x, y]) => (
          <tr key={label} data-differs={x !== y}>
            <th scope="row">{label}</th>
            <td>{x}</td>
            <td>{y}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
