import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";

/** The edge between two maps that lie on each other: dragged by hand, moved by arrow keys. `at` in per cent of the width. */
export function Curtain(props: { at: number; onMove: (at: number) => void }) {
  const { t } = useTranslation();
  const { at, onMove } = props;
  const to = (value: number) => onMove(Math.min(100, Math.max(0, value)));
  const onKeyDown = (event: KeyboardEvent) => {
    const step: Readonly<Record<string, number>> = {
      ArrowLeft: at - 2,
      ArrowDown: at - 2,
      ArrowRight: at + 2,
      ArrowUp: at + 2,
      PageDown: at - 10,
      PageUp: at + 10,
      Home: 0,
      End: 100,
    };
    const next = step[event.key];
    if (next === undefined) return;
    event.preventDefault();
    // Keys of the page (turning pages) would move something else besides.
    event.stopPropagation();
    to(next);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    const box = handle.parentElement!.getBoundingClientRect();
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) =>
      to(((moved.clientX - box.left) / box.width) * 100);
    const end = () => handle.removeEventListener("pointermove", move);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, { once: true });
    handle.addEventListener("pointercancel", end, { once: true });
  };
  return (
    <div
      className="curtain-edge"
      role="slider"
      tabIndex={0}
      aria-label={t("thematic.map.curtain")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at)}
      style={{ left: `${at}%` }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    >
      <i aria-hidden="true" />
    </div>
  );
}
