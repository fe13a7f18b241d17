import type { Map as LibreMap } from "maplibre-gl";

/** Maps that show the same place: whichever moves takes the others along. */
export interface CameraLink {
  /** Gives what takes the map out again. */
  join(map: LibreMap): () => void;
}

export function linkCameras(): CameraLink {
  const maps = new Set<LibreMap>();
  let leader: LibreMap | null = null;
  return {
    join(map) {
      const lead = () => {
        // A map that follows moves too, and must not lead in its turn.
        if (leader !== null) return;
        leader = map;
        for (const other of maps)
          if (other !== map) other.jumpTo({ center: map.getCenter(), zoom: map.getZoom() });
        leader = null;
      };
      maps.add(map);
      map.on("move", lead);
      return () => {
        maps.delete(map);
        map.off("move", lead);
      };
    },
  };
}
