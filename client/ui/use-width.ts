import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from "react";

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

/** The width of the window in pixels, as it is now. */
export function useWindowWidth(): number {
  return useSyncExternalStore(
    (tell) => {
      window.addEventListener("resize", tell);
      return () => window.removeEventListener("resize", tell);
    },
    () => window.innerWidth,
  );
}

/** The height of an element in whole pixels, as it is now. */
export function useHeight(element: RefObject<HTMLElement | null>): number {
  const [heightPx, setHeightPx] = useState(0);
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    const measure = () => setHeightPx(Math.ceil(box.getBoundingClientRect().height));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element]);
  return heightPx;
}
