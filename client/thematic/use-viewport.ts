import { useSyncExternalStore } from "react";

const unitOf = (): number => Math.min(window.innerWidth / 100, window.innerHeight / 56.25);

/** A hundredth of the width of a 16:9 picture that fits the window, in pixels: what everything on a wall is measured by. */
export function useViewport(): { unitPx: number } {
  const unitPx = useSyncExternalStore((tell) => {
    window.addEventListener("resize", tell);
    return () => window.removeEventListener("resize", tell);
  }, unitOf);
  return { unitPx };
}
