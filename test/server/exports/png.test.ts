import { spawnSync } from "node:child_process";
import { decode } from "fast-png";
import jsQR from "jsqr";
import { expect, test } from "vitest";
import { composePage } from "../../../server/exports/print-job.ts";
import { openTypefaces } from "../../../server/exports/typefaces.ts";
import { writePng } from "../../../server/exports/png.ts";
import type { Sheet, TextItem } from "../../../core/composition/sheet.ts";
import { rectangle } from "../../../core/composition/sheet.ts";
import { SAMPLE_ADDRESS, samplePage } from "../../support/sheet.ts";

const faces = openTypefaces();

interface Picture {
  width: number;
  height: number;
  /** Dots per metre. */
  density: number;
  at: (x: number, y: number) => [number, number, number];
}

/** Reads a PNG, every chunk against its checksum. */
function readPng(bytes: Buffer): Picture {
  const { width, height, data, channels, resolution } = decode(bytes, { checkCrc: true });
  return {
    width,
    height,
    density: resolution?.unit === 1 && resolution.x === resolution.y ? resolution.x : 0,
    at: (x, y) => {
      const i = (y * width + x) * channels;
      return [data[i]!, data[i + 1]!, data[i + 2]!];
    },
  };
}

const sheetOf = (items: Sheet["items"]): Sheet => ({
  widthMm: 25.4,
  heightMm: 25.4,
  name: "",
  items,
});

test("a picture of A4 at 300 dpi has 3508 x 2480 dots and says so", async () => {
  const { sheet } = composePage(samplePage(), faces);
  const picture = readPng(await writePng(sheet, faces, 300));
  expect([picture.width, picture.height]).toEqual([3508, 2480]);
  expect(picture.density).toBe(11_811);
});

test("the QR code on the picture is read back as the address that opens the view", async () => {
  const { sheet } = composePage(samplePage(), faces);
  const { width, height, at } = readPng(await writePng(sheet, faces, 150));
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgba.set([...at(x, y), 255], (y * width + x) * 4);
  expect(jsQR(rgba, width, height)?.data).toBe(SAMPLE_ADDRESS);
});

test("a half-covered dot is half as dark, a hole is left out, what is clipped is not drawn", async () => {
  const ring = [5, 5, 20, 5, 20, 20, 5, 20];
  const hole = [10, 10, 10, 15, 15, 15, 15, 10];
  const sheet = sheetOf([
    { kind: "path", rings: [ring, hole], closed: true, fill: "#000000" },
    rectangle(22, 22.5, 2, 1, { fill: "#ff0000" }),
    {
      kind: "clip",
      x: 0,
      y: 0,
      widthMm: 3,
      heightMm: 3,
      items: [rectangle(0, 0, 25, 4, { fill: "#0000ff" })],
    },
  ]);
  const { at } = readPng(await writePng(sheet, faces, 25.4));
  expect(at(6, 6)).toEqual([0, 0, 0]);
  expect(at(12, 12)).toEqual([255, 255, 255]);
  expect(at(22, 22)[1]).toBeGreaterThan(120);
  expect(at(22, 22)[1]).toBeLessThan(135);
  expect(at(1, 1)).toEqual([0, 0, 255]);
  expect(at(10, 1)).toEqual([255, 255, 255]);
  expect(at(1, 3)).toEqual([255, 255, 255]);
});

test("shapes that reach beyond the paper are drawn where they lie on it", async () => {
  const sheet = sheetOf([
    { kind: "path", rings: [[-50, -50, 12, -50, 12, 80, -50, 80]], closed: true, fill: "#00ff00" },
    {
      kind: "path",
      rings: [[20, 12, 90, 12]],
      closed: false,
      stroke: { colour: "#ff00ff", widthMm: 4 },
    },
  ]);
  const { at } = readPng(await writePng(sheet, faces, 25.4));
  expect(at(0, 0)).toEqual([0, 255, 0]);
  expect(at(11, 24)).toEqual([0, 255, 0]);
  expect(at(13, 24)).toEqual([255, 255, 255]);
  expect(at(24, 12)).toEqual([255, 0, 255]);
});

test("letters are drawn in their colour, with a white rim around them where one is asked for", async () => {
  const text: TextItem = {
    kind: "text",
    text: "一",
    x: 12.7,
    y: 15,
    sizePt: 40,
    weight: "bold",
    colour: "#0000ff",
    align: "middle",
  };
  const ground = rectangle(0, 0, 25.4, 25.4, { fill: "#ff8000" });
  const coloursOf = async (haloMm?: number): Promise<string[]> => {
    const item = haloMm === undefined ? text : { ...text, haloMm };
    const { at } = readPng(await writePng(sheetOf([ground, item]), faces, 254));
    // Down the middle of the page, over the only stroke of the letter.
    const column = Array.from({ length: 254 }, (_, y) => at(127, y).join());
    return column.filter((colour, y) => colour !== column[y - 1] && colour === column[y + 1]);
  };
  expect(await coloursOf()).toEqual(["255,128,0", "0,0,255", "255,128,0"]);
  const rimmed = await coloursOf(1);
  expect(rimmed.slice(0, 3)).toEqual(["255,128,0", "255,236,217", "0,0,255"]);
  expect(rimmed.slice(-2)).toEqual(["255,236,217", "255,128,0"]);
});

test("an A3 page at 300 dpi takes less than 600 MB, in a process of its own", () => {
  const dist = new URL("../../../dist/", import.meta.url).href;
  const page = JSON.stringify(samplePage({ paper: "A3" }));
  const program = `
    const { runPrint } = await import("${dist}server/exports/print-job.js");
    const facts = { title: "", author: "", language: "zh-CN", madeAt: "2020-12-31T00:00:00Z" };
    const job = { pages: [${page}], report: null, format: "png", dpi: 300, facts, fontFolder: null };
    const { bytes } = await runPrint(job);
    console.log(JSON.stringify([Buffer.from(bytes).readUInt32BE(16), process.resourceUsage().maxRSS / 1024]));
  `;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  const [width, megabytes] = JSON.parse(done.stdout) as [number, number];
  expect(width).toBe(4961);
  expect(megabytes).toBeLessThan(600);
});
