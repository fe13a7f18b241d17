import type { LineString } from "geojson";
import { v4 as newId } from "uuid";
import type { Works } from "../../core/contract/plan.ts";
import { SECTORS, type IndicatorRule, type Sector } from "../../core/contract/rule.ts";
import { CLASSES_BY_SECTOR } from "../../core/policy/classes.ts";
import { resolvePolicy, type Policy } from "../../core/policy/plan-policy.ts";
import { worksCostYuan } from "../../core/relocation/money.ts";
import { fetchParameters } from "../api.ts";
import type { Drawing } from "../map/draw.ts";
import { measureDrawing } from "../map/draw-geometry.ts";
import type { HandState } from "../map/plan-hint.tsx";
import { choicesOf, shapeOf, worksOf, type WorksChoice } from "../plan/drawn.ts";
import { planShape } from "../plan/geometry.ts";
import { WhatIfDesk } from "../workers/what-if.ts";
import type { ExistingFeature, WhatIfFigures } from "../workers/what-if-messages.ts";
import {
  editsOf,
  EMPTY_HISTORY,
  featureOf,
  redone,
  stepTo,
  undone,
  withoutTrial,
  withTrial,
  type Draft,
  type DraftHistory,
  type Trial,
} from "./draft.ts";

/** What the pointer does: look, draw what is chosen, or take an existing feature away. */
export type WhatIfTool = "look" | "draw" | "existing";

/** What a page shows of it. */
export interface WhatIfState {
  readonly status: "loading" | "ready" | "failed";
  readonly tool: WhatIfTool;
  readonly choice: WorksChoice;
  readonly year: number;
  readonly history: DraftHistory;
  /** The trial whose line is in hand to be reshaped, by id. */
  readonly held: string | null;
  /** What is under the hand, as works. */
  readonly hand: Works | null;
  readonly handLengthM: number;
  readonly figures: WhatIfFigures | null;
  /** How far a drawing is, for the line of help. */
  readonly progress: HandState | null;
  /** An existing feature was clicked that the area's data do not hold. */
  readonly missed: boolean;
}

/** The years in which works are tried where no plan says which. */
const YEARS = { from: 2014, to: 2020 };
export const TRIAL_YEARS = Array.from(
  { length: YEARS.to - YEARS.from + 1 },
  (_, i) => YEARS.from + i,
);

/** Everything that can be built, by sector; lines before points. */
export const CHOICES: readonly (WorksChoice & { shape: "line" | "point" })[] = SECTORS.flatMap(
  (sector) =>
    (["line", "point"] as const).flatMap((shape) =>
      choicesOf(shape)
        .filter((each) => each.sector === sector)
        .map((each) => ({ ...each, shape })),
    ),
);
export const usualOf = (sector: string): WorksChoice =>
  CHOICES.find((each) => each.sector === sector) ?? CHOICES[0]!;
const shapeOfChoice = ({ sector, class: of }: WorksChoice) =>
  CHOICES.find((each) => each.sector === sector && each.class === of)?.shape ?? "line";

/** What a drawing that goes on can do, for keys that the map did not get. */
interface Hand {
  readonly isDrawing: () => boolean;
  readonly takeBack: () => void;
  readonly cancel: () => void;
}

/** Works that a person tries on an area, and what they would bring. Lives as long as somebody tries; nothing of it is stored. */
export class WhatIfSession {
  readonly #desk: WhatIfDesk;
  readonly #listeners = new Set<() => void>();
  #state: WhatIfState;
  #rule: IndicatorRule;
  #area: string;
  #version: string;
  #policy: Policy | null = null;
  /** Set by the map while it draws. */
  hand: Hand | null = null;

