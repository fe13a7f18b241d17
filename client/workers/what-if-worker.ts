// Reckons what would be while a line is drawn, away from the page, so that the hand is never held up.
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { fetchColumns } from "../api.ts";
import { draw, edit, existingOf, figuresOf, setUp, type Bench } from "./what-if-bench.ts";
import type { WhatIfAsk, WhatIfReply } from "./what-if-messages.ts";

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
  return setUp(snapshot, ask.area, ask.rule, ask.base);
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
      reply({ type: "existing", opening, feature: existingOf(at, data.id) });
      return;
    }
    const started = performance.now();
    if (data.edits !== undefined) edit(at, data.edits);
    draw(at, data.drawn);
    reply({ type: "figures", opening, figures: figuresOf(at, started) });
  };
  work().catch((error: unknown) => {
    reply({
      type: "failed",
      opening,
      message: error instanceof Error ? error.message : String(error),
    });
  });
};
