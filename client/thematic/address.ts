import type { ThematicView } from "../../core/contract/thematic.ts";
import { formatView, parseView } from "../../core/thematic/view.ts";
import type { Language } from "../view-state.ts";

/** What the address of the workspace holds beside the map itself. */
export interface Shown {
  language: Language;
  /** The atlas whose pages are turned, and which of them is open, counted from 0; null while none is. */
  atlas: string | null;
  page: number;
  /** Whether the map fills the screen for others to look at. */
  presenting: boolean;
}

export interface Address {
  view: ThematicView;
  shown: Shown;
}

/** Reads the query of an address; `area` is the area where it names none. What is not understood is left out. */
export function readAddress(query: string, area: string, language: Language): Address {
  const given = new URLSearchParams(query);
  const atlas = given.get("atlas");
  const page = Number(given.get("page") ?? 1);
  return {
    view: parseView(query, area),
    shown: {
      language,
      atlas: atlas !== null && /^[0-9a-f-]{36}$/.test(atlas) ? atlas : null,
      page: Number.isInteger(page) && page >= 1 && page <= 1000 ? page - 1 : 0,
      presenting: given.get("present") === "1",
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
  if (shown.atlas !== null) parts.push(`atlas=${shown.atlas}`, `page=${shown.page + 1}`);
  if (shown.presenting) parts.push("present=1");
  return `?${parts.join("&")}`;
}
