import type { Position } from "geojson";
import type { Map as LibreMap } from "maplibre-gl";
import { Crosshair } from "./draw-keys.ts";
import { OutlineEditor, type Reshape } from "./draw-edit.ts";
import { DRAW_POINTS } from "./draw-adapter.ts";
import { verticesOf } from "./draw-geometry.ts";
import { piecesOfNetworks, piecesOfPlan, piecesOfTiles, snapTo } from "./draw-snap.ts";
import { startTerraDraw, type TerraDrawParts } from "./draw-terra.ts";
import { DrawingTool, howOf } from "./draw.ts";
import { listenDragging, type Drag, type Pixel } from "./plan-dragging.ts";
import { FlowPainter } from "./plan-flows.ts";
import type { HandState } from "./plan-hint.tsx";
import { addPlanIcons } from "./plan-icons.ts";
import type { PlanMapProps } from "./plan-map-props.ts";
import { PlanPainter } from "./plan-painter.ts";
import { editTargetOf, gripAt, nameOf, pick } from "./plan-picking.ts";
import { planPointedAt } from "./plan-pointing.ts";
import { villageKey, villagesInRing, type SelectHow } from "./select-villages.ts";

type Latest = { readonly current: PlanMapProps };

/** What stands on the map of a plan and what happens there by mouse and keys. Reads its properties at the moment it needs them. */
export class PlanStage {
  readonly map: LibreMap;
  readonly painter: PlanPainter;
  readonly flows: FlowPainter;
  readonly drawing: DrawingTool;
  readonly editor: OutlineEditor;
  readonly #parts: TerraDrawParts;
  readonly #latest: Latest;
  readonly #crosshair: Crosshair;
  readonly #tell: (state: Partial<HandState>) => void;
  readonly #stopDragging: () => void;
  /** Cursors that drawing and pointing ask for; drawing's comes first. */
  #drawCursor = "";
  #pointCursor = "";
  #drag: Drag | null = null;
  #frame = 0;

