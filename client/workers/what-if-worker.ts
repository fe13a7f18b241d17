// Reckons what would be while a line is drawn, away from the page, so that the hand is never held up.
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { lengthOfDrawnM } from "../../core/coverage/drawn-length.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import { ratesOf } from "../../core/coverage/roll-up.ts";
import { SERVED, type Snapshot } from "../../core/coverage/snapshot.ts";
import { createWhatIf, type WhatIf } from "../../core/coverage/what-if.ts";
import { fetchColumns } from "../api.ts";
import type { Changed, WhatIfAsk, WhatIfFigures, WhatIfReply } from "./what-if-messages.ts";

/** What the worker stands at: an area's columns under a rule, and the statuses before anything was drawn. */
interface Bench {
  readonly rule: IndicatorRule;
  readonly snapshot: Snapshot;
  readonly area: number;
  readonly whatIf: WhatIf;
  readonly before: ReturnType<typeof ratesOf>;
  readonly statusBefore: Uint8Array;
  drawn: DrawnFeature | null;
}

const MOST_IDS = 5000;
const MOST_NAMES = 8;
const reply = (message: WhatIfReply): void => self.postMessage(message);

let bench: Promise<Bench | null> = Promise.resolve(null);
const columns = new Map<string, Promise<ColumnsOfArea>>();

function columnsOf(
  area: string,
  version: string,
  sector: IndicatorRule["sector"],
): Promise<ColumnsOfArea> {
  const key = `${area} ${version} ${sector}`;
  let loading = columns.get(key);
  if (loading === undefined) {
    columns.clear();
    loading = fetchColumns(area, [sector]);
    columns.set(key, loading);
    loading.catch(() => columns.delete(key));
  }
  return loading;
}

async function open(ask: Extract<WhatIfAsk, { type: "open" }>): Promise<Bench> {
  const { snapshot } = await columnsOf(ask.area, ask.version, ask.rule.sector);
  const whatIf = createWhatIf(snapshot, ask.rule);
  for (const feature of ask.base) whatIf.add(feature);
  const area = snapshot.areas.code.indexOf(ask.area);
  return {
    rule: ask.rule,
    snapshot,
    area,
    whatIf,
    before: ratesOf(whatIf.counts, area),
    statusBefore: whatIf.verdicts.status.slice(),
    drawn: null,
  };
}

/** Lays what is drawn into the bench in place of what was. */
function draw(at: Bench, feature: DrawnFeature | null): void {
  const { whatIf, drawn } = at;
  const sameButShape =
    drawn !== null && feature !== null && drawn.id === feature.id && drawn.class === feature.class;
  if (sameButShape) whatIf.reshape(feature.id, feature.geometry);
  else {
    if (drawn !== null) whatIf.remove(drawn.id);
    if (feature !== null) whatIf.add(feature);
  }
  at.drawn = feature;
}

function alter(at: Bench, ask: Extract<WhatIfAsk, { type: "existing" }>): void {
  const index = at.snapshot.features[at.rule.sector].id.indexOf(ask.id);
  if (index < 0) return;
  if (ask.set === "closed") at.whatIf.close(index);
  else {
    at.whatIf.reopen(index);
    at.whatIf.change(index, ask.set);
  }
}

function figuresOf(at: Bench, started: number): WhatIfFigures {
  const { whatIf, snapshot, rule } = at;
  const { verdicts, counts } = whatIf;
  const gained: number[] = [];
  const lost: number[] = [];
  for (let n = 0; n < verdicts.units.length; n++) {
    const [was, is] = [at.statusBefore[n]!, verdicts.status[n]!];
    if (was === is) continue;
    if (is === SERVED) gained.push(verdicts.units[n]!);
    else if (was === SERVED) lost.push(verdicts.units[n]!);
  }
  return {
    rule: rule.id,
    lengthM: at.drawn === null ? 0 : lengthOfDrawnM(at.drawn.geometry),
    before: at.before,
    after: ratesOf(counts, at.area),
    gained: changed(snapshot, rule, gained),
    lost: changed(snapshot, rule, lost),
    tookMs: performance.now() - started,
  };
}

function changed({ villages, areas }: Snapshot, rule: IndicatorRule, units: number[]): Changed {
  const onVillages = rule.unit === "naturalVillage";
  const [id, name] = onVillages ? [villages.id, villages.name] : [areas.id, areas.name];
  const sum = (column: Int32Array): number =>
    onVillages ? units.reduce((total, unit) => total + Math.max(0, column[unit]!), 0) : 0;
  return {
    units: units.length,
    households: sum(villages.households),
    persons: sum(villages.persons),
    ids: units.slice(0, MOST_IDS).map((unit) => id[unit]!),
    names: units.slice(0, MOST_NAMES).map((unit) => name[unit]!),
  };
}

self.onmessage = ({ data }: MessageEvent<WhatIfAsk>) => {
  const work = async (): Promise<void> => {
    if (data.type === "open") {
      const opening = open(data);
      bench = opening.catch(() => null);
      await opening;
      reply({ type: "ready", rule: data.rule.id });
      return;
    }
    const at = await bench;
    if (at === null) return;
    const started = performance.now();
    if (data.type === "draw") draw(at, data.feature);
    else alter(at, data);
    reply({ type: "figures", number: data.number, figures: figuresOf(at, started) });
  };
  work().catch((error: unknown) => {
    reply({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  });
};
