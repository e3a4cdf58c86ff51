// Which rows of a long list are in sight.

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** So many rows beyond the edges are kept ready. */
const AROUND = 8;

/** The first row in sight, and the one after the last, of `total` rows of `row` pixels in a box of `height`. */
export function useWindow(box: RefObject<HTMLElement | null>, total: number, row: number, height: number) {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let frame = 0;
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setTop(element.scrollTop));
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", onScroll);
    };
  }, [total === 0]);
  const first = Math.max(0, Math.min(total - 1, Math.floor(top / row)) - AROUND);
  return { first, last: Math.min(total, first + Math.ceil(height / row) + 2 * AROUND) };
}
