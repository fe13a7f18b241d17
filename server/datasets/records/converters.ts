import { boundaryConverter } from "./boundary.ts";
import { facilityConverter, zoneConverter } from "./facility-and-zone.ts";
import { networkConverter } from "./network.ts";
import type { Conversion, Converter } from "./row.ts";
import { villageConverter } from "./village.ts";

/** The converter of a kind. */
export function converterOf(conversion: Conversion): Converter {
  switch (conversion.kind) {
    case "boundaries":
      return boundaryConverter(conversion);
    case "villages":
      return villageConverter(conversion);
    case "facilities":
      return facilityConverter(conversion);
    case "zones":
      return zoneConverter(conversion);
    case "roads":
    case "electricity":
    case "water":
    case "broadband":
      return networkConverter(conversion);
  }
}
