import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Level } from "../../core/contract/area.ts";
import { Sparkline } from "./sparkline.tsx";

export interface KeyFigureShown {
  key: string;
  label: string;
  /** The large figure and the small unit beside it. */
  figure: string;
  unit: string;
  /** Against the year before or against today: which way, by how much, and whether that is good. */
  change: { text: string; up: boolean; tone: "good" | "bad" | "plain" } | null;
  /** One short line under it: what is not served, what was planned. */
  beside: string | null;
  target: { text: string; tone: "met" | "below" | "undetermined" | "plain" } | null;
  /** Among the areas beside it in the area above. */
  rank: { place: number; of: number; within: Level } | null;
  trend: { values: readonly (number | null)[]; target: number | null } | null;
}

/** One figure that an area is read by; pressed, it opens to what it is made of. */
export function KeyFigure(props: { shown: KeyFigureShown; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const { shown } = props;
  const { change, target, rank, trend } = shown;
  return (
    <li className="key-figure" data-figure={shown.key} data-open={props.open}>
      <button type="button" aria-expanded={props.open} onClick={props.onOpen}>
        <span className="key-label">{shown.label}</span>
        <span className="key-value">
          <b>{shown.figure}</b> <span>{shown.unit}</span>
        </span>
        <span className="key-spark">
          {trend === null ? null : <Sparkline values={trend.values} target={trend.target} />}
        </span>
        <span className="key-line">
          {change === null ? null : (
            <span className="key-change" data-tone={change.tone}>
              {change.up ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />}{" "}
              {change.text}
            </span>
          )}
          {shown.beside === null ? null : <span>{shown.beside}</span>}
        </span>
        <span className="key-line">
          {target === null ? null : (
            <span className="mark" data-tone={target.tone}>
              {target.text}
            </span>
          )}
          {rank === null ? null : (
            <span className="key-rank">
              {t(`figures.rank.${rank.within}`, { place: rank.place, of: rank.of })}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
