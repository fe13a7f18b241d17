import type { ExitCardsAnswer } from "../../core/contract/exit-card.ts";
import { latinName } from "../../core/policy/place-name.ts";

type Card = ExitCardsAnswer["items"][number];

/** What is left of a list of counties: by verdict, by a criterion that does not pass, by a part of the name. */
export interface CardFilter {
  overall: Card["overall"] | null;
  criterion: string | null;
  q: string;
}

/**
 * Counties that fit, those nearest to exit first: more lines passed, then fewer failed; where these are equal by code. A name is found by a
 * part of it, of its Latin form, or of its code.
 */
export function filterCards(
  { items, criteria }: Pick<ExitCardsAnswer, "items" | "criteria">,
  { overall, criterion, q }: CardFilter,
): Card[] {
  const at = criterion === null ? -1 : criteria.findIndex(({ id }) => id === criterion);
  const wanted = q.trim().toLowerCase();
  const fits = (card: Card): boolean => {
    const { area, city } = card;
    const words = [area.name, area.code, latinName(area) ?? "", city?.name ?? ""];
    return (
      (overall === null || card.overall === overall) &&
      (at < 0 || card.standings[at] !== "pass") &&
      (wanted === "" || words.some((word) => word.toLowerCase().includes(wanted)))
    );
  };
  return items
    .filter(fits)
    .toSorted(
      (a, b) =>
        b.passed - a.passed ||
        a.failed - b.failed ||
        (a.area.code < b.area.code ? -1 : a.area.code > b.area.code ? 1 : 0),
    );
}
