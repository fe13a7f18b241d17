import type { Map as LibreMap } from "maplibre-gl";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { TerraDrawExtend } from "terra-draw";
import { DECIMALS } from "./draw-geometry.ts";

type Pixel = Readonly<{ x: number; y: number }>;
type MouseEventOfDraw = Parameters<TerraDrawExtend.TerraDrawCallbacks["onClick"]>[0];

/** Prefix of the sources and layers in which terra-draw draws. */
const DRAW_PREFIX = "draw";
export const DRAW_POINTS = `${DRAW_PREFIX}-point`;

/**
 * terra-draw on our map, with three differences. Keys come from `draw-keys.ts` alone, so that one key never does two things. A second
 * pointer, the crosshair that arrow keys move, acts by the same path as the mouse. And neither zooming by double click nor the cursor is
 * terra-draw's to settle.
 */
export class DrawAdapter extends TerraDrawMapLibreGLAdapter<LibreMap> {
  readonly #onCursor: (cursor: string) => void;
  #callbacks: TerraDrawExtend.TerraDrawCallbacks | null = null;
  #isGrabbing = false;

  constructor(map: LibreMap, onCursor: (cursor: string) => void) {
    super({ map, prefixId: DRAW_PREFIX, coordinatePrecision: DECIMALS });
    this.#onCursor = onCursor;
  }

  override register(callbacks: TerraDrawExtend.TerraDrawCallbacks): void {
    this.#callbacks = callbacks;
    super.register({
      ...callbacks,
      // A drag starts where the button was pressed, not where the mouse was first seen to move.
      onDragStart: (event, setDraggable) => {
        callbacks.onDragStart(this._lastDrawEvent ?? event, setDraggable);
        callbacks.onDrag(event, setDraggable);
      },
    });
    for (const listener of this._listeners)
      if (listener.name.startsWith("key")) listener.unregister();
  }

  override setDoubleClickToZoom(): void {
    // The map neither zooms by double click while a tool is in hand nor forgets to do so afterwards: draw.ts sees to both.
  }

  override setCursor(cursor: string): void {
    this.#onCursor(cursor === "unset" ? "" : cursor);
  }

  /** True while the mouse or the crosshair drags a vertex, a middle or the whole. */
  get isDragging(): boolean {
    return this._dragState === "dragging" || this.#isGrabbing;
  }

  /** Moves the pointer without the mouse. */
  hover(at: Pixel): void {
    const callbacks = this.#callbacks;
    if (this.#isGrabbing) callbacks?.onDrag(this.#eventAt(at, "neither"), () => {});
    else callbacks?.onMouseMove(this.#eventAt(at, "neither"));
  }

  /** Clicks without the mouse; the right button takes a vertex of a selected outline away. */
  press(at: Pixel, button: "left" | "right" = "left"): void {
    this.hover(at);
    this.#callbacks?.onClick(this.#eventAt(at, button));
  }

  /** Takes hold of what lies at a place; it follows `hover` until `letGo`. */
  grab(at: Pixel): void {
    this.hover(at);
    this.#callbacks?.onDragStart(this.#eventAt(at, "left"), () => {});
    this.#isGrabbing = true;
  }

  letGo(at: Pixel): void {
    if (!this.#isGrabbing) return;
    this.#isGrabbing = false;
    this.#callbacks?.onDragEnd(this.#eventAt(at, "left"), () => {});
  }

  /** "Enter" ends what is being drawn, "Escape" gives it up. */
  key(key: "Enter" | "Escape"): void {
    this.#callbacks?.onKeyUp({ key, heldKeys: [], preventDefault: () => {} });
  }

  #eventAt({ x, y }: Pixel, button: MouseEventOfDraw["button"]): MouseEventOfDraw {
    const { lng, lat } = this.unproject(x, y);
    return {
      lng: Number(lng.toFixed(DECIMALS)),
      lat: Number(lat.toFixed(DECIMALS)),
      containerX: x,
      containerY: y,
      button,
      heldKeys: [],
      isContextMenu: false,
    };
  }
}
