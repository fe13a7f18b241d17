import { useEffect, useMemo, useRef, useState, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../format.ts";
import { ADVICE_COLOURS, CHANGING, LABEL } from "../../map/palette.ts";
import { useDesk } from "../desk.ts";
import { formatYuan } from "./money-text.ts";
import type { CompareRow } from "./rows.ts";
import {
  axisOf,
  evenLine,
  placeOn,
  plotted,
  spotAt,
  spotsOf,
  ticksOf,
  type Spot,
} from "./scatter-scale.ts";

const EDGE = { left: 52, right: 24, top: 10, bottom: 38 };
/** From so many dots on they are drawn fainter and without rims. */
const MANY = 1500;
/** A drag shorter than this is a click. */
const CLICK_PX = 4;

interface Drag {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/**
 * What building costs a household against what moving costs, a dot for each village. Above the line building is dearer. A click opens a
 * village, a rectangle picks those in it; by keyboard and for reading programs the list has the same.
 */
export function Scatter(props: {
  rows: readonly CompareRow[];
  selected: ReadonlySet<string>;
  onOpen: (row: CompareRow) => void;
  onPick: (keys: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const { rows, selected } = props;
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [pointed, setPointed] = useState<Spot | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  useEffect(() => {
    const box = holder.current;
    if (box === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: box.clientWidth, height: box.clientHeight }),
    );
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const drawn = useMemo(() => {
    const shown = plotted(rows);
    const x = axisOf(shown.map(({ move }) => move));
    // So high that the line of equal costs is seen above the dots.
    const y = axisOf([...shown.map(({ build }) => build), x.most]);
    const frame = {
      left: EDGE.left,
      top: EDGE.top,
      width: Math.max(10, size.width - EDGE.left - EDGE.right),
      height: Math.max(10, size.height - EDGE.top - EDGE.bottom),
    };
    return { x, y, frame, spots: spotsOf(shown, x, y, frame), even: evenLine(x, y, frame) };
  }, [rows, size]);
  const texts = useMemo(
    () => ({ x: t("build.axis.move"), y: t("build.axis.build"), even: t("build.axis.even") }),
    [t],
  );

  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen || size.width === 0) return;
    const scale = window.devicePixelRatio;
    element.width = Math.round(size.width * scale);
    element.height = Math.round(size.height * scale);
    pen.scale(scale, scale);
    const { x, y, frame, spots, even } = drawn;
    pen.font = `11px ${getComputedStyle(element).fontFamily}`;
    pen.lineWidth = 1;
    pen.strokeStyle = "#e2e7ec";
    pen.fillStyle = LABEL;
    const [bottom, right] = [frame.top + frame.height, frame.left + frame.width];
    pen.textAlign = "center";
    for (const tick of ticksOf(x)) {
      const at = frame.left + placeOn(x, tick) * frame.width;
      line(pen, at, frame.top, at, bottom);
      pen.fillText(formatYuan(tick, language, t), at, bottom + 14);
    }
    pen.textAlign = "right";
    for (const tick of ticksOf(y)) {
      const at = frame.top + (1 - placeOn(y, tick)) * frame.height;
      line(pen, frame.left, at, right, at);
      pen.fillText(formatYuan(tick, language, t), frame.left - 6, at + 4);
    }
    pen.textAlign = "center";
    pen.fillText(texts.x, frame.left + frame.width / 2, bottom + 30);
    pen.save();
    pen.translate(11, frame.top + frame.height / 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText(texts.y, 0, 0);
    pen.restore();
    for (const { x: at, y: up, radius, row } of spots) {
      pen.beginPath();
      pen.arc(at, up, radius, 0, 2 * Math.PI);
      pen.globalAlpha = spots.length > MANY ? 0.35 : 0.6;
      pen.fillStyle = ADVICE_COLOURS[row.advice];
      pen.fill();
      pen.globalAlpha = 1;
      if (!selected.has(row.key) && spots.length > MANY) continue;
      pen.strokeStyle = selected.has(row.key) ? CHANGING : "rgba(255,255,255,0.7)";
      pen.lineWidth = selected.has(row.key) ? 2.5 : 0.7;
      pen.stroke();
    }
    if (even !== null) {
      pen.strokeStyle = LABEL;
      pen.lineWidth = 1.5;
      pen.setLineDash([5, 4]);
      line(pen, ...even[0], ...even[1]);
      pen.setLineDash([]);
      pen.fillStyle = LABEL;
      pen.textAlign = "right";
      pen.fillText(texts.even, even[1][0] - 4, even[1][1] + 16);
    }
  }, [drawn, size, selected, language, texts, t]);

  const at = (event: PointerEvent): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const rectangle = drag === null ? null : boxOf(drag);
  return (
    <div ref={holder} className="compare-plot">
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("build.plot", { n: formatCount(drawn.spots.length, language) })}
        style={{ width: size.width, height: size.height }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: at(event), to: at(event) });
        }}
        onPointerMove={(event) => {
          const to = at(event);
          if (drag !== null) setDrag({ ...drag, to });
          setPointed(spotAt(drawn.spots, ...to));
        }}
        onPointerLeave={() => setPointed(null)}
        onPointerUp={(event) => {
          setDrag(null);
          if (drag === null) return;
          const { left, top, width, height } = boxOf({ ...drag, to: at(event) });
          if (width < CLICK_PX && height < CLICK_PX) {
            const spot = spotAt(drawn.spots, ...at(event));
            if (spot !== null) props.onOpen(spot.row);
            return;
          }
          props.onPick(
            drawn.spots
              .filter(({ x, y }) => x >= left && x <= left + width && y >= top && y <= top + height)
              .map(({ row }) => row.key),
          );
        }}
      />
      {rectangle === null ? null : <div className="compare-box" style={rectangle} />}
      {pointed === null ? null : (
        <div
          className="compare-tip"
          style={{
            left: Math.min(pointed.x + 10, Math.max(0, size.width - 200)),
            top: Math.max(0, pointed.y - 60),
          }}
        >
          <strong>{pointed.row.name}</strong> {pointed.row.township}
          <br />
          {t("build.tip", {
            households: formatCount(pointed.row.households, language),
            build: formatYuan(pointed.row.build, language, t),
            move: formatYuan(pointed.row.move, language, t),
          })}
        </div>
      )}
    </div>
  );
}

function line(pen: CanvasRenderingContext2D, ax: number, ay: number, bx: number, by: number) {
  pen.beginPath();
  pen.moveTo(ax, ay);
  pen.lineTo(bx, by);
  pen.stroke();
}

function boxOf({ from, to }: Drag): { left: number; top: number; width: number; height: number } {
  return {
    left: Math.min(from[0], to[0]),
    top: Math.min(from[1], to[1]),
    width: Math.abs(from[0] - to[0]),
    height: Math.abs(from[1] - to[1]),
  };
}
