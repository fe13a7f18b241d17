// Reckons what would be while a line is drawn, away from the page, so that the hand is never held up.
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { Drawing } from "../../core/coverage/drawing.ts";
import type { Sector } from "../../core/contract/rule.ts";
import { fetchColumns } from "../api.ts";
import type { WhatIfAsk, WhatIfReply } from "./what-if-messages.ts";

const reply = (message: WhatIfReply): void => self.postMessage(message);

let opened: Promise<Drawing | null> = Promise.resolve(null);
const columns = new Map<string, Promise<ColumnsOfArea>>();

function columnsOf(area: string, version: string, sector: Sector): Promise<ColumnsOfArea> {
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

async function open(ask: Extract<WhatIfAsk, { type: "open" }>): Promise<Drawing> {
  const { snapshot } = await columnsOf(ask.area, ask.version, ask.rule.sector);
  return new Drawing(snapshot, ask.rule, ask.area, ask.planned);
}

self.onmessage = ({ data }: MessageEvent<WhatIfAsk>) => {
  const work = async (): Promise<void> => {
    if (data.type === "open") {
      const opening = open(data);
      opened = opening.catch(() => null);
      await opening;
      reply({ type: "ready", rule: data.rule.id });
      return;
    }
    const drawing = await opened;
    if (drawing === null) return;
    const started = performance.now();
    if (data.type === "draw") drawing.draw(data.feature);
    else drawing.alter(data.id, data.set);
    const figures = drawing.figures();
    const tookMs = performance.now() - started;
    reply({ type: "figures", number: data.number, figures: { ...figures, tookMs } });
  };
  work().catch((error: unknown) => {
    reply({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  });
};
