import { spawnSync } from "node:child_process";
import jsQR from "jsqr";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { composePage } from "../../../server/exports/print-job.ts";
import { openTypefaces } from "../../../server/exports/fonts/typeface.ts";
import { writePng } from "../../../server/exports/png.ts";
import type { Sheet } from "../../../core/composition/sheet.ts";
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

/** Reads the PNG that the writer makes: 8-bit colours, every row filtered by the one above. */
function readPng(bytes: Buffer): Picture {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const head = chunks.get("IHDR")!;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const rows = inflateSync(chunks.get("IDAT")!);
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    expect(rows[y * (width * 3 + 1)]).toBe(2);
    for (let i = 0; i < width * 3; i++)
      pixels[y * width * 3 + i] =
        rows[y * (width * 3 + 1) + 1 + i]! + (y > 0 ? pixels[(y - 1) * width * 3 + i]! : 0);
  }
  return {
    width,
    height,
    density: chunks.get("pHYs")!.readUInt32BE(0),
    at: (x, y) =>
      [...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)] as [
        number,
        number,
        number,
      ],
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

test("seams between the bands in which it is drawn are not seen", async () => {
  const sheet = sheetOf([
    { kind: "circle", x: 12.7, y: 12.7, radiusMm: 12, fill: "#404040", opacity: 0.5 },
  ]);
  const { at } = readPng(await writePng(sheet, faces, 400));
  for (let y = 100; y < 300; y++) expect(at(200, y)).toEqual(at(200, 200));
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
