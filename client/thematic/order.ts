/** The list with the entry at `from` put before what stands at `to` once it is taken out; both kept within the list. */
export function movedTo<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const rest = list.toSpliced(from, 1);
  const item = list[from];
  return item === undefined
    ? [...list]
    : rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, item);
}
