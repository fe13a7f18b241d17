import type { Map } from "maplibre-gl";

/** Adds the pattern "hatch": thin diagonal lines, drawn here so that no picture has to be loaded. */
export function addHatch(map: Map, colour: string): void {
  const size = 16;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  if (!map.hasImage("hatch"))
    map.addImage("hatch", pen.getImageData(0, 0, size, size), { pixelRatio: 2 });
}
