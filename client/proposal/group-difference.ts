import type { DifferenceAnswer, DifferenceCounts } from "../../core/contract/proposal.ts";

type Village = DifferenceAnswer["villages"][number];

/** Villages of a township, or of a county those that lie in none. */
export interface TownshipGroup extends DifferenceCounts {
  readonly code: string;
  readonly name: string | null;
  readonly isArea: boolean;
  readonly villages: readonly Village[];
}
export interface CountyGroup extends DifferenceCounts {
  readonly code: string;
  readonly name: string;
  readonly villages: readonly Village[];
  readonly townships: readonly TownshipGroup[];
}

/** A difference by county and township, each with its villages; villages in no township come last, without money of their own. */
export function groupDifference(difference: DifferenceAnswer): CountyGroup[] {
  const byCounty = grouped(difference.villages, ({ county }) => county ?? "");
  return difference.counties.map((county) => {
    const villages = byCounty.get(county.code) ?? [];
    const byTownship = grouped(villages, ({ township }) => township ?? "");
    const townships: TownshipGroup[] = difference.townships
      .filter((township) => township.county === county.code)
      .map((township) => ({
        ...township,
        isArea: true,
        villages: byTownship.get(township.code) ?? [],
      }));
    const others = byTownship.get("") ?? [];
    if (others.length > 0) {
      const count = (kind: Village["kind"]) => others.filter((each) => each.kind === kind).length;
      townships.push({
        code: `${county.code}-`,
        name: null,
        isArea: false,
        villages: others,
        added: count("added"),
        changed: count("changed"),
        removed: count("removed"),
        persons: 0,
        amountYuan: 0,
      });
    }
    return { ...county, villages, townships };
  });
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
