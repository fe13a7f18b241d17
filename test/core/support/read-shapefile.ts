import { buffer } from "node:stream/consumers";
import type { Feature, Geometry } from "geojson";
import { read } from "shapefile";
import * as yauzl from "yauzl";

async function readEntries(file: string): Promise<Map<string, Buffer>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  });
  const entries = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        buffer(stream).then((bytes) => {
          entries.set(entry.fileName.split(".").at(-1)!.toLowerCase(), bytes);
          zip.readEntry();
        }, reject);
      });
    });
    zip.readEntry();
  });
  return entries;
}

/** The features of the one shapefile in a zip, as the `shapefile` package reads them. */
export async function readZippedShapefile(file: string): Promise<Feature<Geometry | null>[]> {
  const entries = await readEntries(file);
  const collection = await read(entries.get("shp")!, entries.get("dbf"), { encoding: "utf-8" });
  return collection.features as Feature<Geometry | null>[];
}
