import type { MapWords } from "../../core/composition/map-words.ts";
import type { RegionState } from "../coverage/state.ts";

/** Where the data of a page come from, and the newest of their dates. */
export function originOfData(
  { datasets }: Pick<RegionState, "datasets">,
  words: MapWords,
): { source: string; dataDate: string; demonstration: boolean } {
  const real = datasets.filter(({ demonstration }) => !demonstration);
  const generated = real.length < datasets.length;
  const sources = [...new Set(real.map(({ source }) => source))];
  if (generated) sources.push(real.length === 0 ? words.generated : words.partlyGenerated);
  const dates = datasets.flatMap(({ dataDate }) => (dataDate === null ? [] : [dataDate])).sort();
  return {
    source: sources.length === 0 ? words.notRecorded : sources.join(words.separator),
    dataDate: dates.at(-1) ?? words.notRecorded,
    demonstration: generated,
  };
}
