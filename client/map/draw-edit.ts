import type { LineString, Polygon, Position } from "geojson";
import { ValidateNotSelfIntersecting, type TerraDraw } from "terra-draw";
import type { DrawAdapter } from "./draw-adapter.ts";
import { roundGeometry, sameGeometry, siteSign, type Drawn } from "./draw-geometry.ts";
import type { TerraDrawParts } from "./draw-terra.ts";

/** The outline or line in hand, as the plan has it. */
export interface EditTarget {
  readonly kind: "settlement" | "works";
  readonly id: string;
  readonly geometry: Polygon | LineString;
  /** Of a settlement, where its sign stands. */
  readonly sign: readonly [number, number] | null;
}

/** A change of shape or place: while the hand moves, and once when it is done. */
export interface Reshape {
  readonly kind: "settlement" | "works" | "note";
  readonly id: string;
  readonly geometry: Drawn;
  /** Of a settlement with an outline, where its sign goes: always inside. */
  readonly sign?: Position;
  readonly phase: "moving" | "done";
}

/** How long the plan has to take a finished change before the drawing goes back to what the plan has. */
const TAKE_MS = 400;

/** Lets the outline of what is selected be reshaped. The plan stays the truth: what it does not take springs back. */
export class OutlineEditor {
  readonly #draw: TerraDraw;
  readonly #adapter: DrawAdapter;
  readonly #letCross: (mayCross: boolean) => void;
  readonly #onReshape: (reshape: Reshape) => void;
  #target: EditTarget | null = null;
  #feature: number | null = null;
  #told: Drawn | null = null;
  #frame = 0;
  #springBack: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: TerraDrawParts, onReshape: (reshape: Reshape) => void) {
    this.#draw = parts.draw;
    this.#adapter = parts.adapter;
    this.#letCross = parts.letCross;
    this.#onReshape = onReshape;
    this.#draw.on("change", (ids, type, context) => {
      const isOwn = context !== undefined && "origin" in context && context.origin === "api";
      if (type !== "update" || isOwn || !ids.includes(this.#feature ?? -1)) return;
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.#tell("moving"));
    });
    this.#draw.on("finish", (id, { action }) => {
      if (id !== this.#feature || action === "draw") return;
      // A middle that is dragged is a vertex at once, but the change is done when it is let go.
      const isUnderWay = action === "insertMidpoint" && this.#adapter.isDragging;
      cancelAnimationFrame(this.#frame);
      this.#tell(isUnderWay ? "moving" : "done");
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#springBack);
  }

  get target(): EditTarget | null {
    return this.#target;
  }

  /** Takes something in hand, or what the plan has made of it; null puts it down. */
  hold(target: EditTarget | null): void {
    const before = this.#target;
    const isSame = before?.kind === target?.kind && before?.id === target?.id;
    if (target === null) {
      if (before === null) return;
      this.#target = null;
      this.#putDown();
      // A tool that has been taken up meanwhile keeps its mode.
      if (this.#draw.getMode() === "select") this.#draw.setMode("static");
      return;
    }
    if (isSame && before?.geometry === target.geometry && this.#feature !== null) return;
    this.#target = target;
    const held = this.#held();
    const shown = isSame && held !== null && sameGeometry(held, roundGeometry(target.geometry));
    // Another person's edit must not tear a drag out of the hand; when it ends, the plan decides.
    if (!shown && !this.#adapter.isDragging) this.#show(target);
  }

  /** What is on the map now, holes and all. */
  get geometry(): Polygon | LineString | null {
    return this.#held();
  }

  /** Gives up what the crosshair drags: back to what the plan has. */
  giveUp(): void {
    this.#putDown();
    this.#adapter.letGo({ x: 0, y: 0 });
    if (this.#target !== null) this.#show(this.#target);
  }

  #show(target: EditTarget): void {
    this.#putDown();
    const shape = shellOf(roundGeometry(target.geometry));
    const isCrossed =
      shape.type === "Polygon" &&
      !ValidateNotSelfIntersecting({ type: "Feature", geometry: shape, properties: {} }).valid;
    this.#letCross(isCrossed);
    this.#draw.setMode("select");
    const [added] = this.#draw.addFeatures([
      {
        type: "Feature",
        geometry: shape,
        properties: { mode: shape.type === "Polygon" ? "polygon" : "linestring" },
      },
    ]);
    if (added?.valid !== true || typeof added.id !== "number") return;
    this.#feature = added.id;
    this.#told = this.#held();
    this.#draw.selectFeature(added.id);
  }

  #putDown(): void {
    clearTimeout(this.#springBack);
    cancelAnimationFrame(this.#frame);
    if (this.#feature !== null) this.#draw.clear();
    this.#feature = null;
  }

  #held(): Polygon | LineString | null {
    if (this.#feature === null || this.#target === null) return null;
    const shape = this.#draw.getSnapshotFeature(this.#feature)?.geometry;
    if (shape?.type === "LineString") return roundGeometry(shape);
    if (shape?.type !== "Polygon" || this.#target.geometry.type !== "Polygon") return null;
    const holes = this.#target.geometry.coordinates.slice(1);
    return roundGeometry({ type: "Polygon", coordinates: [shape.coordinates[0]!, ...holes] });
  }

  #tell(phase: Reshape["phase"]): void {
    const [target, geometry] = [this.#target, this.#held()];
    if (target === null || geometry === null) return;
    const { kind, id, sign } = target;
    const isNew = this.#told === null || !sameGeometry(geometry, this.#told);
    const differs = !sameGeometry(geometry, roundGeometry(target.geometry));
    this.#told = geometry;
    if (phase === "moving" ? !isNew : !differs) return;
    const place =
      sign !== null && geometry.type === "Polygon" && target.geometry.type === "Polygon"
        ? { sign: siteSign(geometry, target.geometry, sign) }
        : {};
    this.#onReshape({ kind, id, geometry, phase, ...place });
    clearTimeout(this.#springBack);
    if (phase === "done") this.#springBack = setTimeout(() => this.#settle(), TAKE_MS);
  }

  #settle(): void {
    const [target, held] = [this.#target, this.#held()];
    if (target === null || held === null || this.#adapter.isDragging) return;
    if (!sameGeometry(held, roundGeometry(target.geometry))) this.#show(target);
  }
}

/** terra-draw knows no holes: they are kept aside and come back with every answer. */
function shellOf<Geometry extends Polygon | LineString>(geometry: Geometry): Geometry {
  if (geometry.type !== "Polygon") return geometry;
  return { type: "Polygon", coordinates: [geometry.coordinates[0]!] } as Geometry;
}
