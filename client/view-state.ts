/** What the page shows, all of it held by the address, so that a link reopens it. */
export interface ViewState {
  language: Language;
  /** Code of the chosen area; null before one is chosen. */
  area: string | null;
  rule: string | null;
  /** Metres, null where the rule's own reach holds. */
  reachM: number | null;
  /** Households, null where the rule's own limit holds. */
  minHouseholds: number | null;
  camera: Camera | null;
  selected: Selected | null;
  tab: Tab;
  /** Id of the plan that the Plan workspace shows; null = the newest of the area. */
  plan: string | null;
  /** Id of the scenario that it is compared with. */
  compare: string | null;
  /** Year up to which moves are shown; null = all. */
  year: number | null;
  /** The auto-planner: a question that is being put, or the id of a proposal; null while it is closed. */
  auto: "new" | (string & {}) | null;
}

export interface Camera {
  lng: number;
  lat: number;
  zoom: number;
}

/** A natural village by id, or an administrative village or township by code. */
export type Selected = { type: "village"; id: number } | { type: "area"; code: string };

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export const TABS = ["areas", "gaps", "cheapest"] as const;
export type Tab = (typeof TABS)[number];

function numberIn(text: string | null, least: number, most: number): number | null {
  if (text === null || text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= least && value <= most ? value : null;
}

const codeIn = (text: string | null): string | null =>
  text !== null && /^[\w.-]{1,64}$/u.test(text) ? text : null;

const planIn = (text: string | null): string | null =>
  text !== null && /^[0-9a-f-]{36}$/.test(text) ? text : null;

function selectedIn(text: string | null): Selected | null {
  if (text === null) return null;
  const [kind, rest] = [text.slice(0, 1), text.slice(1)];
  if (kind === "v") {
    const id = numberIn(rest, 1, 2_147_483_647);
    return id !== null && Number.isInteger(id) ? { type: "village", id } : null;
  }
  const code = kind === "a" ? codeIn(rest) : null;
  return code === null ? null : { type: "area", code };
}

/** Reads the query of an address. Whatever cannot be understood is left out, never guessed at. */
export function parseView(query: string, language: Language): ViewState {
  const given = new URLSearchParams(query);
  const [lng, lat, zoom] = [
    numberIn(given.get("x"), -180, 180),
    numberIn(given.get("y"), -85, 85),
    numberIn(given.get("z"), 0, 22),
  ];
  const wanted = given.get("lang");
  const minHouseholds = numberIn(given.get("min"), 0, 100_000);
  return {
    language: LANGUAGES.find((known) => known === wanted) ?? language,
    area: codeIn(given.get("area")),
    rule: codeIn(given.get("rule")),
    reachM: numberIn(given.get("reach"), 1, 1_000_000),
    minHouseholds: minHouseholds === null ? null : Math.round(minHouseholds),
    camera: lng === null || lat === null || zoom === null ? null : { lng, lat, zoom },
    selected: selectedIn(given.get("sel")),
    tab: TABS.find((known) => known === given.get("tab")) ?? "areas",
    plan: planIn(given.get("plan")),
    compare: planIn(given.get("with")),
    year: numberIn(given.get("year"), 1990, 2100),
    auto: given.get("auto") === "new" ? "new" : planIn(given.get("auto")),
  };
}

/** The query of an address, starting with "?"; what stands at its default is left out. */
export function formatView(view: ViewState): string {
  const query = new URLSearchParams();
  if (view.area !== null) query.set("area", view.area);
  if (view.rule !== null) query.set("rule", view.rule);
  if (view.reachM !== null) query.set("reach", String(view.reachM));
  if (view.minHouseholds !== null) query.set("min", String(view.minHouseholds));
  if (view.camera !== null) {
    query.set("x", view.camera.lng.toFixed(5));
    query.set("y", view.camera.lat.toFixed(5));
    query.set("z", view.camera.zoom.toFixed(2));
  }
  if (view.selected !== null)
    query.set(
      "sel",
      view.selected.type === "village" ? `v${view.selected.id}` : `a${view.selected.code}`,
    );
  if (view.tab !== "areas") query.set("tab", view.tab);
  if (view.plan !== null) query.set("plan", view.plan);
  if (view.compare !== null) query.set("with", view.compare);
  if (view.year !== null) query.set("year", String(view.year));
  if (view.auto !== null) query.set("auto", view.auto);
  query.set("lang", view.language);
  return `?${query.toString()}`;
}

/** Names that a view has in an address. */
const OWN = "area rule reach min x y z sel tab plan with year auto lang".split(" ");

/** The query of a view with what else an address holds: a workspace may have parameters of its own. */
export function withOthers(query: string, address: string): string {
  const whole = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(address))
    if (!OWN.includes(name)) whole.append(name, value);
  return `?${whole.toString()}`;
}
