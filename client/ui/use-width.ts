import { useSyncExternalStore } from "react";

const NARROW = "(max-width: 820px)";

/** Whether the page is too narrow for panels beside the map (a phone). */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", tell);
      return () => query.removeEventListener("change", tell);
    },
    () => window.matchMedia(NARROW).matches,
  );
}
