/** Gathers places into groups of near ones: each group starts at the first place left over and takes all within `reachKm` of it. */
export function groupNear(
  members: readonly number[],
  x: Float64Array,
  y: Float64Array,
  reachKm: number,
): number[][] {
  const left = new Set(members);
  const groups: number[][] = [];
  for (const start of members) {
    if (!left.has(start)) continue;
    const group = [...left].filter(
      (i) =>
        Math.hypot(
          (x[i] as number) - (x[start] as number),
          (y[i] as number) - (y[start] as number),
        ) <= reachKm,
    );
    for (const i of group) left.delete(i);
    groups.push(group);
  }
  return groups;
}
