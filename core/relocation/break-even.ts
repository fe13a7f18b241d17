/** A piece of works of which a village pays by its households among all who use it. */
interface SharedPiece {
  readonly yuan: number;
  readonly othersHouseholds: number;
}

const ROUNDS = 60;

/**
 * The number of households, a real number, at which the pieces cost a household as much as moving it: with more of them building is
 * cheaper. 0 where building is cheaper at any number (others pay nearly all), Infinity where moving costs a household nothing or a piece
 * cannot be built.
 *
 * A household pays sum(yuan / (households + others)), which falls and is convex, so Newton's method from the left comes to the one root
 * without passing it.
 */
export function breakEvenHouseholds(
  pieces: readonly SharedPiece[],
  movePerHouseholdYuan: number,
): number {
  if (!(movePerHouseholdYuan > 0) || pieces.some(({ yuan }) => yuan === Infinity)) return Infinity;
  let alone = 0;
  let withNobody = 0;
  for (const { yuan, othersHouseholds } of pieces) {
    if (othersHouseholds <= 0) alone += yuan;
    else withNobody += yuan / othersHouseholds;
  }
  if (alone === 0 && withNobody <= movePerHouseholdYuan) return 0;
  // What only this village uses costs at least this many households their move.
  let households = alone / movePerHouseholdYuan;
  for (let round = 0; round < ROUNDS; round++) {
    let over = -movePerHouseholdYuan;
    let slope = 0;
    for (const { yuan, othersHouseholds } of pieces) {
      const users = households + Math.max(0, othersHouseholds);
      if (yuan === 0) continue;
      over += yuan / users;
      slope += yuan / users ** 2;
    }
    const next = households + over / slope;
    if (!(next > households)) return households;
    households = next;
  }
  return households;
}
