import { useCallback } from "react";
import { useLocation, useNavigate } from "react-router";
import { addressAt } from "./address.ts";

/** Into another area on the same page; whatever else the address holds stays, but for the camera, which belongs to the place. */
export function useEnter(): (area: string) => void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return useCallback(
    (area) =>
      void navigate({
        pathname,
        search: addressAt(window.location.search, { area, x: null, y: null, z: null, sel: null }),
      }),
    [navigate, pathname],
  );
}
