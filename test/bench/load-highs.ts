import loader, { type Highs } from "highs";

/** The solver, loaded. Its types describe the CommonJS build: as a module it is the function itself. */
export function loadHighs(): Promise<Highs> {
  return (loader as unknown as () => Promise<Highs>)();
}
