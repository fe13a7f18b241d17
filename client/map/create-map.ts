import { Map, prewarm, setWorkerUrl, type MapOptions } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

setWorkerUrl(workerUrl);
// The workers start while the page still asks for its data.
prewarm();

/** A new map in `container`; null where the browser cannot draw one (no WebGL). */
export function createMap(
  container: HTMLElement,
  options: Omit<MapOptions, "container">,
): Map | null {
  try {
    return new Map({
      container,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      fadeDuration: 0,
      // Characters that no slice of the bundled font holds are drawn with what the system has.
      localIdeographFontFamily: '"Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
      ...options,
    });
  } catch {
    return null;
  }
}
