import { BarChartOutlined, TableOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isDrawn, type ChartModel } from "./chart-model.ts";

const Chart = lazy(() => import("./chart.tsx"));

/** A chart with its title; a switch shows the same values as a table, and where there are none it says what to do. */
export function ChartCard(props: {
  title: string;
  model: ChartModel;
  /** What stands there while nothing can be drawn. */
  empty: ReactNode;
  /** Beside the title: a choice of what is drawn. */
  tools?: ReactNode;
  /** Below the chart: what is counted, where it comes from, where it opens. */
  note?: ReactNode;
}) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const { model } = props;
  const drawn = isDrawn(model);
  return (
    <section className="chart-card" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        <span className="chart-tools">
          {props.tools}
          {drawn ? (
            <Button
              size="small"
              type="text"
              aria-pressed={asTable}
              icon={asTable ? <BarChartOutlined aria-hidden /> : <TableOutlined aria-hidden />}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? t("figures.asChart") : t("figures.asTable")}
            </Button>
          ) : null}
        </span>
      </header>
      {!drawn ? (
        <div className="chart-empty">{props.empty}</div>
      ) : asTable ? (
        <ChartTable model={model} />
      ) : (
        <Suspense fallback={<div className="chart chart-waiting" aria-hidden="true" />}>
          <Chart model={model} />
        </Suspense>
      )}
      {props.note === undefined ? null : <p className="chart-note">{props.note}</p>}
    </section>
  );
}

/** The values of a chart as a table: a row per category, a column per series. */
function ChartTable({ model }: { model: ChartModel }) {
  const { t } = useTranslation();
  return (
    <div
      className="chart chart-table"
      role="region"
      aria-label={t("figures.tableOf", { title: model.title })}
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{model.category}</th>
            {model.series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {model.target === undefined ? null : <th scope="col">{model.target.name}</th>}
          </tr>
        </thead>
        <tbody>
          {model.categories.map((category, at) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {model.series.map(({ name, values, range }) => {
                const value = values[at] ?? null;
                const span = range?.[at] ?? null;
                return (
                  <td key={name}>
                    {value === null ? "—" : model.format(value)}
                    {span === null ? null : (
                      <small>
                        {" "}
                        {model.format(span[0])}–{model.format(span[1])}
                      </small>
                    )}
                  </td>
                );
              })}
              {model.target === undefined ? null : <td>{model.format(model.target.value)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
