import { createContext, useContext, type ReactNode } from "react";
import { createPortal } from "react-dom";

/** The place at the right of the workspace's header; null until it stands. */
export const ActsPlace = createContext<HTMLElement | null>(null);

/** Buttons of a page, put into the header of the workspace. */
export function HeaderActs({ children }: { children: ReactNode }) {
  const place = useContext(ActsPlace);
  return place === null ? null : createPortal(children, place);
}
