import { CaretRightOutlined, PauseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

/** Years to go through, the whole span first; plays them one after the other. */
export function Timeline(props: {
  years: readonly number[];
  year: number | null;
  playing: boolean;
  onYear: (year: number | null) => void;
  /** Null where nothing can be pressed, on a wall: keys play. */
  onPlay: (() => void) | null;
}) {
  const { t } = useTranslation();
  const { years, year, playing } = props;
  const stops = [null, ...years];
  const at = Math.max(0, stops.indexOf(year));
  const textOf = (stop: number | null) => (stop === null ? t("thematic.years.all") : String(stop));
  return (
    <div className="timeline" role="group" aria-label={t("thematic.ask.year")}>
      {props.onPlay === null ? null : (
        <Button
          shape="circle"
          type={playing ? "primary" : "default"}
          icon={playing ? <PauseOutlined /> : <CaretRightOutlined />}
          aria-label={t(playing ? "thematic.years.stop" : "thematic.years.play")}
          title={t(playing ? "thematic.years.stop" : "thematic.years.play")}
          onClick={props.onPlay}
        />
      )}
      <div className="timeline-track">
        <input
          type="range"
          min={0}
          max={years.length}
          step={1}
          value={at}
          aria-label={t("thematic.years.slider")}
          aria-valuetext={textOf(stops[at] ?? null)}
          onChange={(event) => props.onYear(stops[Number(event.target.value)] ?? null)}
        />
        <ol aria-hidden="true">
          {stops.map((stop, i) => (
            <li key={stop ?? "all"} data-now={i === at}>
              <button type="button" tabIndex={-1} onClick={() => props.onYear(stop)}>
                {stop === null ? t("thematic.years.allShort") : stop}
              </button>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
