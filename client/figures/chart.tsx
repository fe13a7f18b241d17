import { BarChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  LegendScrollComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { prefersStillness } from "../theme.ts";
import type { ChartModel } from "./chart-model.ts";
import { optionOf } from "./chart-option.ts";

// Only what these charts are made of, so that the chunk stays small.
use([
  AriaComponent,
  BarChart,
  GridComponent,
  LegendComponent,
  LegendScrollComponent,
  LineChart,
  MarkLineComponent,
  SVGRenderer,
  TooltipComponent,
]);

/** A chart drawn as SVG, so that it prints sharp; it takes the size of what holds it. */
export default function Chart(props: { model: ChartModel }) {
  const { model } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    const holder = box.current;
    if (holder === null) return;
    const made = init(holder, null, { renderer: "svg" });
    chart.current = made;
    const fit = () => made.resize();
    const observer = new ResizeObserver(fit);
    observer.observe(holder);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const holder = box.current;
    if (holder === null) return;
    const { fontFamily } = getComputedStyle(holder);
    chart.current?.setOption(optionOf(model, fontFamily, prefersStillness()), { notMerge: true });
  }, [model]);
  return <div ref={box} className="chart" role="img" aria-label={model.title} />;
}
