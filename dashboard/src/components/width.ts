// How wide something is, so that plots are drawn dot by dot and their letters keep their size.

import type { Ref } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** A place to put the element, and its width; `first` is assumed until it is known. */
export function useWidth<E extends HTMLElement>(first: number): [Ref<E>, number] {
  const box = useRef<E>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(240, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
