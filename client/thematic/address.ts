import type { ThematicView } from "../../core/contract/thematic.ts";
import { formatView, parseView } from "../../core/thematic/view.ts";
import type { Language } from "../view-state.ts";

/** What the address of the workspace holds beside the map itself. */
export interface Shown {
  language: Language;
  /** The saved map that the map was opened from, whatever has been changed about it since; null for one that was never saved. */
  saved: SavedShown | null;
  /** The atlas whose pages are turned; null while none is. Which of them is open is told by `saved`. */
  atlas: string | null;
  /** Where that page stood in the atlas when the address was written, counted from 0. */
  page: number;
  /** Whether the map fills the screen for others to look at. */
  presenting: boolean;
  /** Whether it was begun on the page of atlases, where its end leads back to. */
  fromAtlases: boolean;
}

interface SavedShown {
  id: string;
  /** The version that was opened: a change of it is made on this one. Null where the address does not say. */
  version: number | null;
}

export interface Address {
  view: ThematicView;
  shown: Shown;
}

/** Reads the query of an address; `area` is the area where it names none. What is not understood is left out. */
export function readAddress(query: string, area: string, language: Language): Address {
  const given = new URLSearchParams(query);
  const present = given.get("present");
  const atlas = given.get("atlas");
  const page = Number(given.get("page") ?? 1);
  return {
    view: parseView(query, area),
    shown: {
      language,
      saved: savedIn(given.get("map")),
      atlas: atlas !== null && /^[0-9a-f-]{36}$/.test(atlas) ? atlas : null,
      page: Number.isInteger(page) && page >= 1 && page <= 1000 ? page - 1 : 0,
      presenting: present === "1" || present === "atlas",
      fromAtlases: present === "atlas",
    },
  };
}

/** The query of an address, starting with "?". */
export function writeAddress({ view, shown }: Address): string {
  const { camera } = view;
  // As fine as a hand can aim: a metre, a hundredth of a zoom.
  const rounded =
    camera === null
      ? null
      : {
          lng: Number(camera.lng.toFixed(5)),
          lat: Number(camera.lat.toFixed(5)),
          zoom: Number(camera.zoom.toFixed(2)),
        };
  const parts = [formatView({ ...view, camera: rounded }), `lang=${shown.language}`];
  if (shown.saved !== null) {
    const { id, version } = shown.saved;
    parts.push(`map=${version === null ? id : `${id}.${version}`}`);
  }
  if (shown.atlas !== null) parts.push(`atlas=${shown.atlas}`, `page=${shown.page + 1}`);
  if (shown.presenting) parts.push(`present=${shown.fromAtlases ? "atlas" : "1"}`);
  return `?${parts.join("&")}`;
}

function savedIn(text: string | null): SavedShown | null {
  const [, id, version] = /^([0-9a-f-]{36})(?:\.([1-9]\d{0,8}))?$/.exec(text ?? "") ?? [];
  return id === undefined ? null : { id, version: version === undefined ? null : Number(version) };
}
