import type { PaddingOptions } from "maplibre-gl";
import type { BoundingBox } from "../../core/contract/area.ts";
import type { Sector } from "../../core/contract/rule.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { Question } from "../api.ts";
import type { Camera, Language } from "../view-state.ts";
import type { Reshape } from "./draw-edit.ts";
import type { Drawing, Tool } from "./draw.ts";
import type { Flow, Use } from "./plan-features.ts";
import type { PlanSelection } from "./plan-painter.ts";
import type { PlanPointed } from "./plan-pointing.ts";
import type { SelectHow } from "./select-villages.ts";

type Place = readonly [number, number];

/** What can be switched on and off: existing networks by sector, and the rest. */
type PlanLayer = Sector | "villages" | "labels" | "zones" | "flows" | "works" | "notes";

/** A piece of line that would be laid. */
export interface NeededLine {
  readonly from: Place;
  readonly to: Place;
  readonly sector: Sector;
}

/** A failing check where it is on the map. */
interface CheckMark {
  readonly id: string;
  readonly position: Place;
  readonly severity: "hard" | "soft";
}

/** What the page may ask of the plan map beside what it shows. */
export interface PlanMapHandle {
  fit(box: BoundingBox): void;
  flyTo(position: Place, zoom?: number): void;
  zoomBy(steps: number): void;
  /** Shows exactly what another map shows. */
  jumpTo(camera: Camera): void;
  /** Pixels from the top left of the map. */
  project(position: Place): { x: number; y: number };
  /** The map as it is drawn now, as a PNG; wait for `onIdle` to have all of it. */
  picture(): Promise<Blob>;
  /** Gives the keyboard to the map. */
  focus(): void;
  /** Ends, gives up, or takes a vertex back from what is being drawn, for buttons. */
  finishDrawing(): void;
  cancelDrawing(): void;
  takeBack(): void;
}

export interface PlanMapProps {
  region: string;
  version: string;
  /** The rule whose status colours the villages. */
  question: Question;
  language: Language;
  /** Where to start: a camera, or else the box to fit. */
  camera: Camera | null;
  box: BoundingBox | null;
  padding: Required<PaddingOptions>;
  layers: Readonly<Record<PlanLayer, boolean>>;
  /** The villages of the plan's area: what is selected is counted in these, never in tiles. Sectors in it are snapped to exactly. */
  columns: Snapshot | null;
  plan: Plan;
  /** How full settlements are, by id; those left out are drawn empty. */
  use: ReadonlyMap<string, Use>;
  /** Moves and works up to this year are drawn strong, later ones pale; null = all strong. */
  year: number | null;
  selection: PlanSelection;
  tool: Tool;
  /** False: nothing on the map can be drawn, dragged or reshaped; selecting goes on. */
  mayEdit: boolean;
  /** Draws new and dragged vertices to existing lines and to outlines of the plan. */
  snapping: boolean;
  /** A place to go to and to ring, for as long as it is given. */
  focus: { readonly position: Place; readonly zoom?: number } | null;
  /** Colours of villages by their number in the data, instead of those of their status; null = by status. */
  tints?: ReadonlyMap<number, string> | null;
  /** Lines that a village in question would need, drawn over everything. */
  neededLines?: readonly NeededLine[];
  flowsByTownship: readonly Flow[];
  flowsByVillage: readonly Flow[];
  checks: readonly CheckMark[];
  /** What others have selected, with their names. */
  others?: readonly { readonly name: string; readonly position: Place }[];
  /** Villages that a proposal changes, and how. */
  proposed?: readonly {
    readonly position: Place;
    readonly kind: "added" | "changed" | "removed";
  }[];
  onHandle: (handle: PlanMapHandle | null) => void;
  onCamera: (camera: Camera, byHand: boolean) => void;
  onPoint: (pointed: PlanPointed | null, at: { x: number; y: number }) => void;
  onSelectVillages: (keys: string[], how: SelectHow) => void;
  onSelectSettlement: (id: string | null) => void;
  onSelectWorks: (id: string | null) => void;
  onSelectNote?: (id: string) => void;
  onSelectCheck?: (id: string) => void;
  /** A drawing is finished; a settlement of which only one vertex was set comes as a point. */
  onDrawn: (drawing: Drawing) => void;
  /** At most once a frame while something is drawn, null when it ends or is given up. */
  onDrawing?: (drawing: Drawing | null) => void;
  onReshape: (reshape: Reshape) => void;
  /** The selected villages were dropped onto a settlement. */
  onDropVillages: (settlement: string) => void;
  onPlaceNote: (position: [number, number]) => void;
  onIdle?: () => void;
  /** The browser cannot draw a map. */
  onFailure: () => void;
}