  /** `map` must have its style. `sign` is the crosshair. */
  constructor(
    map: LibreMap,
    sign: HTMLElement,
    latest: Latest,
    tell: (state: Partial<HandState>) => void,
  ) {
    this.map = map;
    this.#latest = latest;
    this.#tell = tell;
    addPlanIcons(map);
    this.painter = new PlanPainter(map);
    this.flows = new FlowPainter(map);
    this.#parts = startTerraDraw(map, {
      snap: (at) => this.#snap(at),
      cursor: (cursor) => {
        this.#drawCursor = cursor;
        this.#showCursor();
      },
      mayDrag: () => this.#drag === null && !this.#isGripped,
      refused: () => queueMicrotask(() => this.drawing.refuse()),
    });
    this.drawing = new DrawingTool(map, this.#parts, {
      onDrawn: (drawn) => latest.current.onDrawn(drawn),
      onDrawing: (drawing) => latest.current.onDrawing?.(drawing),
      onShape: (ring, how) => this.#selectIn(ring, how),
      onPlaceNote: ([lng, lat]) => latest.current.onPlaceNote([lng!, lat!]),
      onProgress: (progress) => {
        const isShape = progress.tool === "rectangle" || progress.tool === "lasso";
        const ring = progress.geometry?.type === "Polygon" ? progress.geometry.coordinates[0]! : [];
        const within = isShape && progress.vertices > 0 ? this.#rowsIn(ring).length : null;
        tell({ progress, within });
      },
    });
    this.editor = new OutlineEditor(this.#parts, (reshape) => this.#reshape(reshape));
    this.#stopDragging = listenDragging(
      map,
      (point) => this.#grip(point),
      (drag) => this.#setDrag(drag),
    );
    this.#crosshair = new Crosshair(map, sign, () => latest.current.padding, {
      hasTool: () => this.drawing.tool !== "look",
      isDrawing: () => this.drawing.isDrawing,
      hover: (at) => this.#crosshairTo(at),
      click: (at, how) => this.#clickByKey(at, how),
      removeVertex: (at) => this.#parts.adapter.press(at, "right"),
      finish: (how) => this.drawing.finish(how),
      takeBack: () => this.drawing.takeBack(),
      cancelDrawing: () => this.drawing.cancel(),
      grab: (at) => this.#grab(at),
      isGrabbing: () => this.#drag !== null,
      letGo: (at) => {
        const drag = this.#drag;
        this.#setDrag(null);
        drag?.drop(at);
      },
      cancelGrab: () => {
        const drag = this.#drag;
        this.#setDrag(null);
        drag?.cancel();
      },
      nextVertex: (at, step) => this.#nextVertex(at, step),
      onShown: (crosshair) => tell({ crosshair, under: "" }),
    });
    this.#listen();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#stopDragging();
    this.#crosshair.stop();
    this.drawing.stop();
    this.editor.stop();
    this.#parts.draw.stop();
  }

  /** Takes the outline of what is selected in hand, where it may be changed and nothing else is being drawn. */
  holdSelected(): void {
    const target = editTargetOf(this.#latest.current);
    this.editor.hold(target);
    this.painter.editingSite.set(target?.kind === "settlement" ? target.id : null);
    this.painter.editingWorks.set(target?.kind === "works" ? target.id : null);
    this.#tell({ editing: target !== null });
  }

  /** What a press may drag there: signs first, then the villages that are selected. */
  #grip(point: Pixel): Drag | null {
    const drag = this.#gripAt(point);
    this.#isGripped = drag !== null;
    return drag;
  }
  #isGripped = false;

  #gripAt(point: Pixel): Drag | null {
    if (this.#isOnHandle(point)) return null;
    return gripAt(this.map, this.painter, this.#latest.current, point);
  }

  /** Takes hold by key: a sign or villages as the mouse would, or else what terra-draw has in hand there. */
  #grab(at: Pixel): boolean {
    if (this.drawing.tool !== "look") return false;
    const drag = this.#gripAt(at) ?? this.#outlineDrag();
    if (drag === null) return false;
    if (drag.hint === "outline") {
      this.#parts.adapter.grab(at);
    }
    this.#setDrag(drag);
    return true;
  }

  /** The outline in hand, where the crosshair is on it: terra-draw's cursor tells. */
  #outlineDrag(): Drag | null {
    if (this.editor.target === null || this.#drawCursor === "") return null;
    const { adapter } = this.#parts;
    return {
      hint: "outline",
      move: (point) => adapter.hover(point),
      drop: (point) => adapter.letGo(point),
      cancel: () => this.editor.giveUp(),
    };
  }

  #setDrag(drag: Drag | null): void {
    this.#drag = drag;
    this.#isGripped = false;
    this.#tell({ drag: drag === null || drag.hint === "outline" ? null : drag.hint });
    this.#showCursor();
    if (drag !== null) this.#latest.current.onPoint(null, { x: 0, y: 0 });
  }

  #reshape(reshape: Reshape): void {
    if (reshape.kind === "settlement" && reshape.sign !== undefined)
      this.painter.displace("settlement", reshape.id, reshape.sign);
    this.#latest.current.onReshape(reshape);
  }

  #snap(at: Position): Position | null {
    const { snapping, columns, plan } = this.#latest.current;
    if (!snapping) return null;
    const { map } = this;
    const here = map.project([at[0]!, at[1]!]);
    const step = map.unproject([here.x + 10, here.y - 10]);
    const scale = {
      lng: 10 / Math.abs(step.lng - at[0]!),
      lat: 10 / Math.abs(step.lat - at[1]!),
    };
    const target = this.editor.target;
    const except = target === null ? null : `${target.kind}:${target.id}`;
    return snapTo(at, scale, (box, visit) => {
      piecesOfPlan(plan, except)(box, visit);
      if (columns !== null) piecesOfNetworks(columns)(box, visit);
      piecesOfTiles(map, columns)(box, visit);
    });
  }

  #rowsIn(ring: readonly Position[]): Int32Array {
    const { columns } = this.#latest.current;
    if (columns === null) return new Int32Array(0);
    return villagesInRing(columns.villages, ring as [number, number][]);
  }

  #selectIn(ring: readonly Position[], how: SelectHow): void {
    const { columns, onSelectVillages } = this.#latest.current;
    const rows = this.#rowsIn(ring);
    onSelectVillages(
      Array.from(rows, (row) => villageKey(columns!.villages, row)),
      how,
    );
  }

  #crosshairTo(at: Pixel): void {
    if (this.#drag !== null) {
      this.#drag.move(at);
      return;
    }
    this.drawing.hover(at);
    if (this.drawing.tool !== "look") return;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const pointed = planPointedAt(this.map, at, this.#latest.current.columns);
      this.#latest.current.onPoint(pointed, at);
      this.#tell({ under: nameOf(pointed, this.#latest.current.plan) });
    });
  }

  #clickByKey(at: Pixel, how: SelectHow): void {
    if (this.drawing.tool !== "look") {
      this.drawing.press(at, how);
      return;
    }
    if (this.#isOnHandle(at)) this.#parts.adapter.press(at);
    else pick(this.map, this.#latest.current, at, how !== "replace");
  }

  #nextVertex(at: Pixel, step: 1 | -1): Pixel | null {
    const { geometry } = this.editor;
    if (geometry === null) return null;
    const pixels = verticesOf(geometry).map(([lng, lat]) => this.map.project([lng!, lat!]));
    const away = pixels.map(({ x, y }) => Math.hypot(x - at.x, y - at.y));
    const nearest = away.indexOf(Math.min(...away));
    // The first press goes to the nearest vertex, further ones go round.
    const next = away[nearest]! > 1.5 ? nearest : (nearest + step + pixels.length) % pixels.length;
    return { x: pixels[next]!.x, y: pixels[next]!.y };
  }

  /** True on a vertex or middle of the outline in hand: a click there is terra-draw's. */
  #isOnHandle({ x, y }: Pixel): boolean {
    if (this.editor.target === null) return false;
    const box: [[number, number], [number, number]] = [
      [x - 8, y - 8],
      [x + 8, y + 8],
    ];
    return this.map.queryRenderedFeatures(box, { layers: [DRAW_POINTS] }).length > 0;
  }

  #showCursor(): void {
    const grabbing = this.#drag !== null && this.#drag.hint !== "outline";
    this.map.getCanvas().style.cursor = grabbing
      ? "grabbing"
      : this.#drawCursor === ""
        ? this.#pointCursor
        : this.#drawCursor;
  }

  #listen(): void {
    const { map } = this;
    map.on("click", (event) => {
      if (this.drawing.toolAtPress !== "look" || this.#isOnHandle(event.point)) return;
      pick(this.map, this.#latest.current, event.point, howOf(event.originalEvent) !== "replace");
    });
    map.on("mousemove", ({ point: { x, y } }) => {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => {
        if (this.drawing.tool !== "look" || this.#drag !== null || map.isMoving()) return;
        const pointed = planPointedAt(map, { x, y }, this.#latest.current.columns);
        this.#pointCursor = pointed === null || pointed.type === "area" ? "" : "pointer";
        this.#showCursor();
        this.#latest.current.onPoint(pointed, { x, y });
      });
    });
    const leave = () => {
      cancelAnimationFrame(this.#frame);
      this.#latest.current.onPoint(null, { x: 0, y: 0 });
    };
    map.on("mouseout", leave);
    map.on("movestart", leave);
  }
}
