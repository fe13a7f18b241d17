import type { Map as LibreMap, PaddingOptions } from "maplibre-gl";
import { howOf } from "./draw.ts";
import type { SelectHow } from "./select-villages.ts";

interface Pixel {
  x: number;
  y: number;
}

/** What keys do on the map: the same as the mouse, by a pointer that arrow keys move. */
export interface CrosshairActions {
  /** True while a tool draws; arrow keys then move the crosshair at once, and otherwise pan until Space brings it. */
  hasTool(): boolean;
  isDrawing(): boolean;
  hover(at: Pixel): void;
  click(at: Pixel, how: SelectHow): void;
  removeVertex(at: Pixel): void;
  finish(how: SelectHow): void;
  takeBack(): void;
  cancelDrawing(): void;
  /** Takes hold of what lies there; false when there is nothing to take. */
  grab(at: Pixel): boolean;
  isGrabbing(): boolean;
  letGo(at: Pixel): void;
  cancelGrab(): void;
  /** The vertex of the outline in hand after (or before) the one nearest to a place. */
  nextVertex(at: Pixel, step: 1 | -1): Pixel | null;
  onShown(shown: boolean): void;
}

const STEP_PX = 4;
const STRIDE = 10;
/** From the border of what no panel covers the map moves instead of the crosshair. */
const MARGIN_PX = 36;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The second pointer. Keys that it does not use go on to the map and to the page. */
export class Crosshair {
  readonly #map: LibreMap;
  readonly #sign: HTMLElement;
  readonly #actions: CrosshairActions;
  readonly #padding: () => Required<PaddingOptions>;
  #at: Pixel | null = null;
  /** Where it was when the mouse took over. */
  #last: Pixel | null = null;

  constructor(
    map: LibreMap,
    sign: HTMLElement,
    padding: () => Required<PaddingOptions>,
    actions: CrosshairActions,
  ) {
    this.#map = map;
    this.#sign = sign;
    this.#padding = padding;
    this.#actions = actions;
    map.getCanvas().addEventListener("keydown", this.#onKey);
    map.getCanvas().addEventListener("pointermove", this.#onMouse);
    map.getCanvas().addEventListener("blur", this.#onMouse);
  }

  stop(): void {
    const canvas = this.#map.getCanvas();
    canvas.removeEventListener("keydown", this.#onKey);
    canvas.removeEventListener("pointermove", this.#onMouse);
    canvas.removeEventListener("blur", this.#onMouse);
  }

  hide(): void {
    if (this.#at === null) return;
    if (this.#actions.isGrabbing()) this.#actions.cancelGrab();
    this.#last = this.#at;
    this.#at = null;
    this.#sign.hidden = true;
    this.#actions.onShown(false);
  }

  readonly #onMouse = (): void => this.hide();

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!this.#handle(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** True when the key was meant for the crosshair or for what is being drawn. */
  #handle(event: KeyboardEvent): boolean {
    const actions = this.#actions;
    const how = howOf(event);
    const arrow = ARROWS[event.key];
    if (actions.isDrawing()) {
      const takesBack = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
      if (event.key === "Backspace" || (takesBack && !event.shiftKey)) {
        actions.takeBack();
        return true;
      }
      if (event.key === "Enter") {
        actions.finish(how);
        return true;
      }
      if (event.key === "Escape") {
        actions.cancelDrawing();
        return true;
      }
    }
    if (arrow !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey)
      return this.#move(arrow, event.shiftKey ? STEP_PX * STRIDE : STEP_PX);
    if (event.key === " ") {
      this.#space(how);
      return true;
    }
    const at = this.#at;
    if (at === null || event.ctrlKey || event.altKey || event.metaKey) return false;
    switch (event.key) {
      case "Enter":
        if (actions.isGrabbing()) actions.letGo(at);
        else if (!actions.hasTool()) actions.click(at, how);
        return true;
      case "Escape":
        if (actions.isGrabbing()) actions.cancelGrab();
        else this.hide();
        return true;
      case "g":
      case "G":
        if (actions.isGrabbing()) actions.letGo(at);
        else actions.grab(at);
        return true;
      case "v":
      case "V": {
        const vertex = actions.nextVertex(at, event.shiftKey ? -1 : 1);
        if (vertex !== null) this.#goTo(vertex);
        return true;
      }
      case "Delete":
        actions.removeVertex(at);
        return true;
      default:
        return false;
    }
  }

  #space(how: SelectHow): void {
    const at = this.#at;
    if (at === null) this.#goTo(this.#last ?? this.#middle());
    else if (this.#actions.isGrabbing()) this.#actions.letGo(at);
    else this.#actions.click(at, how);
  }

  #move([dx, dy]: readonly [number, number], stepPx: number): boolean {
    if (this.#at === null && !this.#actions.hasTool()) return false;
    if (this.#at === null) this.#goTo(this.#last ?? this.#middle());
    else this.#goTo({ x: this.#at.x + dx * stepPx, y: this.#at.y + dy * stepPx });
    return true;
  }

  #goTo(wanted: Pixel): void {
    const { left, top, right, bottom } = this.#bounds();
    const at = {
      x: Math.max(left, Math.min(right, wanted.x)),
      y: Math.max(top, Math.min(bottom, wanted.y)),
    };
    if (this.#at !== null && (at.x !== wanted.x || at.y !== wanted.y))
      this.#map.panBy([wanted.x - at.x, wanted.y - at.y], { duration: 0 });
    const isNew = this.#at === null;
    this.#at = at;
    this.#sign.style.transform = `translate(${at.x}px, ${at.y}px)`;
    this.#sign.hidden = false;
    if (isNew) this.#actions.onShown(true);
    this.#actions.hover(at);
  }

  #bounds(): { left: number; top: number; right: number; bottom: number } {
    const { clientWidth, clientHeight } = this.#map.getCanvas();
    const padding = this.#padding();
    const left = Math.min(padding.left + MARGIN_PX, clientWidth / 2);
    const top = Math.min(padding.top + MARGIN_PX, clientHeight / 2);
    return {
      left,
      top,
      right: Math.max(left, clientWidth - padding.right - MARGIN_PX),
      bottom: Math.max(top, clientHeight - padding.bottom - MARGIN_PX),
    };
  }

  #middle(): Pixel {
    const { left, top, right, bottom } = this.#bounds();
    return { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) };
  }
}
