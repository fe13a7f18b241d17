import { useCallback, useEffect, useState } from "react";
import { useNavigationType } from "react-router";
import { isSameMap, parseView } from "../../core/thematic/view.ts";
import { ApiError } from "../api.ts";
import type { AMap, AnAtlas } from "./atlas-page.tsx";
import { placeIn } from "./atlas-place.ts";
import { useAtlas } from "./queries.ts";
import { useThematic } from "./use-thematic.ts";

export interface Presented {
  /** Null without an atlas, and while it is not known. */
  atlas: AnAtlas | null;
  /** Counted from 0. */
  page: number;
  /** The saved map on the page; null without an atlas. */
  saved: AMap | null;
  /** False while nobody can say what the address means. */
  isReady: boolean;
  /** What the address names and is no longer there. */
  gone: "page" | "atlas" | null;
  turnTo: (page: number) => void;
}

/**
 * The page of an atlas that is presented. A presentation opened from an address shows the page as it is saved now; so does one whose page is
 * taken out of the atlas: it goes on at the nearest. What is changed on a page while it is presented stays until the next is turned to.
 */
export function usePresented(region: string): Presented {
  const { view, shown, update } = useThematic(region);
  const isArrival = useNavigationType() === "POP";
  const asked = useAtlas(shown.atlas);
  const atlas = asked.data !== undefined && asked.data.pages.length > 0 ? asked.data : null;
  const [isOpened, setOpened] = useState(!isArrival);
  const [isMissed, setMissed] = useState(false);
  const place = atlas === null ? null : placeIn(atlas.pages, shown.saved?.id ?? null, shown.page);
  const page = place?.page ?? 0;
  const isThere = place?.isThere ?? true;
  const saved = atlas?.pages[page] ?? null;
  const show = useCallback(
    (to: number) => {
      const next = atlas?.pages[to];
      if (next === undefined) return;
      update(
        {
          ...parseView(next.query, next.regionCode),
          shown: { page: to, saved: { id: next.id, version: next.version } },
        },
        // Turning pages is no way that somebody wants to go back step by step.
        { replace: true },
      );
    },
    [atlas, update],
  );
  const agrees =
    saved !== null &&
    saved.id === shown.saved?.id &&
    isSameMap(view, parseView(saved.query, saved.regionCode));
  if (!isOpened && agrees) setOpened(true);
  if (!isThere && !isMissed) setMissed(true);
  const isToShow = !isThere || (!isOpened && !agrees);
  useEffect(() => {
    if (isToShow) show(page);
  }, [isToShow, page, show]);
  const isGone =
    shown.atlas !== null &&
    atlas === null &&
    (asked.data !== undefined ||
      (asked.error instanceof ApiError && [404, 422].includes(asked.error.status)));
  return {
    atlas,
    page,
    saved,
    isReady: shown.atlas === null || (isOpened && isThere) || asked.isError || isGone,
    gone: isGone ? "atlas" : isMissed ? "page" : null,
    turnTo: useCallback(
      (to: number) => {
        setMissed(false);
        show(to);
      },
      [show],
    ),
  };
}
