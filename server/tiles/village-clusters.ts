import Supercluster from "supercluster";
import { SERVED, UNKNOWN, UNSERVED, type VillageColumns } from "../../core/coverage/snapshot.ts";
import { type Tile, worldX, worldY } from "./grid.ts";
import type { LayerWriter } from "./layer-writer.ts";

/** Last zoom at which villages are drawn as clusters. */
export const CLUSTER_MAX_ZOOM = 7;

/** Radius of a cluster in pixels of a 512-pixel tile. */
const RADIUS_PX = 48;

interface ClusterZoom {
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Cluster of each village. */
  readonly clusterOf: Int32Array;
  readonly villages: Int32Array;
  readonly households: Int32Array;
}

interface StatusCounts {
  readonly served: Int32Array;
  readonly unserved: Int32Array;
  readonly unknown: Int32Array;
}

/**
 * Clusters of villages for each zoom up to 7. Only which village belongs to which cluster is kept, so that the counts of any rule
 * are one pass over the villages and a moved threshold builds nothing anew.
 */
export class VillageClusters {
  readonly #zooms: ClusterZoom[];
  readonly #counts = new WeakMap<Uint8Array, StatusCounts[]>();

  constructor(villages: VillageColumns) {
    const index = new Supercluster<{ i: number }>({
      radius: RADIUS_PX,
      extent: 512,
      maxZoom: CLUSTER_MAX_ZOOM,
    });
    index.load(
      Array.from({ length: villages.count }, (_, i) => ({
        type: "Feature",
        properties: { i },
        geometry: { type: "Point", coordinates: [villages.lng[i]!, villages.lat[i]!] },
      })),
    );
    this.#zooms = Array.from({ length: CLUSTER_MAX_ZOOM + 1 }, (_, zoom) =>
      membersAt(index, zoom, villages),
    );
  }

  write(writer: LayerWriter, tile: Tile, status: Uint8Array | null): void {
    const zoom = this.#zooms[tile.z]!;
    const counts = status ? this.#countsOf(status)[tile.z]! : null;
    writer.begin(
      "villages",
      counts ? ["count", "hh", "served", "unserved", "unknown"] : ["count", "hh"],
    );
    for (let c = 0; c < zoom.x.length; c++) {
      const dx = zoom.x[c]! - tile.originX;
      const dy = zoom.y[c]! - tile.originY;
      if (dx < 0 || dy < 0 || dx >= tile.size || dy >= tile.size) continue;
      const feature = writer.beginFeature(-1);
      writer.tagInteger(0, zoom.villages[c]!);
      writer.tagInteger(1, zoom.households[c]!);
      if (counts) {
        writer.tagInteger(2, counts.served[c]!);
        writer.tagInteger(3, counts.unserved[c]!);
        writer.tagInteger(4, counts.unknown[c]!);
      }
      writer.point(dx >> tile.shift, dy >> tile.shift);
      writer.endFeature(feature);
    }
    writer.end();
  }

  #countsOf(status: Uint8Array): StatusCounts[] {
    let counts = this.#counts.get(status);
    if (!counts) {
      counts = this.#zooms.map((zoom) => countStatuses(zoom, status));
      this.#counts.set(status, counts);
    }
    return counts;
  }
}

function countStatuses(zoom: ClusterZoom, status: Uint8Array): StatusCounts {
  const clusters = zoom.x.length;
  const counts = {
    served: new Int32Array(clusters),
    unserved: new Int32Array(clusters),
    unknown: new Int32Array(clusters),
  };
  for (let i = 0; i < status.length; i++) {
    const c = zoom.clusterOf[i]!;
    if (status[i] === SERVED) counts.served[c]!++;
    else if (status[i] === UNSERVED) counts.unserved[c]!++;
    else if (status[i] === UNKNOWN) counts.unknown[c]!++;
  }
  return counts;
}

function membersAt(
  index: Supercluster<{ i: number }>,
  zoom: number,
  villages: VillageColumns,
): ClusterZoom {
  const clusters = index.getClusters([-180, -90, 180, 90], zoom);
  const clusterOf = new Int32Array(villages.count);
  const counts = new Int32Array(clusters.length);
  const households = new Int32Array(clusters.length);
  clusters.forEach((cluster, c) => {
    const { properties } = cluster;
    const members =
      "cluster_id" in properties
        ? index.getLeaves(properties.cluster_id, Infinity).map((leaf) => leaf.properties.i)
        : [properties.i];
    counts[c] = members.length;
    for (const i of members) {
      clusterOf[i] = c;
      households[c]! += Math.max(0, villages.households[i]!);
    }
  });
  return {
    x: Int32Array.from(clusters, (cluster) => worldX(cluster.geometry.coordinates[0]!)),
    y: Int32Array.from(clusters, (cluster) => worldY(cluster.geometry.coordinates[1]!)),
    clusterOf,
    villages: counts,
    households,
  };
}
