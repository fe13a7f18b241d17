/** Places with what is counted at them. Index i of every column is one place. */
export interface Places {
  readonly count: number;
  /** Degrees; NaN where the place is not known. */
  readonly lng: ArrayLike<number>;
  readonly lat: ArrayLike<number>;
}

/** A hexagon with the sums of what lies in it. */
export interface HexBin<Name extends string> {
  readonly centre: readonly [number, number];
  /** Closed ring of seven positions. */
  readonly ring: readonly (readonly [number, number])[];
  readonly places: number;
  readonly sums: Readonly<Record<Name, number>>;
}

/** About how many pixels a hexagon is wide. */
const WIDTH_PX = 28;
/** Pixels of the world at zoom 0. */
const WORLD_PX = 512;

/** Degrees of longitude that a hexagon is wide at a zoom; one grid for each whole zoom, so that bins stand still while the map glides. */
export function hexWidthDegrees(zoom: number): number {
  return (360 * WIDTH_PX) / WORLD_PX / 2 ** Math.floor(zoom);
}

/** The zoom whose hexagons lie at least so many beside each other over some degrees of longitude, fewer than twice as many. */
export const hexZoom = (degrees: number, least: number): number =>
  Math.ceil(Math.log2((least * hexWidthDegrees(0)) / degrees));

/**
 * Gathers places into hexagons of a grid of degrees that depends on the zoom alone, so that a bin is the same whatever part of the map is
 * asked for. `latitude` is the one at which hexagons look regular on a Mercator map. Every place that is known lies in exactly one; sums add
 * what is recorded (-1 and NaN add nothing). Ordered by place, north to south.
 *
 * The nearest centre of two rectangular grids of centres, one half a cell off, is the hexagon that holds a place.
 */
export function hexBins<Name extends string>(
  places: Places,
  counted: Readonly<Record<Name, ArrayLike<number>>>,
  { zoom, latitude }: { readonly zoom: number; readonly latitude: number },
): HexBin<Name>[] {
  const width = hexWidthDegrees(zoom);
  // Pointed at the top: rows of centres are 1.5 radii apart, and a degree of latitude is drawn 1 / cos(latitude) as long.
  const radius = (width / Math.sqrt(3)) * Math.cos((latitude * Math.PI) / 180);
  const [stepX, stepY] = [width, radius * 3];
  const names = Object.keys(counted) as Name[];
  const bins = new Map<string, { x: number; y: number; places: number; sums: number[] }>();
  for (let i = 0; i < places.count; i++) {
    const [lng, lat] = [places.lng[i]!, places.lat[i]!];
    if (!Number.isFinite(lng) || !Number.isFinite(lat)) continue;
    const [x, y] = nearestCentre(
      lng / stepX,
      lat / stepY,
      stepX,
      stepY,
      radius / (width / Math.sqrt(3)),
    );
    const key = `${x} ${y}`;
    let bin = bins.get(key);
    if (bin === undefined) bins.set(key, (bin = { x, y, places: 0, sums: names.map(() => 0) }));
    bin.places++;
    for (let n = 0; n < names.length; n++) {
      const value = counted[names[n]!][i]!;
      if (value > 0) bin.sums[n]! += value;
    }
  }
  return [...bins.values()]
    .sort((a, b) => b.y - a.y || a.x - b.x)
    .map((bin) => {
      const centre = [bin.x * stepX, bin.y * stepY] as const;
      return {
        centre,
        ring: ringAround(centre, width / 2, radius),
        places: bin.places,
        sums: Object.fromEntries(names.map((name, n) => [name, bin.sums[n]!])) as Record<
          Name,
          number
        >,
      };
    });
}

/** The nearest of the centres (whole, whole) and (half, half) in units of steps; `squash` is how much shorter a degree of latitude counts. */
function nearestCentre(
  x: number,
  y: number,
  stepX: number,
  stepY: number,
  squash: number,
): [number, number] {
  const whole = [Math.round(x), Math.round(y)] as const;
  const half = [Math.floor(x) + 0.5, Math.floor(y) + 0.5] as const;
  const far = ([a, b]: readonly [number, number]): number =>
    ((a - x) * stepX) ** 2 + (((b - y) * stepY) / squash) ** 2;
  return [...(far(whole) <= far(half) ? whole : half)];
}

function ringAround(
  [lng, lat]: readonly [number, number],
  halfWidth: number,
  radius: number,
): [number, number][] {
  return [
    [lng, lat + radius],
    [lng - halfWidth, lat + radius / 2],
    [lng - halfWidth, lat - radius / 2],
    [lng, lat - radius],
    [lng + halfWidth, lat - radius / 2],
    [lng + halfWidth, lat + radius / 2],
    [lng, lat + radius],
  ];
}
