/**
 * Gives every piece of a group that is cut off from the group's largest piece to the neighbouring group it touches most, so that
 * each group is connected. Changes `group` in place; entries below `count` are judged. Groups with one piece stay as they are.
 */
export function mendExclaves(
  group: Int32Array,
  count: number,
  neighboursOf: (cell: number) => Iterable<number>,
): void {
  for (let round = 0; round < 10; round++) {
    const pieces = piecesOf(group, count, neighboursOf);
    const largest = new Map<number, number>();
    for (const piece of pieces) {
      const g = group[piece[0] as number] as number;
      if (piece.length > (largest.get(g) ?? 0)) largest.set(g, piece.length);
    }
    const kept = new Set<number>();
    let changed = false;
    for (const piece of pieces) {
      const g = group[piece[0] as number] as number;
      if (piece.length === largest.get(g) && !kept.has(g)) {
        kept.add(g);
        continue;
      }
      const touches = new Map<number, number>();
      for (const cell of piece) {
        for (const other of neighboursOf(cell)) {
          const h = group[other] as number;
          if (h !== g) touches.set(h, (touches.get(h) ?? 0) + 1);
        }
      }
      const best = [...touches].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
      if (best === undefined) continue;
      for (const cell of piece) group[cell] = best[0];
      changed = true;
    }
    if (!changed) return;
  }
}

function piecesOf(
  group: Int32Array,
  count: number,
  neighboursOf: (cell: number) => Iterable<number>,
): number[][] {
  const seen = new Uint8Array(count);
  const pieces: number[][] = [];
  for (let start = 0; start < count; start++) {
    if (seen[start] === 1) continue;
    const piece = [start];
    seen[start] = 1;
    for (let k = 0; k < piece.length; k++) {
      for (const other of neighboursOf(piece[k] as number)) {
        if (other < count && seen[other] === 0 && group[other] === group[start]) {
          seen[other] = 1;
          piece.push(other);
        }
      }
    }
    pieces.push(piece);
  }
  return pieces;
}
