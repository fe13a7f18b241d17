import { csvReader } from "./csv.ts";
import { geojsonReader } from "./geojson.ts";
import type { FormatReader } from "./reader.ts";
import { shapefileReader } from "./shapefile.ts";

/** Every format that can be read, in the order in which a folder is looked through. */
export const FORMATS: readonly FormatReader[] = [shapefileReader, geojsonReader, csvReader];
