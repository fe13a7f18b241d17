import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { fetchPreview, type PrintChoice } from "./print-api.ts";

interface Preview {
  /** Address of the picture; the last one stays while the next is made. */
  source: string | null;
  isPending: boolean;
  error: unknown;
}

/** A picture of the page as it will be, made anew when anything on it changes. */
export function usePreview(query: string, choice: PrintChoice, language: string): Preview {
  const { paper, orientation, title, organisation, review } = choice;
  const { data, error, isFetching } = useQuery({
    queryKey: ["print-preview", query, language, paper, orientation, title, organisation, review],
    queryFn: ({ signal }) =>
      fetchPreview(
        query,
        { paper, orientation, title, organisation, review, format: "png" },
        language,
        signal,
      ),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  const source = useMemo(() => (data ? URL.createObjectURL(data) : null), [data]);
  useEffect(
    () => () => {
      if (source !== null) URL.revokeObjectURL(source);
    },
    [source],
  );
  return { source: error === null ? source : null, isPending: isFetching, error };
}
