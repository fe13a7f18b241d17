import type { LineString, Position } from "geojson";
import type { GeoJSONSource, Map as LibreMap, PaddingOptions } from "maplibre-gl";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import type { WhatIfSession, WhatIfState } from "../what-if/session.ts";
import { DRAW_POINTS } from "./draw-adapter.ts";
import { Crosshair } from "./draw-keys.ts";
import { piecesOfTiles, snapTo, type PiecesIn } from "./draw-snap.ts";
import { startTerraDraw, type TerraDrawParts } from "./draw-terra.ts";
import { OutlineEditor } from "./draw-edit.ts";
import { verticesOf } from "./draw-geometry.ts";
import { DrawingTool } from "./draw.ts";
import { networkLayerIds } from "./network-style.ts";
import { setVisible } from "./painting.ts";
import { IDLE_HAND, type HandState } from "./plan-hint.tsx";
import { addPlanIcons } from "./plan-icons.ts";
import { closedLayers } from "./plan-works-style.ts";
import { WHAT_IF_SOURCES, whatIfLayers } from "./what-if-style.ts";

interface Pixel {
  x: number;
  y: number;
}

/** Clicks this near to a line take it. */
const TAKE_PX = 7;
/** The layer that stays above what is tried: names can be read. */
const BELOW = "village-label";

/** Draws on the map of the Coverage workspace what a session tries, and lets a hand try it, by mouse or keys. */
export class WhatIfStage {
  readonly #map: LibreMap;
  readonly #session: WhatIfSession;
  readonly #parts: TerraDrawParts;
  readonly #drawing: DrawingTool;
  readonly #editor: OutlineEditor;
  readonly #crosshair: Crosshair;
  readonly #sign: HTMLElement;
  readonly #unsubscribe: () => void;
  #hand: HandState = IDLE_HAND;
  #shown: Partial<WhatIfState> & { sector?: Sector } = {};
  #frame = 0;
  #edited: string | null = null;
  #cursor = "";
  #drawCursor = "";
  #isGrabbing = false;

