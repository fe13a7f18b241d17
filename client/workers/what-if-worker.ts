// Reckons what would be while a line is drawn, away from the page, so that the hand is never held up.
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { Drawing } from "../../core/coverage/drawing.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { fetchColumns } from "../api.ts";
import { existingOf } from "./existing-feature.ts";
import type { WhatIfAsk, WhatIfReply } from "./what-if-messages.ts";

const reply = (message: WhatIfReply): void => self.postMessage(message);

/** An area's columns under a rule, and what is drawn there. */
interface Bench {
  readonly snapshot: Snapshot;
  readonly rule: IndicatorRule;
  readonly drawing: Drawing;
}

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
  const { rule, area, planned } = ask;
  return { snapshot, rule, drawing: new Drawing(snapshot, rule, area, planned) };
}

self.onmessage = ({ data }: MessageEvent<WhatIfAsk>) => {
  const { opening } = data;
  const work = async (): Promise<void> => {
    if (data.type === "open") {
      const being = open(data);
      bench = being.catch(() => null);
      await being;
      reply({ type: "ready", opening });
      return;
    }
    const at = await bench;
    if (at === null) return;
    if (data.type === "existing") {
      reply({
        type: "existing",
        opening,
        feature: existingOf(at.snapshot, at.rule.sector, data.id),
      });
      return;
    }
    const started = performance.now();
    const { drawing } = at;
    if (data.edits !== undefined) drawing.edit(data.edits);
    drawing.draw(data.drawn);
    const figures = drawing.figures();
    const tookMs = performance.now() - started;
    reply({ type: "figures", opening, figures: { ...figures, tookMs } });
  };
  work().catch((error: unknown) => {
    reply({
      type: "failed",
      opening,
      message: error instanceof Error ? error.message : String(error),
    });
  });
};
