import { useCallback, useEffect, useRef, useState } from "react";
import type { Works } from "../../core/contract/plan.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import { worksCostYuan } from "../../core/relocation/money.ts";
import type { Drawing } from "../map/draw.ts";
import { useView } from "../use-view.ts";
import { WhatIfDesk } from "../workers/what-if.ts";
import type { WhatIfFigures } from "../workers/what-if-messages.ts";
import { useDesk } from "./desk.ts";
import { shapeOf, worksOf } from "./drawn.ts";
import { planShape } from "./geometry.ts";

/** What the works that are being drawn would bring, and cost. */
export interface Live {
  readonly figures: WhatIfFigures;
  readonly yuan: number;
}

const featureOf = (id: string, works: Works): DrawnFeature | null =>
  works.geometry === null
    ? null
    : {
        id,
        geometry: works.geometry,
        class: works.class,
        surface: works.surface,
        allSeason: works.allSeason,
        accepted: works.accepted,
        numbers: works.numbers,
      };

/** Follows the drawing of works and reckons, in a worker, what they would bring; works already planned count as there. */
export function useWhatIf(version: string): {
  live: Live | null;
  follow: (drawn: Drawing | null) => void;
  end: () => void;
} {
  const desk = useDesk();
  const { view } = useView();
  const worker = useRef<WhatIfDesk | null>(null);
  const drawn = useRef<Works | null>(null);
  const [live, setLive] = useState<Live | null>(null);
  const { drawing, rules, assessed } = desk;
  const { plan, context } = assessed;
  const area = plan.frame.area;
  const sector = drawing?.sector ?? null;
  const ofSector = rules.filter((rule) => rule.sector === sector);
  const rule =
    ofSector.find(({ id }) => id === view.rule) ??
    ofSector.find(({ unit }) => unit === "naturalVillage") ??
    ofSector[0];
  const latest = useRef({ context });
  useEffect(() => {
    latest.current = { context };
  });
  const works = plan.works;
  useEffect(() => {
    if (rule === undefined) return;
    worker.current ??= new WhatIfDesk({
      ready: () => {},
      figures: (figures) => {
        const now = drawn.current;
        if (now === null) setLive(null);
        else setLive({ figures, yuan: worksCostYuan(now, latest.current.context) ?? 0 });
      },
      failed: () => setLive(null),
    });
    const planned = [...works]
      .filter(([, one]) => one.sector === rule.sector)
      .map(([id, one]) => ({
        feature: one.action === "close" ? null : featureOf(`works:${id}`, one),
        replaces: one.action === "build" ? null : one.featureId,
      }));
    worker.current.open(area, version, rule, planned);
  }, [rule, works, area, version]);
  useEffect(
    () => () => {
      worker.current?.close();
      worker.current = null;
    },
    [],
  );
  const follow = useCallback(
    (now: Drawing | null) => {
      const shape = now === null ? null : shapeOf(now.tool);
      if (now === null || drawing === null || shape === null) {
        drawn.current = null;
        worker.current?.draw(null);
        setLive(null);
        return;
      }
      drawn.current = worksOf("", shape, drawing, planShape(now.geometry), plan.frame.years.from);
      worker.current?.draw(featureOf("drawing", drawn.current));
    },
    [drawing, plan.frame.years.from],
  );
  const end = useCallback(() => follow(null), [follow]);
  return { live, follow, end };
}
