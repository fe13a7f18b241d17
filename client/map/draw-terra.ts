import type { Position } from "geojson";
import type { Map as LibreMap } from "maplibre-gl";
import {
  TerraDraw,
  TerraDrawFreehandMode,
  TerraDrawLineStringMode,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawRectangleMode,
  TerraDrawSelectMode,
  ValidateNotSelfIntersecting,
  type TerraDrawMouseEvent,
} from "terra-draw";
import { DrawAdapter } from "./draw-adapter.ts";
import { CHANGING } from "./palette.ts";

/** Pixels within which a click meets a vertex: to close a shape, to end a line, to take hold of a corner. */
const REACH_PX = 11;

export interface TerraDrawParts {
  readonly draw: TerraDraw;
  readonly adapter: DrawAdapter;
  /** Takes the last vertex back; true when there was one to take. */
  readonly takeBack: () => boolean;
  readonly letCross: (mayCross: boolean) => void;
}

/**
 * terra-draw with the modes and looks of the plan map, started. Its undo of whole drawings is not set up: the plan has the only one. Its
 * keys are off as well, see `DrawAdapter`.
 */
export function startTerraDraw(
  map: LibreMap,
  on: {
    snap: (at: Position) => Position | null;
    cursor: (cursor: string) => void;
    /** Whether a press may drag the selected outline, which it may not when it drags something else. */
    mayDrag: () => boolean;
    /** A shape that crosses itself was to be finished. */
    refused: () => void;
  },
): TerraDrawParts {
  const adapter = new DrawAdapter(map, on.cursor);
  const snapping = {
    toCustom: (event: TerraDrawMouseEvent) => on.snap([event.lng, event.lat]) ?? undefined,
  };
  const shared = { pointerDistance: REACH_PX };
  const vertices = {
    coordinatePointColor: CHANGING,
    coordinatePointWidth: 4,
    coordinatePointOutlineColor: "#ffffff",
    coordinatePointOutlineWidth: 1.5,
    closingPointColor: "#ffffff",
    closingPointWidth: 6,
    closingPointOutlineColor: CHANGING,
    closingPointOutlineWidth: 2.5,
    snappingPointColor: "#ffffff",
    snappingPointWidth: 7,
    snappingPointOutlineColor: CHANGING,
    snappingPointOutlineWidth: 3,
  } as const;
  const surface = {
    fillColor: CHANGING,
    fillOpacity: 0.14,
    outlineColor: CHANGING,
    outlineWidth: 3,
  } as const;
  const polygon = new TerraDrawPolygonMode({
    ...shared,
    snapping,
    showCoordinatePoints: true,
    styles: { ...surface, ...vertices },
    validation: (feature, { updateType }) => {
      if (updateType !== "finish") return { valid: true };
      const answer = ValidateNotSelfIntersecting(feature);
      if (!answer.valid) on.refused();
      return answer;
    },
  });
  const line = new TerraDrawLineStringMode({
    ...shared,
    snapping,
    showCoordinatePoints: true,
    styles: { lineStringColor: CHANGING, lineStringWidth: 4, ...vertices },
  });
  const select = new TerraDrawSelectMode({
    ...shared,
    allowManualSelection: false,
    allowManualDeselection: false,
    // terra-draw leaves out every n-th move of a drag; the last one must not be among them.
    dragEventThrottle: Number.MAX_SAFE_INTEGER,
    flags: flagsOf(snapping, false),
    pointerEvents: {
      leftClick: true,
      rightClick: true,
      contextMenu: false,
      onDragStart: on.mayDrag,
      onDrag: true,
      onDragEnd: true,
    },
    styles: {
      selectedPolygonColor: CHANGING,
      selectedPolygonFillOpacity: 0.14,
      selectedPolygonOutlineColor: CHANGING,
      selectedPolygonOutlineWidth: 3,
      selectedLineStringColor: CHANGING,
      selectedLineStringWidth: 4,
      selectionPointColor: "#ffffff",
      selectionPointWidth: 5.5,
      selectionPointOutlineColor: CHANGING,
      selectionPointOutlineWidth: 2.5,
      midPointColor: CHANGING,
      midPointWidth: 3.5,
      midPointOpacity: 0.75,
      midPointOutlineColor: "#ffffff",
      midPointOutlineWidth: 1,
    },
  });
  const interaction = "click-move-or-drag" as const;
  let lastId = 0;
  const draw = new TerraDraw({
    adapter,
    tracked: false,
    idStrategy: { isValidId: (id) => typeof id === "number", getId: () => ++lastId },
    modes: [
      polygon,
      line,
      select,
      new TerraDrawPointMode({ ...shared, styles: { pointColor: CHANGING, pointWidth: 6 } }),
      new TerraDrawRectangleMode({ ...shared, drawInteraction: interaction, styles: surface }),
      new TerraDrawFreehandMode({
        ...shared,
        drawInteraction: interaction,
        minDistance: 5,
        styles: { ...surface, closingPointColor: CHANGING, closingPointWidth: 4 },
      }),
    ],
  });
  draw.start();
  return {
    draw,
    adapter,
    takeBack: () => {
      const mode = [polygon, line].find(({ state }) => state === "drawing");
      mode?.undo();
      return mode !== undefined;
    },
    letCross: (mayCross) => {
      draw.updateModeOptions<typeof TerraDrawSelectMode>("select", {
        flags: flagsOf(snapping, mayCross),
      });
    },
  };
}

/** What may be done with a selected outline. A road may cross itself; an outline only where it did before, so that it can be mended. */
function flagsOf(
  snappable: { toCustom: (event: TerraDrawMouseEvent) => Position | undefined },
  mayCross: boolean,
) {
  const coordinates = {
    draggable: true,
    deletable: true,
    midpoints: { draggable: true },
    snappable,
  };
  return {
    polygon: { feature: { draggable: true, selfIntersectable: mayCross, coordinates } },
    linestring: { feature: { draggable: true, selfIntersectable: true, coordinates } },
  };
}