  /** `map` must have its style. */
  constructor(
    map: LibreMap,
    session: WhatIfSession,
    padding: () => Required<PaddingOptions>,
    onPoint: (at: Pixel) => void,
  ) {
    this.#map = map;
    this.#session = session;
    addPlanIcons(map);
    for (const [id, source] of Object.entries(WHAT_IF_SOURCES)) map.addSource(id, source);
    const below = map.getLayer(BELOW) === undefined ? undefined : BELOW;
    for (const layer of whatIfLayers) map.addLayer(layer, below);
    this.#parts = startTerraDraw(map, {
      snap: (at) => this.#snap(at),
      cursor: (cursor) => {
        this.#drawCursor = map.getCanvas().style.cursor = cursor;
      },
      mayDrag: () => true,
      refused: () => {},
    });
    this.#drawing = new DrawingTool(map, this.#parts, {
      onDrawn: (drawing) => session.keep(drawing),
      onDrawing: (drawing) => session.follow(drawing),
      onShape: () => {},
      onPlaceNote: () => {},
      onProgress: (progress) => this.#tell({ progress }),
    });
    this.#editor = new OutlineEditor(this.#parts, ({ id, geometry, phase }) => {
      if (geometry.type === "LineString") session.reshape(id, geometry, phase === "done");
    });
    this.#sign = document.createElement("div");
    this.#sign.className = "crosshair";
    this.#sign.setAttribute("aria-hidden", "true");
    this.#sign.hidden = true;
    map.getContainer().append(this.#sign);
    this.#crosshair = new Crosshair(map, this.#sign, padding, {
      hasTool: () => session.read().tool !== "look",
      isDrawing: () => this.#drawing.isDrawing,
      hover: (at) => {
        if (this.#isGrabbing) {
          this.#parts.adapter.hover(at);
          return;
        }
        this.#drawing.hover(at);
        if (session.read().tool === "look") onPoint(at);
      },
      click: (at, how) => {
        if (session.read().tool === "existing") this.#take(at);
        else if (session.read().tool === "draw") this.#drawing.press(at, how);
        else session.hold(this.#trialAt(at));
      },
      removeVertex: (at) => this.#parts.adapter.press(at, "right"),
      finish: (how) => this.#drawing.finish(how),
      takeBack: () => this.#drawing.takeBack(),
      cancelDrawing: () => this.#drawing.cancel(),
      grab: (at) => this.#grab(at),
      isGrabbing: () => this.#isGrabbing,
      letGo: (at) => {
        this.#isGrabbing = false;
        this.#parts.adapter.letGo(at);
      },
      cancelGrab: () => {
        this.#isGrabbing = false;
        this.#editor.giveUp();
      },
      nextVertex: (at, step) => this.#nextVertex(at, step),
      onShown: (crosshair) => this.#tell({ crosshair }),
    });
    session.hand = {
      isDrawing: () => this.#drawing.isDrawing,
      takeBack: () => this.#drawing.takeBack(),
      cancel: () => this.#drawing.cancel(),
    };
    map.on("mousemove", this.#onMove);
    this.#unsubscribe = session.subscribe(() => this.#show());
    this.#show();
  }

  stop(): void {
    const map = this.#map;
    cancelAnimationFrame(this.#frame);
    this.#unsubscribe();
    this.#session.hand = null;
    map.off("mousemove", this.#onMove);
    this.#crosshair.stop();
    this.#sign.remove();
    this.#editor.stop();
    this.#drawing.setTool("look");
    this.#drawing.stop();
    this.#parts.draw.stop();
    map.getCanvas().style.cursor = "";
    map.doubleClickZoom.enable();
    map.boxZoom.enable();
    for (const { id } of whatIfLayers) if (map.getLayer(id) !== undefined) map.removeLayer(id);
    for (const id of Object.keys(WHAT_IF_SOURCES))
      if (map.getSource(id) !== undefined) map.removeSource(id);
  }

  /** True when a click was this one's: it drew, or it took an existing feature. */
  takesClick(at: Pixel): boolean {
    if (this.#drawing.toolAtPress !== "look") return true;
    if (this.#session.read().tool === "existing") {
      this.#take(at);
      return true;
    }
    if (this.#isOnHandle(at)) return true;
    const trial = this.#trialAt(at);
    this.#session.hold(trial);
    return trial !== null;
  }

  /** True while the pointer draws or chooses what to take away, and points at nothing else. */
  get isBusy(): boolean {
    return this.#session.read().tool !== "look" || this.#parts.adapter.isDragging;
  }

  #show(): void {
    const state = this.#session.read();
    const { sector } = this.#session.rule;
    const before = this.#shown;
    this.#shown = { ...state, sector };
    this.#drawing.setTool(this.#session.drawTool);
    // After the tool, which clears whatever is in hand.
    this.#holdSelected();
    if (state.tool !== before.tool && state.tool !== "draw")
      this.#map.getCanvas().style.cursor = this.#cursor = "";
    if (state.history.now !== before.history?.now) this.#drawWorks(state);
    if (state.history.now !== before.history?.now || sector !== before.sector)
      this.#crossOut(state);
    if (state.figures !== before.figures) this.#lightUp(state);
  }

  #holdSelected(): void {
    const trial = this.#session.heldTrial;
    const geometry = trial?.works.geometry;
    const isLine = trial !== null && geometry?.type === "LineString";
    this.#editor.hold(
      isLine ? { kind: "works", id: trial.id, geometry: geometry as LineString, sign: null } : null,
    );
    const id = isLine ? trial.id : null;
    if (id === this.#edited) return;
    this.#edited = id;
    for (const layer of ["what-if-casing", "what-if-line"])
      this.#map.setFilter(layer, [
        "all",
        ["==", ["geometry-type"], "LineString"],
        ["!=", ["get", "id"], id ?? ""],
      ]);
    this.#tell({ editing: isLine });
  }

  /** Takes hold by key of the vertex or middle that the crosshair is on: terra-draw's cursor tells. */
  #grab(at: Pixel): boolean {
    if (this.#editor.target === null || this.#drawCursor === "") return false;
    this.#parts.adapter.grab(at);
    this.#isGrabbing = true;
    return true;
  }

  #nextVertex(at: Pixel, step: 1 | -1): Pixel | null {
    const { geometry } = this.#editor;
    if (geometry === null) return null;
    const pixels = verticesOf(geometry).map(([lng, lat]) => this.#map.project([lng!, lat!]));
    const away = pixels.map(({ x, y }) => Math.hypot(x - at.x, y - at.y));
    const nearest = away.indexOf(Math.min(...away));
    // The first press goes to the nearest vertex, further ones go round.
    const next = away[nearest]! > 1.5 ? nearest : (nearest + step + pixels.length) % pixels.length;
    return { x: pixels[next]!.x, y: pixels[next]!.y };
  }

  /** True on a vertex or middle of the line in hand: a click there is terra-draw's. */
  #isOnHandle({ x, y }: Pixel): boolean {
    if (this.#editor.target === null) return false;
    const box: [[number, number], [number, number]] = [
      [x - 8, y - 8],
      [x + 8, y + 8],
    ];
    return this.#map.queryRenderedFeatures(box, { layers: [DRAW_POINTS] }).length > 0;
  }

  /** The line that is tried at a place, or the one in hand; null where there is none. */
  #trialAt({ x, y }: Pixel): string | null {
    const box: [[number, number], [number, number]] = [
      [x - TAKE_PX, y - TAKE_PX],
      [x + TAKE_PX, y + TAKE_PX],
    ];
    if (this.#edited !== null) {
      const { lng, lat } = this.#map.unproject([x, y]);
      if (this.#parts.draw.getFeaturesAtLngLat({ lng, lat }, { pointerDistance: TAKE_PX }).length)
        return this.#edited;
    }
    const [found] = this.#map.queryRenderedFeatures(box, { layers: ["what-if-casing"] });
    const id: unknown = found?.properties["id"];
    return typeof id === "string" ? id : null;
  }

  #drawWorks({ history }: WhatIfState): void {
    this.#fill(
      "what-if-works",
      history.now.flatMap(({ id, works }) =>
        works.geometry === null
          ? []
          : [
              {
                type: "Feature" as const,
                properties: { id, sector: works.sector },
                geometry: works.geometry as GeoJSON.Geometry,
              },
            ],
      ),
    );
  }

  #crossOut({ history }: WhatIfState): void {
    for (const sector of SECTORS) {
      const gone = history.now.flatMap(({ works }) =>
        works.sector === sector && works.action === "close" ? [works.featureId!] : [],
      );
      for (const layer of closedLayers(sector)) {
        this.#map.setFilter(layer, ["in", ["id"], ["literal", gone]]);
        setVisible(this.#map, [layer], gone.length > 0 && sector === this.#session.rule.sector);
      }
    }
  }

  #lightUp({ figures }: WhatIfState): void {
    const points = (["lost", "gained"] as const).flatMap((which) =>
      (figures?.[which].positions ?? []).map((position) => ({
        type: "Feature" as const,
        properties: { to: which === "gained" ? "served" : "lost" },
        geometry: { type: "Point" as const, coordinates: [position[0], position[1]] },
      })),
    );
    this.#fill("what-if-turned", points);
  }

  #fill(source: string, features: GeoJSON.Feature[]): void {
    void this.#map
      .getSource<GeoJSONSource>(source)
      ?.setData({ type: "FeatureCollection", features });
  }

  #tell(state: Partial<HandState>): void {
    this.#hand = { ...this.#hand, ...state };
    this.#session.tellProgress(this.#hand);
  }

  readonly #onMove = ({ point }: { point: Pixel }): void => {
    if (this.#session.read().tool !== "existing") return;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const cursor = this.#featureAt(point) === null ? "crosshair" : "pointer";
      if (cursor !== this.#cursor) this.#map.getCanvas().style.cursor = this.#cursor = cursor;
    });
  };

  #take(at: Pixel): void {
    const id = this.#featureAt(at);
    if (id !== null) void this.#session.washOut(id);
  }

  /** The existing feature of the rule's sector at a place, a line before an area; by its id in the data. */
  #featureAt({ x, y }: Pixel): number | null {
    const layers = networkLayerIds(this.#session.rule.sector).filter(
      (layer) => this.#map.getLayer(layer) !== undefined && !layer.endsWith("-outline"),
    );
    for (const reach of [2, TAKE_PX]) {
      const found = this.#map
        .queryRenderedFeatures(
          [
            [x - reach, y - reach],
            [x + reach, y + reach],
          ],
          { layers },
        )
        .toSorted((a, b) => rank(a.geometry.type) - rank(b.geometry.type));
      const id = found[0]?.id;
      if (typeof id === "number") return id;
    }
    return null;
  }

  /** Draws a vertex to the lines in view and to those that are tried. */
  #snap(at: Position): Position | null {
    const map = this.#map;
    const here = map.project([at[0]!, at[1]!]);
    const step = map.unproject([here.x + 10, here.y - 10]);
    const scale = { lng: 10 / Math.abs(step.lng - at[0]!), lat: 10 / Math.abs(step.lat - at[1]!) };
    const tried: PiecesIn = (_, visit) => {
      for (const { id, works } of this.#session.read().history.now) {
        if (id === this.#edited || works.geometry?.type !== "LineString") continue;
        const line = works.geometry.coordinates;
        for (let i = 1; i < line.length; i++)
          visit(line[i - 1]![0], line[i - 1]![1], line[i]![0], line[i]![1]);
      }
    };
    return snapTo(at, scale, (box, visit) => {
      tried(box, visit);
      piecesOfTiles(map, null)(box, visit);
    });
  }
}

const rank = (type: string): number =>
  type.endsWith("Point") ? 0 : type.endsWith("LineString") ? 1 : 2;
