// The trials in sight, read page by page as one comes to them.

import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Page, Sweep, Trial } from "../../api/types";
import { changes } from "../../live/sweep";

const PAGE = 100;

/** The trials in sight by their places, in the order that `asked` names. */
export function useRows(
  sweep: Sweep,
  asked: string,
  total: number,
  first: number,
  last: number,
): Map<number, Trial> {
  const rows = useRef(new Map<number, Trial>());
  const [, redraw] = useState(0);
  const key = `${sweep.id}${asked}`;
  const known = useRef(key);
  if (known.current !== key) {
    known.current = key;
    rows.current = new Map();
  }
  useEffect(() => {
    const ending = new AbortController();
    const from = Math.floor(first / PAGE);
    const to = Math.floor(Math.max(first, last - 1) / PAGE);
    const read = async () => {
      for (let page = from; page <= to && page * PAGE < total; page++) {
        const { items } = await get<Page<Trial>>(
          `/sweeps/${sweep.id}/trials?limit=${PAGE}${asked}${beginning(page * PAGE, asked)}`,
          ending.signal,
        );
        for (const [at, it] of items.entries()) rows.current.set(page * PAGE + at, it);
        redraw((it) => it + 1);
      }
    };
    const soon = setTimeout(() => read().catch(() => undefined), rows.current.size === 0 ? 0 : 60);
    return () => {
      clearTimeout(soon);
      ending.abort();
    };
  }, [key, Math.floor(first / PAGE), Math.floor(last / PAGE), changes.value, total]);
  return rows.current;
}

/** Where a page begins. A list of all trials goes by number, which is quick to find; others are counted through. */
function beginning(place: number, asked: string): string {
  if (place === 0) return "";
  return asked ? `&skip=${place}` : `&cursor=${place - 1}`;
}
