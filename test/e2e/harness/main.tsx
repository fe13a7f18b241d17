import "virtual:noto-sans-sc.css";
import "../../../client/styles.css";
import { useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";
import type { PlanChange, Works } from "../../../core/contract/plan.ts";
import type { ColumnsOfArea } from "../../../core/coverage/area-columns.ts";
import { unpackColumns } from "../../../core/coverage/pack-columns.ts";
import type { Snapshot } from "../../../core/coverage/snapshot.ts";
import { assignVillages } from "../../../core/relocation/edits.ts";
import { emptyPlan, type Plan } from "../../../core/relocation/plan.ts";
import { startTexts } from "../../../client/i18n/start.ts";
import type { Drawing, Tool } from "../../../client/map/draw.ts";
import type { Reshape } from "../../../client/map/draw-edit.ts";
import PlanMap from "../../../client/map/plan-map.tsx";
import type { PlanMapHandle, PlanMapProps } from "../../../client/map/plan-map-props.ts";
import type { PlanSelection } from "../../../client/map/plan-painter.ts";
import type { Language } from "../../../client/view-state.ts";
import { apply, usesOf, flowsOf, largePlan, samplePlan, settlement, works } from "./plan.ts";

/** What the story reads and drives beside mouse and keys. */
export interface Harness {
  plan: Plan;
  columns: Snapshot;
  selection: PlanSelection;
  tool: Tool;
  handle: PlanMapHandle | null;
  /** Every call that the map made, oldest first, moves of the pointer left out. */
  calls: { name: string; value: unknown }[];
  drawings: number;
  set: (state: Partial<State>) => void;
  /** A plan that moves every village, with its uses and flows counted. */
  large: () => Plan;
  /** The plan with one village sent elsewhere, counted as well. */
  withOneMore: (key: string, settlement: string) => Plan;
}

interface State {
  plan: Plan;
  selection: PlanSelection;
  tool: Tool;
  year: number | null;
  focus: PlanMapProps["focus"];
  layers: PlanMapProps["layers"];
}

const TOOLS: readonly Tool[] = [
  "look",
  "settlement",
  "works-line",
  "works-point",
  "works-area",
  "rectangle",
  "lasso",
  "note",
];
const LAYERS: PlanMapProps["layers"] = {
  road: true,
  electricity: false,
  water: false,
  broadband: false,
  facility: false,
  villages: true,
  labels: true,
  zones: true,
  flows: true,
  works: true,
  notes: true,
};
const OTHERS: NonNullable<PlanMapProps["others"]> = [{ name: "覃工", position: [107.62, 24.945] }];
const asked = new URLSearchParams(location.search);
const language = (asked.get("lang") ?? "zh-CN") as Language;

function Page({ columns, version, first }: { columns: Snapshot; version: string; first: Plan }) {
  const [state, setState] = useState<State>(() => ({
    plan: first,
    selection: { villages: new Set(), settlement: null, works: null },
    tool: "look",
    year: null,
    focus: null,
    layers: LAYERS,
  }));
  const { plan, selection, tool } = state;
  const use = useMemo(() => usesOf(plan, columns), [plan, columns]);
  const flows = useMemo(() => flowsOf(plan, columns), [plan, columns]);
  const full = plan.settlements.filter((_, id) => use.get(id)!.persons > use.get(id)!.capacity);
  const ids = full.keySeq().join();
  const checks = useMemo(
    () =>
      ids.split(",").flatMap((id): PlanMapProps["checks"][number][] => {
        const settlement = plan.settlements.get(id);
        return settlement === undefined
          ? []
          : [{ id, position: settlement.position, severity: "hard" }];
      }),
    // Only which settlements are too full matters here.
    [ids, plan.settlements],
  );
  const set = (part: Partial<State>) => flushSync(() => setState((now) => ({ ...now, ...part })));
  const harness = Object.assign(window.harness, { ...state, columns, set });
  const told =
    (name: string, next: (value: never) => Partial<State> = () => ({})) =>
    (value: unknown) => {
      record(name, value);
      set(next(value as never));
    };
  const change = (edit: PlanChange): Partial<State> => ({ plan: apply(harness.plan, edit) });
  const select = (part: Partial<PlanSelection>): Partial<State> => ({
    selection: { ...harness.selection, ...part },
  });
  return (
    <main className="app">
      <h1 className="visually-hidden">Plan map</h1>
      <PlanMap
        region="45"
        version={version}
        question={{ rule: "village-road", area: "451200" }}
        language={language}
        camera={null}
        box={[106.57, 23.68, 109.18, 25.62]}
        padding={{ left: 24, right: 24, top: 60, bottom: 60 }}
        layers={state.layers}
        columns={columns}
        plan={plan}
        use={use}
        year={state.year}
        selection={selection}
        tool={tool}
        mayEdit
        snapping
        focus={state.focus}
        flowsByTownship={flows.townships}
        flowsByVillage={flows.villages}
        checks={checks}
        others={OTHERS}
        onHandle={rememberHandle}
        onCamera={() => {}}
        onPoint={() => {}}
        onSelectVillages={(keys, how) => {
          const now = harness.selection.villages;
          const villages = new Set(how === "replace" ? [] : now);
          for (const key of keys)
            if (how === "remove") villages.delete(key);
            else villages.add(key);
          told("selectVillages", () => ({
            ...select({
              villages,
              ...(how === "replace" ? { settlement: null, works: null } : {}),
            }),
            tool: "look",
          }))({ keys, how });
        }}
        onSelectSettlement={told("selectSettlement", (id: string | null) =>
          select({ settlement: id, works: null }),
        )}
        onSelectWorks={told("selectWorks", (id: string | null) =>
          select({ works: id, settlement: null }),
        )}
        onDrawing={countDrawing}
        onDrawn={told("drawn", (drawing: Drawing) => ({
          ...change(changeOf(drawing)),
          tool: "look",
        }))}
        onReshape={(reshape) => {
          if (reshape.phase === "moving") record("moving", reshape);
          else told("reshape", () => change(changeOfReshape(reshape, harness.plan)))(reshape);
        }}
        onDropVillages={told("dropVillages", (id: string) =>
          change(assignVillages([...harness.selection.villages], { settlement: id, year: 2016 })),
        )}
        onPlaceNote={told("placeNote", (position: [number, number]) => ({
          ...change({
            notes: {
              [`note-${harness.calls.length}`]: {
                text: "说明",
                position,
                about: null,
                author: "韦工",
                at: "2016-03-01T08:00:00.000Z",
              },
            },
          }),
          tool: "look",
        }))}
        onFailure={() => record("failure", null)}
      />
      <div className="harness-tools" role="toolbar" aria-label="tools">
        {TOOLS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === tool}
            onClick={() => set({ tool: each })}
          >
            {each}
          </button>
        ))}
      </div>
    </main>
  );
}

