/** A piece of works as a village pays for it: yuan, and the other households that owe a connection with it before and after. */
interface OwedPiece {
  readonly yuan: number;
  readonly before: number;
  /** Infinity where nothing is owed any more. */
  readonly after: number;
}

const ROUNDS = 200;

/**
 * The number of households, a real number, at which the pieces cost a household as much as moving it: with more of them building is
 * cheaper. 0 where building is cheaper at any number (others pay nearly all), Infinity where moving costs a household nothing or a piece
 * cannot be built.
 *
 * A household pays sum(yuan / (households + before) - yuan / (households + after)), which falls and is convex, so Newton's method from
 * the left comes to the one root without passing it.
 */
export function breakEvenHouseholds(
  pieces: readonly OwedPiece[],
  movePerHouseholdYuan: number,
): number {
  if (!(movePerHouseholdYuan > 0) || pieces.some(({ yuan }) => yuan === Infinity)) return Infinity;
  const paid = pieces.filter(({ yuan, before, after }) => yuan > 0 && after > before);
  const over = (households: number): number =>
    paid.reduce(
      (sum, { yuan, before, after }) =>
        sum + yuan / (households + before) - yuan / (households + after),
      -movePerHouseholdYuan,
    );
  if (!paid.some(({ before }) => before <= 0) && over(0) <= 0) return 0;
  let households = 1;
  while (over(households) < 0 && households > Number.MIN_VALUE) households /= 2;
  for (let round = 0; round < ROUNDS; round++) {
    const slope = paid.reduce(
      (sum, { yuan, before, after }) =>
        sum + yuan / (households + before) ** 2 - yuan / (households + after) ** 2,
      0,
    );
    const next = households + over(households) / slope;
    if (!(next > households)) return households;
    households = next;
  }
  return households;
}
