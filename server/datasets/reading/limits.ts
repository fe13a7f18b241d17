/** Bounds on input, so that no file can take the machine down. A refusal names the bound. */
export const MAX_FILE_BYTES = 2 * 1024 ** 3;
export const MAX_ZIP_ENTRIES = 1_000;
/** All parts of an archive together, unpacked. */
export const MAX_UNPACKED_BYTES = 2 * 1024 ** 3;
/** Real shapefiles pack at most about 20:1; text about 30:1. */
export const MAX_PACKING_RATIO = 200;
/** Small parts may pack better than the ratio: an empty .dbf column is all spaces. */
export const PACKING_RATIO_FROM_BYTES = 10 * 1024 ** 2;
export const MAX_ROWS = 5_000_000;
export const MAX_COLUMNS = 1_000;
/** Depth of brackets in GeoJSON: a MultiPolygon in a collection in a feature needs 10. */
export const MAX_JSON_DEPTH = 64;
/** One GeoJSON feature, one shape or one line of text. */
export const MAX_RECORD_BYTES = 64 * 1024 ** 2;
export const MAX_CELL_CHARACTERS = 1_000_000;
/** A name, a code or another short text. */
export const MAX_TEXT_CHARACTERS = 1_000;
/** Vertices of one record, counted before they are decoded: in memory a vertex takes some 80 bytes, and a record is held twice. */
export const MAX_RECORD_VERTICES = 1_000_000;
/** Rings or lines of one record; the farmland of a whole county in one shape has some thousands. */
export const MAX_RECORD_PARTS = 50_000;
/** Values in one GeoJSON feature beside its coordinates: properties, lists and objects, however deep. */
export const MAX_RECORD_VALUES = 200_000;
/** The longest straight stretch of a line or outline on the ground; one wrong coordinate makes a longer one. */
export const MAX_STEP_M = 50_000;
/** The same for borders of areas and zones, which may follow a meridian or a grid. */
export const MAX_BORDER_STEP_M = 500_000;
/** Invalid polygons above this are refused with the place of the fault instead of repaired. */
export const MAX_REPAIR_VERTICES = 20_000;
/** Crossings of a polygon's own boundary above which it is noise rather than a slip of the pen. */
export const MAX_REPAIR_CROSSINGS = 200;
/** Edges that touch or cover each other without following each other: above this they meet in too few places, each many times over. */
export const MAX_REPAIR_TOUCHES = 20_000;
/** Parts within parts, or holes within holes. */
export const MAX_REPAIR_NESTINGS = 200;
export const MAX_REPAIR_RINGS = 2_000;
