import { useEffect, useRef, useState } from "react";
import { prefersStillness } from "../theme.ts";

/** How long a year stands while years are played. */
const YEAR_MS = 1400;

/** The year after one, the first after the last and after none; null where there are no years. */
export function nextYear(years: readonly number[], year: number | null): number | null {
  if (years.length === 0) return null;
  const at = year === null ? -1 : years.indexOf(year);
  return years[(at + 1) % years.length]!;
}

/**
 * Plays years one after the other until it is stopped, or has come to the last one. Where the system asks for less motion nothing runs by
 * itself: each start goes one year on.
 */
export function usePlay(
  years: readonly number[],
  year: number | null,
  onYear: (year: number) => void,
): { playing: boolean; toggle: () => void; stop: () => void } {
  const [playing, setPlaying] = useState(false);
  const latest = useRef({ years, year, onYear });
  useEffect(() => {
    latest.current = { years, year, onYear };
  });
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const now = latest.current;
      const next = nextYear(now.years, now.year);
      if (next === null) return;
      now.onYear(next);
      if (next === now.years.at(-1)) setPlaying(false);
    }, YEAR_MS);
    return () => clearInterval(timer);
  }, [playing]);
  return {
    playing,
    stop: () => setPlaying(false),
    toggle: () => {
      if (playing) return setPlaying(false);
      const next = nextYear(years, year);
      if (next === null) return;
      onYear(next);
      if (!prefersStillness()) setPlaying(true);
    },
  };
}
