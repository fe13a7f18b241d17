import type { EChartsCoreOption } from "echarts/core";
import type { ChartModel, ChartSeries } from "./chart-model.ts";

const INK = "#1f2933";
const QUIET = "#4a5663";
const GRID = "#dde3e9";

/** The drawing of a model: axes, series, the target as a line; every series has a sign or a pattern beside its colour. */
export function optionOf(model: ChartModel, fontFamily: string, still: boolean): EChartsCoreOption {
  const bars = model.series.some(({ kind }) => kind !== "line");
  const categories = {
    type: "category",
    data: [...model.categories],
    boundaryGap: bars,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: "#9aa5b1" } },
    axisLabel: { color: INK, fontSize: 12, fontFamily, hideOverlap: true },
  };
  const values = {
    type: "value",
    ...(model.least === undefined ? {} : { min: model.least }),
    ...(model.most === undefined ? {} : { max: model.most }),
    ...(model.axis === undefined
      ? {}
      : {
          name: model.axis,
          nameLocation: "end",
          nameTextStyle: { color: QUIET, fontSize: 12, align: "left" },
        }),
    splitLine: { lineStyle: { color: GRID } },
    axisLabel: { color: QUIET, fontSize: 12, fontFamily, formatter: model.short },
  };
  return {
    animation: !still,
    animationDuration: 180,
    textStyle: { fontFamily, color: INK },
    aria: { enabled: true, label: { description: model.title }, decal: { show: true, decals } },
    grid: {
      left: 8,
      right: 12,
      top: model.axis === undefined || model.lying === true ? 34 : 54,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: {
      type: "scroll",
      top: 0,
      left: 0,
      itemWidth: 22,
      itemHeight: 10,
      textStyle: { color: INK, fontSize: 12, fontFamily },
      data: model.series.map(({ name }) => name),
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      axisPointer: { type: bars ? "shadow" : "line" },
      textStyle: { fontFamily, fontSize: 12, color: INK },
      valueFormatter: (value: unknown) => (typeof value === "number" ? model.format(value) : "—"),
    },
    ...(model.lying === true
      ? { xAxis: values, yAxis: { ...categories, inverse: true } }
      : { xAxis: categories, yAxis: values }),
    series: model.series.map((series, at) =>
      drawn(series, model.categories, at === 0 ? model.target : undefined),
    ),
  };
}

/** Patterns of bars, calm ones first: plain, two slants, dots, a grid. */
const decals = [
  { symbol: "none" },
  { color: "rgba(255,255,255,0.5)", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.785 },
  { color: "rgba(255,255,255,0.55)", dashArrayX: [[3, 5]], dashArrayY: [3, 5], symbol: "circle" },
  { color: "rgba(255,255,255,0.5)", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -0.785 },
  { color: "rgba(255,255,255,0.5)", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: 1.571 },
  { color: "rgba(255,255,255,0.5)", dashArrayX: [1, 0], dashArrayY: [1, 3], rotation: 0 },
];

/** A series; with the first stands the target across the chart, with each that has one the range of its values as upright bars. */
function drawn(
  series: ChartSeries,
  categories: readonly string[],
  target: ChartModel["target"],
): object {
  const lines = [
    ...(target === undefined ? [] : [targetLine(target)]),
    ...(series.range ?? []).flatMap((range, at) =>
      range === null ? [] : [rangeLine(categories[at]!, range, series.colour)],
    ),
  ];
  const common = {
    name: series.name,
    data: [...series.values],
    itemStyle: { color: series.colour },
    emphasis: { focus: "none" },
    ...(series.stack === undefined ? {} : { stack: series.stack }),
    ...(lines.length === 0 ? {} : { markLine: { silent: true, symbol: "none", data: lines } }),
  };
  return series.kind === "bar"
    ? { ...common, type: "bar", barMaxWidth: 30 }
    : {
        ...common,
        type: "line",
        symbol: series.sign ?? "circle",
        symbolSize: series.kind === "point" ? 11 : 7,
        showAllSymbol: true,
        connectNulls: false,
        lineStyle: {
          color: series.colour,
          width: series.kind === "point" ? 0 : 2,
          type: series.dashed === true ? [5, 4] : "solid",
        },
      };
}

const targetLine = ({ name, value }: NonNullable<ChartModel["target"]>): object => ({
  yAxis: value,
  lineStyle: { color: INK, type: [6, 4], width: 1.2 },
  label: { position: "insideEndTop", formatter: name, color: INK, fontSize: 12 },
});

const rangeLine = (
  category: string,
  [low, high]: readonly [number, number],
  colour: string,
): object[] => [
  {
    coord: [category, low],
    symbol: "rect",
    symbolSize: [14, 2],
    lineStyle: { color: colour, type: "solid", width: 2 },
    label: { show: false },
  },
  { coord: [category, high], symbol: "rect", symbolSize: [14, 2] },
];
