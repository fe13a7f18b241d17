import { useCallback, useMemo } from "react";
import { useLocation, useNavigate } from "react-router";
import { rememberedLanguage } from "./preferences.ts";
import { formatView, parseView, withOthers, type ViewState } from "./view-state.ts";

export interface View {
  view: ViewState;
  /** Changes part of the view. `replace` keeps it out of the browser's history (panning, typing). */
  update: (change: Partial<ViewState>, options?: { replace?: boolean }) => void;
}

/** The view that the address holds. Changes start from the address as it is now, so that two in one moment both hold. */
export function useView(): View {
  const { search } = useLocation();
  const navigate = useNavigate();
  const view = useMemo(() => parseView(search, rememberedLanguage()), [search]);
  const update = useCallback(
    (change: Partial<ViewState>, options: { replace?: boolean } = {}) => {
      const now = parseView(window.location.search, rememberedLanguage());
      const next = withOthers(formatView({ ...now, ...change }), window.location.search);
      // A page that is being left must not lead back to itself.
      const { pathname } = window.location;
      if (next !== window.location.search)
        void navigate({ pathname, search: next }, { replace: options.replace ?? false });
    },
    [navigate],
  );
  return { view, update };
}
