import type { Polygon, Position } from "geojson";
import type { Map as LibreMap } from "maplibre-gl";
import type { TerraDraw } from "terra-draw";
import type { DrawAdapter } from "./draw-adapter.ts";
import {
  isShape,
  placeInside,
  roundGeometry,
  roundPosition,
  verticesOf,
  type Drawn,
} from "./draw-geometry.ts";
import type { TerraDrawParts } from "./draw-terra.ts";
import type { SelectHow } from "./select-villages.ts";

/** What a person holds in hand. */
export type Tool =
  | "look"
  | "settlement"
  | "works-line"
  | "works-point"
  | "works-area"
  | "rectangle"
  | "lasso"
  | "note";
/** Tools that draw something of the plan. */
type DrawTool = "settlement" | "works-line" | "works-point" | "works-area";

export interface Drawing {
  readonly tool: DrawTool;
  readonly geometry: Drawn;
  /** Of a finished settlement, where its sign stands: inside its outline, or the place itself. */
  readonly sign?: Position;
}

/** How far a drawing is, for the line of help under the map. */
export interface Progress {
  readonly tool: Tool;
  /** Vertices that are set. */
  readonly vertices: number;
  readonly geometry: Drawn | null;
  /** The shape crosses itself and was not taken. */
  readonly refused: boolean;
}

export interface DrawEvents {
  onDrawn: (drawing: Drawing) => void;
  onDrawing: (drawing: Drawing | null) => void;
  /** A rectangle or lasso, and what it does to the selection. */
  onShape: (ring: Position[], how: SelectHow) => void;
  onPlaceNote: (position: Position) => void;
  onProgress: (progress: Progress) => void;
}

const MODES: Readonly<Record<Tool, string>> = {
  look: "static",
  settlement: "polygon",
  "works-line": "linestring",
  "works-point": "point",
  "works-area": "polygon",
  rectangle: "rectangle",
  lasso: "freehand",
  note: "point",
};

/** The double click that ends a drawing must not zoom the map as well: until it is surely over, the map does not get it. */
const HAND_BACK_MS = 300;

const drawsPlan = (tool: Tool): tool is DrawTool =>
  tool === "settlement" || tool.startsWith("works-");

/** Draws new things with the tool in hand. The drawing is terra-draw's only until it is finished; then it is handed over and forgotten. */
export class DrawingTool {
  readonly #map: LibreMap;
  readonly #draw: TerraDraw;
  readonly #adapter: DrawAdapter;
  readonly #takeBack: () => boolean;
  readonly #events: DrawEvents;
  #tool: Tool = "look";
  #toolAtPress: Tool = "look";
  #frame = 0;
  #how: SelectHow = "replace";
  #wasDrawing = false;
  #refused = false;
  #hovered: Position | null = null;
  #handBack: ReturnType<typeof setTimeout> | undefined;

