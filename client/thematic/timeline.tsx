import { CaretRightOutlined, PauseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
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
  const [ahead, setAhead] = useAhead(at);
  const move = (stop: number) => {
    setAhead(stop);
    props.onYear(stops[stop] ?? null);
  };
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
          value={ahead}
          aria-label={t("thematic.years.slider")}
          aria-valuetext={textOf(stops[ahead] ?? null)}
          onChange={(event) => move(Number(event.target.value))}
        />
        <ol aria-hidden="true">
          {stops.map((stop, i) => (
            <li key={stop ?? "all"} data-now={i === ahead}>
              <button type="button" tabIndex={-1} onClick={() => move(i)}>
                {stop === null ? t("thematic.years.allShort") : stop}
              </button>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

/** Milliseconds after which a stop that was asked for and never came is given up. */
const PATIENCE_MS = 2000;

/** Where the slider stands: where it was moved to, while the map and the address still follow; then where they are. */
function useAhead(at: number): [number, (stop: number) => void] {
  const [asked, setAsked] = useState<number | null>(null);
  if (asked === at) setAsked(null);
  useEffect(() => {
    if (asked === null) return;
    const timer = setTimeout(() => setAsked(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  return [asked ?? at, setAsked];
}
