import { DoubleLeftOutlined, DoubleRightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWindowWidth } from "./use-width.ts";
import { rememberedPanel, rememberPanel, type PanelSize } from "../preferences.ts";

const LEAST_PX = 280;
const MOST_PX = 640;
/** A panel takes no more of the window than this, so that two leave a map between them. */
const MOST_OF_WINDOW = 0.34;

/** Width and fold of a side panel, remembered between visits; in a small window it is narrower than remembered. */
export function usePanelSize(
  name: string,
  widthPx: number,
): [PanelSize, (size: PanelSize) => void] {
  const [size, setSize] = useState(() => rememberedPanel(name, { widthPx, folded: false }));
  useEffect(() => rememberPanel(name, size), [name, size]);
  const most = Math.max(LEAST_PX, Math.round(useWindowWidth() * MOST_OF_WINDOW));
  return [size.widthPx <= most ? size : { ...size, widthPx: most }, setSize];
}

/** A panel that floats over the map at one side, folds away and can be made wider by mouse or keyboard. */
export function Panel(props: {
  id: string;
  side: "left" | "right";
  name: string;
  /** Shown above what scrolls, beside the button that folds, so that nothing scrolls under that. */
  heading?: string;
  size: PanelSize;
  onSize: (size: PanelSize) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { side, size, onSize, name } = props;
  const towardsEdge = side === "left" ? <DoubleLeftOutlined /> : <DoubleRightOutlined />;
  const fromEdge = side === "left" ? <DoubleRightOutlined /> : <DoubleLeftOutlined />;
  const resize = (widthPx: number) =>
    onSize({ ...size, widthPx: Math.round(Math.min(MOST_PX, Math.max(LEAST_PX, widthPx))) });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowLeft" ? -16 : event.key === "ArrowRight" ? 16 : 0;
    if (step === 0) return;
    event.preventDefault();
    resize(size.widthPx + (side === "left" ? step : -step));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const bar = event.currentTarget;
    const from = event.clientX;
    bar.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) =>
      resize(size.widthPx + (side === "left" ? 1 : -1) * (moved.clientX - from));
    const end = () => bar.removeEventListener("pointermove", move);
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", end, { once: true });
    bar.addEventListener("pointercancel", end, { once: true });
  };
  return (
    <section
      id={props.id}
      className={`panel panel-${side}`}
      data-folded={size.folded}
      aria-label={name}
      tabIndex={-1}
      style={size.folded ? undefined : { width: size.widthPx }}
    >
      <Button
        className="panel-fold"
        size="small"
        type="text"
        aria-expanded={!size.folded}
        aria-label={t(size.folded ? "panel.unfold" : "panel.fold", { panel: name })}
        title={t(size.folded ? "panel.unfold" : "panel.fold", { panel: name })}
        icon={size.folded ? fromEdge : towardsEdge}
        onClick={() => onSize({ ...size, folded: !size.folded })}
      />
      {size.folded ? null : (
        <>
          <div className="panel-inside">
            {props.heading === undefined ? null : <h2 className="panel-head">{props.heading}</h2>}
            <div className="panel-body">{props.children}</div>
          </div>
          <div
            className="panel-edge"
            role="separator"
            tabIndex={0}
            aria-orientation="vertical"
            aria-label={t("panel.resize", { panel: name })}
            aria-valuenow={size.widthPx}
            aria-valuemin={LEAST_PX}
            aria-valuemax={MOST_PX}
            onKeyDown={onKeyDown}
            onPointerDown={onPointerDown}
          />
        </>
      )}
    </section>
  );
}
