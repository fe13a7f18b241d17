import type { SearchAnswer } from "../../core/contract/coverage.ts";
import type { AreaColumns } from "../../core/coverage/snapshot.ts";
import { ancestorsOf, areaName, levelOf, maskBelow } from "../boundaries/area-tree.ts";
import type { PlaceOfQuestion } from "../coverage/questions.ts";
import type { RegionState } from "../coverage/state.ts";

type Item = SearchAnswer["items"][number];

const MOST_ITEMS = 20;
/** Areas leave at least this many places for villages. */
const MOST_AREAS = 10;

interface Hit {
  index: number;
  /** 0 the whole text, 1 its beginning, 2 somewhere in it. */
  score: number;
  /** Smaller first among equals. */
  weight: number;
}

/**
 * Areas, then villages, whose name, code, pinyin or initials hold the text: whole matches first, then beginnings, then parts;
 * wider areas and larger villages first among equals. At most 20.
 */
export function searchAnswer(places: readonly PlaceOfQuestion[], q: string): SearchAnswer {
  const needle = plain(q);
  if (needle === "") return { items: [] };
  const areaHits = places.flatMap(({ state, area }) => searchAreas(state, area, needle));
  const villageHits = places.flatMap(({ state, area }) => searchVillages(state, area, needle));
  const areas = best(areaHits).slice(0, villageHits.length > 0 ? MOST_AREAS : MOST_ITEMS);
  const villages = best(villageHits).slice(0, MOST_ITEMS - areas.length);
  return {
    items: [
      ...areas.map(({ state, hit }) => areaItem(state, hit.index)),
      ...villages.map(({ state, hit }) => villageItem(state, hit.index)),
    ],
  };
}

interface Found {
  state: RegionState;
  hit: Hit;
}

function best(found: Found[]): Found[] {
  return found.sort((a, b) => a.hit.score - b.hit.score || a.hit.weight - b.hit.weight);
}

/** Lower case without spaces, hyphens and apostrophes, so that "he chi" finds "Héchí Shì" as stored. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\s'’·-]|\p{Mark}/gu, "")
    .normalize("NFC")
    .toLowerCase();
}

interface Texts {
  readonly name: readonly string[];
  readonly code: readonly string[];
  readonly initials: readonly string[];
  readonly pinyin: readonly string[];
}

const textsOf = new WeakMap<RegionState, { areas: Texts; villages: Texts }>();

function texts(state: RegionState): { areas: Texts; villages: Texts } {
  let known = textsOf.get(state);
  if (known) return known;
  const { areas, villages } = state.snapshot;
  known = {
    areas: {
      name: areas.name.map(plain),
      code: areas.code.map((each) => each.toLowerCase()),
      initials: state.loaded.areaInitials.map((each) => each ?? ""),
      pinyin: areas.pinyin.map((each) => plain(each ?? "")),
    },
    villages: {
      name: villages.name.map(plain),
      code: villages.code.map((each) => (each ?? "").toLowerCase()),
      initials: state.loaded.villageInitials.map((each) => each ?? ""),
      pinyin: state.loaded.villagePinyin.map((each) => plain(each ?? "")),
    },
  };
  textsOf.set(state, known);
  return known;
}

function scoreOf(columns: Texts, i: number, needle: string): number {
  const code = columns.code[i]!;
  const initials = columns.initials[i]!;
  const name = columns.name[i]!;
  const pinyin = columns.pinyin[i]!;
  if (name === needle || code === needle || initials === needle || pinyin === needle) return 0;
  if (
    name.startsWith(needle) ||
    pinyin.startsWith(needle) ||
    initials.startsWith(needle) ||
    code.startsWith(needle)
  )
    return 1;
  return name.includes(needle) || pinyin.includes(needle) ? 2 : -1;
}

function searchAreas(state: RegionState, within: number, needle: string): Found[] {
  const { areas } = state.snapshot;
  const mask = maskBelow(areas, within);
  const columns = texts(state).areas;
  const found: Found[] = [];
  for (let i = 0; i < areas.count; i++) {
    const score = mask[i] ? scoreOf(columns, i, needle) : -1;
    if (score >= 0) found.push({ state, hit: { index: i, score, weight: areas.level[i]! } });
  }
  return found;
}

function searchVillages(state: RegionState, within: number, needle: string): Found[] {
  const { areas, villages } = state.snapshot;
  const mask = maskBelow(areas, within);
  const columns = texts(state).villages;
  const found: Found[] = [];
  for (let i = 0; i < villages.count; i++) {
    const score = mask[villages.area[i]!] ? scoreOf(columns, i, needle) : -1;
    if (score >= 0)
      found.push({ state, hit: { index: i, score, weight: -villages.households[i]! } });
  }
  return found;
}

function areaItem(state: RegionState, area: number): Item {
  const { areas } = state.snapshot;
  const lng = areas.lng[area]!;
  return {
    type: "area",
    id: areas.id[area]!,
    code: areas.code[area]!,
    name: areas.name[area]!,
    pinyin: areas.pinyin[area] ?? null,
    level: levelOf(areas, area),
    position: Number.isNaN(lng) ? null : [lng, areas.lat[area]!],
    ...around(areas, ancestorsOf(areas, area)),
  };
}

function villageItem(state: RegionState, village: number): Item {
  const { areas, villages } = state.snapshot;
  const area = villages.area[village]!;
  return {
    type: "village",
    id: villages.id[village]!,
    code: villages.code[village] ?? null,
    name: villages.name[village]!,
    pinyin: state.loaded.villagePinyin[village] ?? null,
    level: null,
    position: [villages.lng[village]!, villages.lat[village]!],
    ...around(areas, [...ancestorsOf(areas, area), area]),
  };
}

function around(areas: AreaColumns, path: readonly number[]): Pick<Item, "within" | "areas"> {
  const names = path.map((index) => areaName(areas, index));
  return { within: names.map(({ name }) => name).join(" / "), areas: names };
}
