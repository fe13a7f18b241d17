import { useCallback, useMemo } from "react";
import { useLocation, useNavigate } from "react-router";
import type { ThematicView } from "../../core/contract/thematic.ts";
import { formatView, parseView } from "../../core/thematic/view.ts";
import { useView } from "../use-view.ts";
import { readAddress, writeAddress, type Address, type Shown } from "./address.ts";

export interface Thematic extends Address {
  /** The map without its camera: the same object for as long as it says the same, whatever the camera does. */
  view: ThematicView;
  camera: ThematicView["camera"];
  /** Changes part of the map or of what is shown around it. `replace` keeps it out of the browser's history. */
  update: (change: Change, options?: { replace?: boolean }) => void;
  /** The area that the address names at this moment, before the page has drawn it. */
  areaNow: () => string;
  /** The address of the workspace's page that shows a change, as a link. */
  hrefOf: (change: Change) => string;
}

type Change = Partial<ThematicView> & { shown?: Partial<Shown> };

/** The map that the address holds. Changes start from the address as it is now, so that two in one moment both hold. */
export function useThematic(region: string): Thematic {
  const { search } = useLocation();
  const { view: base } = useView();
  const navigate = useNavigate();
  const { language } = base;
  const address = useMemo(() => readAddress(search, region, language), [search, region, language]);
  const query = formatView({ ...address.view, camera: null });
  const view = useMemo(() => parseView(query, region), [query, region]);
  const hrefOf = useCallback(
    ({ shown, ...view }: Change) => {
      const now = readAddress(window.location.search, region, language);
      return writeAddress({
        view: { ...now.view, ...view },
        shown: { ...now.shown, ...shown },
      });
    },
    [region, language],
  );
  const update = useCallback(
    (change: Change, options: { replace?: boolean } = {}) => {
      const search = hrefOf(change);
      if (search !== window.location.search)
        void navigate({ search }, { replace: options.replace ?? false });
    },
    [hrefOf, navigate],
  );
  const areaNow = useCallback(
    () => readAddress(window.location.search, region, language).view.area,
    [region, language],
  );
  return { areaNow, shown: address.shown, view, camera: address.view.camera, update, hrefOf };
}

/** Writes into the address which saved map, in which version, the page now shows. Another one than before stands in no atlas that was open. */
export function useKeepSaved(region: string): (map: { id: string; version: number }) => void {
  const { shown, update } = useThematic(region);
  const before = shown.saved?.id;
  return useCallback(
    ({ id, version }) =>
      update(
        { shown: { saved: { id, version }, ...(id === before ? {} : { atlas: null, page: 0 }) } },
        { replace: true },
      ),
    [before, update],
  );
}
