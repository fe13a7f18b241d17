import { adviceOf, piecesOf, type Comparison } from "../../../core/relocation/build-or-move.ts";
import { pathOf } from "../../../core/relocation/build-or-move-line.ts";
import { ADVICE_COLOURS } from "../../map/palette.ts";
import type { NeededLine } from "../../map/plan-map-props.ts";
import type { CompareRow } from "./rows.ts";

/** Villages for whom lines are drawn at most; more would be a tangle. */
const MOST_DRAWN = 200;

/** Colours of villages by their number: what is proposed for them. */
export function adviceTints(on: Comparison): ReadonlyMap<number, string> {
  return new Map([...on.geometry.id].map((id, v) => [id, ADVICE_COLOURS[adviceOf(on, v)]]));
}

/** The lines that the selected villages would need, each piece once. */
export function linesNeeded(
  found: { readonly on: Comparison; readonly rowOfKey: ReadonlyMap<string, CompareRow> },
  selected: ReadonlySet<string>,
): NeededLine[] {
  if (selected.size > MOST_DRAWN) return [];
  const { on, rowOfKey } = found;
  const pieces = new Map<string, NeededLine>();
  for (const key of selected) {
    const village = rowOfKey.get(key)?.village;
    if (village === undefined) continue;
    on.services.forEach((priced, service) => {
      const { sector } = priced.lines;
      for (const { link } of piecesOf(on, service, village))
        for (const [from, to] of pathOf(priced, link))
          if (from !== to)
            pieces.set(`${service} ${from.join()} ${to.join()}`, { from, to, sector });
    });
  }
  return [...pieces.values()];
}