  constructor(map: LibreMap, parts: TerraDrawParts, events: DrawEvents) {
    this.#map = map;
    this.#draw = parts.draw;
    this.#adapter = parts.adapter;
    this.#takeBack = parts.takeBack;
    this.#events = events;
    this.#draw.on("change", () => {
      this.#refused = false;
      if (this.#tool !== "look") this.#tellSoon();
    });
    this.#draw.on("finish", (id, { action }) => {
      const geometry = this.#draw.getSnapshotFeature(id)?.geometry;
      if (action !== "draw" || geometry === undefined) return;
      // terra-draw is still at it; what it holds is taken away right after.
      queueMicrotask(() => this.#finished(geometry as Drawn));
    });
    const container = map.getCanvasContainer();
    container.addEventListener("pointerdown", this.#noteTool, { capture: true });
    container.addEventListener("pointerup", this.#noteKeys, { capture: true });
    map.on("mousemove", ({ lngLat }) => this.#hover([lngLat.lng, lngLat.lat]));
    map.on("mouseout", () => this.#hover(null));
    map.on("dblclick", () => this.finishAsPoint());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#handBack);
    const container = this.#map.getCanvasContainer();
    container.removeEventListener("pointerdown", this.#noteTool, { capture: true });
    container.removeEventListener("pointerup", this.#noteKeys, { capture: true });
  }

  get tool(): Tool {
    return this.#tool;
  }

  /** The tool when the button was pressed last: the click that ends a drawing is not one that selects. */
  get toolAtPress(): Tool {
    return this.#toolAtPress;
  }

  setTool(tool: Tool): void {
    if (tool === this.#tool) return;
    this.#tool = tool;
    const isLooking = tool === "look";
    this.#draw.clear();
    this.#draw.setMode(MODES[tool]);
    clearTimeout(this.#handBack);
    if (isLooking) this.#handBack = setTimeout(() => this.#letMapZoom(true), HAND_BACK_MS);
    else this.#letMapZoom(false);
    this.#hovered = null;
    this.#tell();
  }

  get isDrawing(): boolean {
    return this.#current() !== null;
  }

  /** Takes what is drawn as it is; `how` says what a rectangle or lasso does to the selection. */
  finish(how: SelectHow = "replace"): void {
    this.#how = how;
    if (!this.finishAsPoint()) this.#adapter.key("Enter");
  }

  /** A settlement of which only one vertex is set is a place without an outline. */
  finishAsPoint(): boolean {
    const current = this.#current();
    if (this.#tool !== "settlement" || current?.vertices !== 1) return false;
    const [at] = (current.geometry as Polygon).coordinates[0]!;
    this.#finished({ type: "Point", coordinates: at! });
    return true;
  }

  cancel(): void {
    this.#adapter.key("Escape");
    this.#tellSoon();
  }

  /** Takes the last vertex back; a rectangle or lasso, which has none to take, is given up. */
  takeBack(): void {
    if (!this.#takeBack()) this.cancel();
    this.#tellSoon();
  }

  hover(at: { x: number; y: number }): void {
    this.#adapter.hover(at);
    const { lng, lat } = this.#map.unproject([at.x, at.y]);
    this.#hover([lng, lat]);
  }

  press(at: { x: number; y: number }, how: SelectHow): void {
    this.#how = how;
    this.#adapter.press(at);
  }

  /** Says that a shape crosses itself and cannot be finished. */
  refuse(): void {
    this.#refused = true;
    this.#progress();
  }

  #letMapZoom(on: boolean): void {
    for (const handler of [this.#map.doubleClickZoom, this.#map.boxZoom])
      if (on) handler.enable();
      else handler.disable();
  }

  readonly #noteTool = (): void => {
    this.#toolAtPress = this.#tool;
  };

  readonly #noteKeys = (event: PointerEvent): void => {
    this.#how = howOf(event);
  };

  #hover(at: Position | null): void {
    if (this.#tool !== "works-point") return;
    this.#hovered = at === null ? null : roundPosition(at);
    this.#tellSoon();
  }

  #finished(geometry: Drawn): void {
    const tool = this.#tool;
    this.#draw.clear();
    this.#hovered = null;
    this.#tell();
    const rounded = roundGeometry(geometry);
    if (tool === "note")
      this.#events.onPlaceNote((rounded as { coordinates: Position }).coordinates);
    else if (tool === "rectangle" || tool === "lasso")
      this.#events.onShape((rounded as Polygon).coordinates[0]!, this.#how);
    else if (drawsPlan(tool) && isShape(rounded))
      this.#events.onDrawn({
        tool,
        geometry: rounded,
        ...(tool === "settlement" ? { sign: signOf(rounded) } : {}),
      });
  }

  /** At most once a frame. */
  #tellSoon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#tell());
  }

  #tell(): void {
    const geometry = this.#progress();
    if (!drawsPlan(this.#tool) || geometry === null || !isShape(geometry)) {
      if (this.#wasDrawing) this.#events.onDrawing(null);
      this.#wasDrawing = false;
      return;
    }
    this.#wasDrawing = true;
    this.#events.onDrawing({ tool: this.#tool, geometry: roundGeometry(geometry) });
  }

  #progress(): Drawn | null {
    const current = this.#current();
    const geometry: Drawn | null =
      current?.geometry ??
      (this.#hovered === null ? null : { type: "Point", coordinates: this.#hovered });
    const vertices = current?.vertices ?? 0;
    this.#events.onProgress({ tool: this.#tool, vertices, geometry, refused: this.#refused });
    return geometry;
  }

  /** What is being drawn, with the place of the pointer as its last vertex, and how many vertices are set without that. */
  #current(): { geometry: Drawn; vertices: number } | null {
    if (this.#tool === "look") return null;
    const feature = this.#draw
      .getSnapshot()
      .find(({ properties }) => properties["currentlyDrawing"] === true);
    if (feature === undefined) return null;
    const { geometry, properties } = feature;
    const set = properties["committedCoordinateCount"];
    const vertices =
      typeof set === "number"
        ? set
        : geometry.type === "LineString"
          ? geometry.coordinates.length - 1
          : 1;
    return { geometry: geometry as Drawn, vertices };
  }
}

function signOf(geometry: Drawn): Position {
  if (geometry.type === "Polygon") return placeInside(geometry);
  return verticesOf(geometry)[0]!;
}

/** Shift adds to the selection, Ctrl, Alt or Command takes away from it. */
export function howOf(keys: {
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}): SelectHow {
  if (keys.shiftKey) return "add";
  return keys.ctrlKey || keys.altKey || keys.metaKey ? "remove" : "replace";
}
