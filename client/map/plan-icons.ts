import type { Map } from "maplibre-gl";
import { SECTORS } from "../../core/contract/rule.ts";
import {
  CAUTION,
  LABEL,
  MOVED,
  NETWORK_COLOURS,
  OVER,
  ZONE_COLOURS,
  ZONE_KINDS,
} from "./palette.ts";
import { RING_STEPS } from "./plan-features.ts";

type Pen = CanvasRenderingContext2D;

/** Pictures are drawn here at twice their size, so that none has to be loaded and all are sharp. */
const SCALE = 2;

function addPicture(
  map: Map,
  name: string,
  [width, height]: readonly [number, number],
  draw: (pen: Pen) => void,
): void {
  if (map.hasImage(name)) return;
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.scale(SCALE, SCALE);
  draw(pen);
  map.addImage(name, pen.getImageData(0, 0, canvas.width, canvas.height), { pixelRatio: SCALE });
}

/** Every sign of the plan map; names are those that plan-style.ts uses. */
export function addPlanIcons(map: Map): void {
  for (let step = 0; step <= RING_STEPS; step++)
    addPicture(map, `settlement-${step}`, [40, 40], (pen) =>
      drawSettlement(pen, step / RING_STEPS, MOVED),
    );
  addPicture(map, "settlement-over", [40, 40], (pen) => drawSettlement(pen, 1, OVER));
  addPicture(map, "note", [24, 30], drawNote);
  addPicture(map, "check-hard", [22, 20], (pen) => drawWarning(pen, OVER, "#ffffff"));
  addPicture(map, "check-soft", [22, 20], (pen) => drawWarning(pen, CAUTION, LABEL));
  addPicture(map, "cross", [14, 14], drawCross);
  for (const sector of SECTORS)
    addPicture(map, `works-${sector}`, [24, 24], (pen) =>
      drawPlannedPoint(pen, NETWORK_COLOURS[sector]),
    );
  for (const kind of ZONE_KINDS)
    addPicture(map, `zone-${kind}`, [12, 12], (pen) => drawHatch(pen, kind));
}

/** A square house sign on white, and around it the ring of its use from the top clockwise. */
function drawSettlement(pen: Pen, part: number, colour: string): void {
  const ring = (to: number, width: number, stroke: string) => {
    pen.beginPath();
    pen.arc(20, 20, 16, -Math.PI / 2, -Math.PI / 2 + to * 2 * Math.PI);
    pen.lineWidth = width;
    pen.strokeStyle = stroke;
    pen.stroke();
  };
  pen.fillStyle = "#ffffff";
  pen.beginPath();
  pen.arc(20, 20, 19.5, 0, 2 * Math.PI);
  pen.fill();
  ring(1, 5, "#ddd6ee");
  if (part > 0) ring(part, 5, colour);
  pen.fillStyle = colour === OVER ? OVER : LABEL;
  pen.beginPath();
  pen.roundRect(11.5, 11.5, 17, 17, 2.5);
  pen.fill();
  pen.fillStyle = "#ffffff";
  pen.beginPath();
  pen.moveTo(20, 13.6);
  pen.lineTo(26.2, 19.4);
  pen.lineTo(24.6, 19.4);
  pen.lineTo(24.6, 25.6);
  pen.lineTo(15.4, 25.6);
  pen.lineTo(15.4, 19.4);
  pen.lineTo(13.8, 19.4);
  pen.closePath();
  pen.fill();
  pen.fillStyle = colour === OVER ? OVER : LABEL;
  pen.fillRect(18.6, 21.4, 2.8, 4.2);
}

function drawNote(pen: Pen): void {
  pen.beginPath();
  pen.moveTo(12, 29);
  pen.bezierCurveTo(10, 22, 1.5, 18, 1.5, 11.5);
  pen.arc(12, 11.5, 10.5, Math.PI, 0);
  pen.bezierCurveTo(22.5, 18, 14, 22, 12, 29);
  pen.closePath();
  pen.fillStyle = "#ffe08a";
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = "#5b4300";
  pen.stroke();
  for (const [y, width] of [
    [8, 10],
    [11.5, 10],
    [15, 6],
  ] as const) {
    pen.fillStyle = "#5b4300";
    pen.fillRect(7, y - 0.75, width, 1.5);
  }
}

function drawWarning(pen: Pen, colour: string, sign: string): void {
  pen.beginPath();
  pen.moveTo(11, 2);
  pen.lineTo(20.5, 18.5);
  pen.lineTo(1.5, 18.5);
  pen.closePath();
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
  pen.fillStyle = sign;
  pen.fillRect(10, 7.5, 2, 5.5);
  pen.fillRect(10, 14.4, 2, 2);
}

function drawCross(pen: Pen): void {
  for (const [width, colour] of [
    [5, "#ffffff"],
    [2.6, OVER],
  ] as const) {
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(3, 3);
    pen.lineTo(11, 11);
    pen.moveTo(11, 3);
    pen.lineTo(3, 11);
    pen.stroke();
  }
}

/** A place of service that is still to be built: a dashed circle in the sector's colour with a plus. */
function drawPlannedPoint(pen: Pen, colour: string): void {
  pen.beginPath();
  pen.arc(12, 12, 9.5, 0, 2 * Math.PI);
  pen.fillStyle = "#ffffff";
  pen.fill();
  pen.setLineDash([4, 2.6]);
  pen.lineWidth = 2.6;
  pen.strokeStyle = colour;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fillRect(10.8, 7.5, 2.4, 9);
  pen.fillRect(7.5, 10.8, 9, 2.4);
}

/** Kinds differ in the direction of their lines too, not only in colour: a tile of 12 pixels that joins with itself on all sides. */
function drawHatch(pen: Pen, kind: (typeof ZONE_KINDS)[number]): void {
  pen.strokeStyle = ZONE_COLOURS[kind];
  pen.lineWidth = 1.3;
  const line = (x1: number, y1: number, x2: number, y2: number) => {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  };
  for (const shift of [-12, -6, 0, 6, 12]) {
    if (kind === "hazard") line(shift - 6, 18, shift + 18, -6);
    if (kind === "redLine" && shift % 12 === 0) line(shift - 6, -6, shift + 18, 18);
  }
  if (kind === "farmland") line(0, 6, 12, 6);
  if (kind === "flood") line(6, 0, 6, 12);
}