  constructor(on: { region: string; area: string; version: string; rule: IndicatorRule }) {
    this.#rule = on.rule;
    this.#area = on.area;
    this.#version = on.version;
    this.#state = {
      status: "loading",
      tool: "draw",
      choice: usualOf(on.rule.sector),
      year: YEARS.from,
      history: EMPTY_HISTORY,
      held: null,
      hand: null,
      handLengthM: 0,
      figures: null,
      progress: null,
      missed: false,
    };
    this.#desk = new WhatIfDesk({
      ready: () => this.#set({ status: "ready" }),
      figures: (figures) => this.#set({ figures }),
      failed: () => this.#set({ status: "failed", figures: null }),
    });
    void fetchParameters().then(
      ({ items }) => {
        this.#policy = resolvePolicy(items, on.region);
        this.#set({});
      },
      // Without figures of cost the rest still holds; costs are then told as unknown.
      () => {},
    );
    this.#open();
  }

  readonly read = (): WhatIfState => this.#state;
  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  get rule(): IndicatorRule {
    return this.#rule;
  }
  get area(): string {
    return this.#area;
  }
  /** The drawing tool of the map that the choice asks for. */
  get drawTool(): "look" | "works-line" | "works-point" {
    if (this.#state.tool !== "draw") return "look";
    return shapeOfChoice(this.#state.choice) === "point" ? "works-point" : "works-line";
  }

  /** Goes on under another rule, area or version of the data; what is tried stays. */
  turnTo(area: string, version: string, rule: IndicatorRule): void {
    const isSame =
      area === this.#area &&
      version === this.#version &&
      JSON.stringify(rule) === JSON.stringify(this.#rule);
    if (isSame) return;
    const isOther = rule.sector !== this.#rule.sector;
    [this.#area, this.#version, this.#rule] = [area, version, rule];
    const choice =
      isOther && this.#state.choice.sector !== rule.sector
        ? usualOf(rule.sector)
        : this.#state.choice;
    this.#set({ status: "loading", figures: null, choice });
    this.#open();
  }

  retry(): void {
    this.#set({ status: "loading" });
    this.#open();
  }

  close(): void {
    this.#desk.close();
    this.#listeners.clear();
  }

  use(tool: WhatIfTool): void {
    this.#set({ tool, missed: false, held: null });
  }
  choose(choice: WorksChoice): void {
    this.#set({ choice, tool: "draw", held: null });
  }
  /** Takes a drawn line in hand, to be reshaped; null puts it down. */
  hold(id: string | null): void {
    if (id !== this.#state.held) this.#set({ held: id, ...(id === null ? {} : { tool: "look" }) });
  }
  /** What is in hand, while it can be reshaped. */
  get heldTrial(): Trial | null {
    const { held, history } = this.#state;
    const trial = history.now.find(({ id }) => id === held);
    return trial?.works.action === "build" && trial.works.geometry?.type === "LineString"
      ? trial
      : null;
  }
  /** Follows the hand that reshapes; the step is made when it is done. */
  reshape(id: string, drawn: LineString, isDone: boolean): void {
    const { now } = this.#state.history;
    const trial = now.find((each) => each.id === id);
    if (trial === undefined) return;
    const geometry = planShape(drawn);
    const next = withTrial(now, {
      ...trial,
      works: { ...trial.works, geometry },
      lengthM: lengthOf(drawn),
    });
    if (isDone) this.#step(next);
    else this.#desk.edit(editsOf(next, this.#rule.sector));
  }
  setYear(year: number): void {
    const { history } = this.#state;
    const next = history.now.map((each) => ({ ...each, works: { ...each.works, year } }));
    this.#set({ year, ...(next.length > 0 ? { history: stepTo(history, next) } : {}) });
  }
  tellProgress(progress: HandState): void {
    this.#set({ progress });
  }

  /** Follows the hand; null when it lets go or gives up. */
  follow(drawing: Drawing | null): void {
    const works = drawing === null ? null : this.#worksOf(drawing);
    this.#set({
      hand: works,
      handLengthM: drawing === null ? 0 : lengthOf(drawing.geometry),
    });
    this.#desk.draw(works === null ? null : featureOf("hand", works));
  }

  /** Keeps what the hand has drawn. */
  keep(drawing: Drawing): void {
    const works = this.#worksOf(drawing);
    this.#desk.draw(null);
    this.#set({ hand: null, handLengthM: 0 });
    if (works === null) return;
    const id = `w-${newId().slice(0, 13)}`;
    this.#put({ id, works, lengthM: lengthOf(drawing.geometry) });
  }

  /** Takes an existing feature of the rule's sector away. */
  async washOut(featureId: number): Promise<void> {
    const feature = await this.#desk.existing(featureId);
    this.#set({ missed: feature === null });
    if (feature !== null) this.#put(this.#existingTrial(feature, null));
  }

  /** An existing feature as it would be of another class; null takes it away. */
  async downgrade(featureId: number, to: WorksChoice | null): Promise<void> {
    const feature = await this.#desk.existing(featureId);
    if (feature !== null) this.#put(this.#existingTrial(feature, to));
  }

  remove(id: string): void {
    this.#step(withoutTrial(this.#state.history.now, id));
  }
  clear(): void {
    if (this.#state.history.now.length > 0) this.#step([]);
  }
  /** Nothing is tried any more, and there is no way back: it was handed over. */
  forget(): void {
    this.#set({ history: EMPTY_HISTORY, tool: "look", held: null });
    this.#desk.edit(editsOf([], this.#rule.sector));
  }
  undo(): void {
    if (this.hand?.isDrawing()) this.hand.takeBack();
    else this.#history(undone(this.#state.history));
  }
  redo(): void {
    this.#history(redone(this.#state.history));
  }

  /** Yuan of some works; null where the policy has no figure. */
  costOf(works: Works): number | null {
    return this.#policy === null ? null : worksCostYuan(works, { policy: this.#policy });
  }
  /** Yuan of everything that is tried, what is under the hand with it; null where a figure is missing. */
  costOfAll(): number | null {
    const { history, hand } = this.#state;
    const all = history.now.map(({ works }) => works);
    return (hand === null ? all : [...all, hand]).reduce<number | null>((sum, works) => {
      const cost = this.costOf(works);
      return sum === null || cost === null ? null : sum + cost;
    }, 0);
  }
  /** Metres of new lines, what is under the hand with it. */
  lengthOfAllM(): number {
    const { history, handLengthM } = this.#state;
    return history.now.reduce(
      (sum, { works, lengthM }) => (works.action === "build" ? sum + lengthM : sum),
      handLengthM,
    );
  }

  #worksOf({ tool, geometry }: Drawing): Works | null {
    const shape = shapeOf(tool);
    const { choice, year } = this.#state;
    return shape === null ? null : worksOf("", shape, choice, planShape(geometry), year);
  }

  #existingTrial(feature: ExistingFeature, to: WorksChoice | null): Trial {
    const { sector } = this.#rule;
    const { year } = this.#state;
    const usual =
      to === null || feature.geometry === null
        ? null
        : worksOf(
            "",
            feature.geometry.type === "Point" ? "point" : "line",
            to,
            // Where it runs stays as the data have it: rounding a vertex could turn a village at the limit.
            feature.geometry as NonNullable<Works["geometry"]>,
            year,
          );
    const works: Works =
      usual === null
        ? {
            name: feature.name ?? "",
            sector,
            action: "close",
            featureId: feature.id,
            geometry: null,
            class: feature.class,
            surface: feature.surface,
            allSeason: null,
            accepted: null,
            numbers: {},
            year,
            costYuan: null,
            fund: "specialFund",
          }
        : {
            ...usual,
            name: feature.name ?? "",
            action: "change",
            featureId: feature.id,
            // What falls back to a lower class costs nothing; what is improved costs what building costs.
            costYuan: isBetter(sector, usual.class, feature.class) ? null : 0,
          };
    return { id: `x-${sector}-${feature.id}`, works, lengthM: feature.lengthM };
  }

  #put(trial: Trial): void {
    this.#step(withTrial(this.#state.history.now, trial));
  }
  #step(next: Draft): void {
    this.#history(stepTo(this.#state.history, next));
  }
  #history(history: DraftHistory): void {
    if (history === this.#state.history) return;
    this.#set({ history });
    this.#desk.edit(editsOf(history.now, this.#rule.sector));
  }

  #open(): void {
    this.#desk.open(this.#area, this.#version, this.#rule, []);
    this.#desk.edit(editsOf(this.#state.history.now, this.#rule.sector));
  }

  #set(part: Partial<WhatIfState>): void {
    this.#state = { ...this.#state, ...part };
    for (const tell of this.#listeners) tell();
  }
}

/** True when a class stands before another in the order of its sector, the best first. */
function isBetter(sector: Sector, to: string | null, from: string | null): boolean {
  const order = Object.keys(CLASSES_BY_SECTOR[sector]);
  return to !== null && from !== null && order.indexOf(to) < order.indexOf(from);
}

function lengthOf(geometry: Drawing["geometry"]): number {
  const size = measureDrawing(geometry);
  return size !== null && "lengthM" in size ? size.lengthM : 0;
}