// What the map says is kept beside the page, not in it: recording a call draws nothing anew.
function record(name: string, value: unknown): void {
  window.harness.calls.push({ name, value });
}
function rememberHandle(handle: PlanMapHandle | null): void {
  window.harness.handle = handle;
}
function countDrawing(): void {
  window.harness.drawings++;
}

function changeOf({ tool, geometry, sign }: Drawing): PlanChange {
  const id = `new-${window.harness.calls.length}`;
  if (tool !== "settlement") return { works: { [id]: works(geometry as Works["geometry"]) } };
  const outline =
    geometry.type === "Polygon" ? (geometry.coordinates as [number, number][][]) : null;
  return { settlements: { [id]: settlement(sign as [number, number], { outline }) } };
}

function changeOfReshape({ kind, id, geometry, sign }: Reshape, plan: Plan): PlanChange {
  if (kind === "works") return { works: { [id]: { geometry: geometry as Works["geometry"] } } };
  const at = (sign ?? geometry.coordinates) as [number, number];
  if (kind === "note") return { notes: { [id]: { position: at } } };
  const outline =
    geometry.type === "Polygon"
      ? (geometry.coordinates as [number, number][][])
      : plan.settlements.get(id)!.outline;
  return { settlements: { [id]: { position: at, outline } } };
}

declare global {
  interface Window {
    harness: Harness;
  }
}

async function start(): Promise<void> {
  await startTexts();
  document.documentElement.lang = language;
  const answer = await fetch("/api/areas/451200/columns?sectors=road");
  const { version, snapshot } = unpackColumns(await answer.arrayBuffer()) as ColumnsOfArea;
  const large = asked.has("large");
  const first = large
    ? emptyPlan({ area: "451200", years: { from: 2014, to: 2020 } })
    : samplePlan(snapshot);
  const counted = (plan: Plan): Plan => {
    usesOf(plan, snapshot);
    flowsOf(plan, snapshot);
    return plan;
  };
  const begun: Partial<Harness> = {
    calls: [],
    drawings: 0,
    handle: null,
    large: () => counted(largePlan(snapshot)),
    withOneMore: (key, id) =>
      counted(apply(window.harness.plan, assignVillages([key], { settlement: id, year: 2015 }))),
  };
  // The page adds what it shows when it is first drawn.
  window.harness = begun as Harness;
  createRoot(document.getElementById("root")!).render(
    <Page columns={snapshot} version={version} first={first} />,
  );
}
void start();
