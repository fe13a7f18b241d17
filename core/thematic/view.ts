import type { z } from "zod";
import { MapSubject, ThematicView } from "../contract/thematic.ts";

/** Names in an address. Those that other workspaces have too (area, year, plan, x, y, z) mean the same there. */
const NAMES = {
  indicator: "ind",
  year: "year",
  plan: "plan",
  basis: "basis",
  area: "area",
  by: "by",
  style: "style",
  classing: "class",
  classes: "n",
  breaks: "breaks",
  palette: "pal",
  hidden: "off",
  compare: "cmp",
} as const;
/** What stands behind the names of the other side of two that are compared: ind2, year2, plan2, basis2. */
const OTHER = "2";
/** A year or plan of the other side that is none, where this side has one. */
const NONE = "-";

/** The field of a view whose value in an address could not be understood, by its name there. */
interface LeftOut {
  readonly name: string;
  readonly value: string;
}

/** A view as an address gave it, and what of the address was left out. */
export interface ReadView {
  readonly view: ThematicView;
  readonly leftOut: readonly LeftOut[];
}

/** The view that an address without anything shows: rates of the village-road rule by county, in the classes of policy. */
export function defaultView(area: string): ThematicView {
  return {
    indicator: "rate:village-road:villages",
    year: null,
    plan: null,
    basis: "today",
    area,
    by: "county",
    style: "choropleth",
    classing: "policy",
    classes: 5,
    breaks: [],
    palette: "orange-blue",
    hidden: [],
    compare: "none",
    other: null,
    camera: null,
  };
}

/**
 * Reads the query of an address, with or without "?". What is missing, repeated or not understood stands at its default and is never
 * guessed at; `area` is the default where none is named. Names that no view has are passed over: they belong to others.
 */
export function readView(query: string, area: string): ReadView {
  const given = fieldsOf(query);
  const view = defaultView(area);
  const leftOut: LeftOut[] = [];
  const take = <Value>(name: string, schema: z.ZodType<Value>, read: Reader): Value | undefined => {
    const text = given.get(name);
    if (text === undefined) return undefined;
    const parsed = text === null ? null : schema.safeParse(read(text));
    if (parsed?.success) return parsed.data;
    leftOut.push({ name, value: text ?? "" });
    return undefined;
  };
  const shape = ThematicView.shape;
  view.area = take(NAMES.area, shape.area, asText) ?? view.area;
  view.by = take(NAMES.by, shape.by, asText) ?? view.by;
  view.style = take(NAMES.style, shape.style, asText) ?? view.style;
  view.classing = take(NAMES.classing, shape.classing, asText) ?? view.classing;
  view.classes = take(NAMES.classes, shape.classes, asNumber) ?? view.classes;
  view.breaks = take(NAMES.breaks, ascending, asNumbers) ?? view.breaks;
  view.palette = take(NAMES.palette, shape.palette, asText) ?? view.palette;
  view.hidden = take(NAMES.hidden, shape.hidden, asNumbers) ?? view.hidden;
  view.compare = take(NAMES.compare, shape.compare, asText) ?? view.compare;
  const subject = (suffix: string, defaults: MapSubject): MapSubject | null => {
    const indicator = take(NAMES.indicator + suffix, MapSubject.shape.indicator, asText);
    if (suffix === OTHER && indicator === undefined) return null;
    const year = take(NAMES.year + suffix, MapSubject.shape.year, asNumberOrNone);
    const plan = take(NAMES.plan + suffix, MapSubject.shape.plan, asTextOrNone);
    return {
      indicator: indicator ?? defaults.indicator,
      year: year === undefined ? defaults.year : year,
      plan: plan === undefined ? defaults.plan : plan,
      basis: take(NAMES.basis + suffix, MapSubject.shape.basis, asText) ?? defaults.basis,
    };
  };
  Object.assign(view, subject("", view));
  view.other = subject(OTHER, view);
  const place = ["x", "y", "z"].map((name, i) => take(name, CAMERA[i]!, asNumber));
  const [lng, lat, zoom] = place;
  if (lng !== undefined && lat !== undefined && zoom !== undefined)
    view.camera = { lng, lat, zoom };
  return { view, leftOut };
}

/** The view of an address; see `readView`. */
export function parseView(query: string, area: string): ThematicView {
  return readView(query, area).view;
}

/** The query of the address that shows a view, without "?"; what stands at its default is left out. `parseView` gives the view back. */
export function formatView(view: ThematicView): string {
  const usual = defaultView(view.area);
  const pairs: [string, string][] = [[NAMES.area, view.area]];
  for (const field of ["by", "style", "classing", "classes", "palette", "compare"] as const)
    if (view[field] !== usual[field]) pairs.push([NAMES[field], String(view[field])]);
  for (const field of ["breaks", "hidden"] as const)
    if (view[field].length > 0) pairs.push([NAMES[field], view[field].map(text).join(",")]);
  const addSubject = (subject: MapSubject, suffix: string, before: MapSubject): void => {
    for (const field of ["indicator", "year", "plan", "basis"] as const)
      if (subject[field] !== before[field] || (suffix === OTHER && field === "indicator"))
        pairs.push([NAMES[field] + suffix, text(subject[field] ?? NONE)]);
  };
  addSubject(view, "", usual);
  if (view.other !== null) addSubject(view.other, OTHER, view);
  if (view.camera !== null) {
    const { lng, lat, zoom } = view.camera;
    pairs.push(["x", text(lng)], ["y", text(lat)], ["z", text(zoom)]);
  }
  return pairs.map(([name, value]) => `${name}=${encode(value)}`).join("&");
}

/** Whether two views show the same map, wherever the camera stands and whatever classes are switched off. */
export function isSameMap(one: ThematicView, other: ThematicView): boolean {
  const [first, second] = [one, other].map((view) =>
    formatView({ ...view, camera: null, hidden: [] }),
  );
  return first === second;
}

type Reader = (text: string) => unknown;

const text = (value: string | number): string => String(value);
const asText: Reader = (value) => value;
const asTextOrNone: Reader = (value) => (value === NONE ? null : value);
const asNumberOrNone: Reader = (value) => (value === NONE ? null : asNumber(value));
const asNumber: Reader = (value) =>
  /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) ? Number(value) : undefined;
const asNumbers: Reader = (value) => value.split(",").map(asNumber);

const ascending = ThematicView.shape.breaks.refine((breaks) =>
  breaks.every((value, i) => i === 0 || value > breaks[i - 1]!),
);
const camera = ThematicView.shape.camera.unwrap().shape;
const CAMERA = [
  camera.lng.min(-180).max(180),
  camera.lat.min(-85).max(85),
  camera.zoom.min(0).max(22),
];

/** The fields of a query by name; null for one that is there twice or is not text. */
function fieldsOf(query: string): Map<string, string | null> {
  const fields = new Map<string, string | null>();
  for (const pair of query.replace(/^\?/, "").split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    if (name === null) continue;
    fields.set(name, fields.has(name) ? null : decode(at < 0 ? "" : pair.slice(at + 1)));
  }
  return fields;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch {
    return null;
  }
}

/** Colons and commas may stand in a query as they are; so addresses stay readable. */
function encode(value: string): string {
  return encodeURIComponent(value).replaceAll("%3A", ":").replaceAll("%2C", ",");
}
