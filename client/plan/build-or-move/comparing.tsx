import "./build-or-move.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { createContext, use, useDeferredValue, useMemo, useState, type ReactNode } from "react";
import {
  comparisonPrices,
  middleYear,
  overridePolicy,
  type Overrides,
} from "../../../core/policy/build-or-move-policy.ts";
import type { Policy } from "../../../core/policy/plan-policy.ts";
import {
  compareBuildAndMove,
  type Comparison,
  type Sharing,
} from "../../../core/relocation/build-or-move.ts";
import { fetchBuildGeometry } from "../../api.ts";
import { useDesk } from "../desk.ts";
import { compareRows, type CompareRow } from "./rows.ts";

/** Building against moving on the plan's desk: what is asked, and what follows from it. */
export interface Comparing {
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly overrides: Overrides;
  readonly setFigure: (id: string, value: number | null) => void;
  readonly clearFigures: () => void;
  readonly sharing: Sharing;
  readonly setSharing: (sharing: Sharing) => void;
  readonly priceYear: number;
  readonly setPriceYear: (year: number) => void;
  /** The figures in force with those that were changed. */
  readonly policy: Policy;
  /** Null until what building takes is known. */
  readonly found: {
    readonly on: Comparison;
    readonly rows: readonly CompareRow[];
    readonly rowOfKey: ReadonlyMap<string, CompareRow>;
  } | null;
  readonly isFetching: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

const ComparingContext = createContext<Comparing | null>(null);

/** The comparison of the plan on the desk. Throws outside of one. */
export function useComparing(): Comparing {
  const comparing = use(ComparingContext);
  if (comparing === null) throw new Error("nothing is compared outside of a plan");
  return comparing;
}

/** Keeps the comparison: geometry once for the data and the plan's works, prices anew with every figure. */
export function ComparingProvider(props: { children: ReactNode }) {
  const { assessed, columns, state } = useDesk();
  const { plan, context } = assessed;
  const { years, area } = plan.frame;
  const [isOpen, setOpen] = useState(false);
  const [overrides, setOverrides] = useState<Overrides>({});
  const [sharing, setSharing] = useState<Sharing>("stayers");
  const [priceYear, setPriceYear] = useState(() => middleYear(years));
  const { works } = plan;
  const worksName = useMemo(
    () => (works.size === 0 || !isOpen ? null : JSON.stringify(works.toObject())),
    [works, isOpen],
  );
  const { summary, version, saving } = state;
  const query = useQuery({
    queryKey: ["build-geometry", columns.version, area, worksName],
    queryFn: ({ signal }) =>
      fetchBuildGeometry(
        area,
        worksName === null || summary === null ? null : { id: summary.id, version },
        signal,
      ),
    // Works that are not stored yet are not counted by the server.
    enabled: isOpen && (worksName === null || saving === "saved"),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const geometry = query.data ?? null;
  const asked = useMemo(() => ({ overrides, sharing, priceYear }), [overrides, sharing, priceYear]);
  const settled = useDeferredValue(asked);
  const rowOfId = useMemo(
    () => new Map([...context.data.villages.id].map((id, row) => [id, row])),
    [context.data.villages],
  );
  const policy = useMemo(
    () => overridePolicy(context.policy, overrides),
    [context.policy, overrides],
  );
  const found = useMemo(() => {
    if (geometry === null) return null;
    const figures = overridePolicy(context.policy, settled.overrides);
    const prices = comparisonPrices(figures, years, settled.priceYear);
    const on = compareBuildAndMove(geometry, prices, settled.sharing);
    const rows = compareRows(on, context, rowOfId);
    return { on, rows, rowOfKey: new Map(rows.map((row) => [row.key, row])) };
  }, [geometry, context, years, settled, rowOfId]);
  const { error, isFetching, refetch } = query;
  const comparing = useMemo<Comparing>(
    () => ({
      isOpen,
      setOpen,
      overrides,
      setFigure: (id, value) =>
        setOverrides((now) => {
          const next = { ...now };
          if (value === null) delete next[id];
          else next[id] = value;
          return next;
        }),
      clearFigures: () => setOverrides({}),
      sharing,
      setSharing,
      priceYear,
      setPriceYear,
      policy,
      found,
      isFetching,
      error,
      retry: () => void refetch(),
    }),
    [isOpen, overrides, sharing, priceYear, policy, found, isFetching, error, refetch],
  );
  return <ComparingContext value={comparing}>{props.children}</ComparingContext>;
}
