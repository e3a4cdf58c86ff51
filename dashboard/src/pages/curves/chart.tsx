// The canvas of many curves as part of a page: its size, its theme, and a way through it by keyboard.

import { useEffect, useRef, useState } from "preact/hooks";
import { Lines, type View } from "../../charts/lines";
import { theme } from "../settings/theme";

interface Props {
  label: string;
  view: View;
  marked: string | undefined;
  describe: (id: string) => string;
  onHover?: (id: string | undefined) => void;
  onPick?: (id: string) => void;
  onSelect?: (ids: string[]) => void;
  /** Told how to make a drawing of what is in sight. */
  onDrawn?: (drawing: (title: string) => string) => void;
}

export function LineChart(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<Lines | undefined>(undefined);
  const latest = useRef(props);
  const [at, setAt] = useState<number>();
  latest.current = props;
  const { view, marked, label } = props;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new Lines(element, latest.current.view, {
      onHover: (id) => latest.current.onHover?.(id),
      onPick: (id) => latest.current.onPick?.(id),
      onSelect: (ids) => latest.current.onSelect?.(ids),
    });
    lines.current = made;
    latest.current.onDrawn?.((title) => made.drawing(title));
    const observer = new ResizeObserver(() => made.resize(element.clientWidth));
    observer.observe(element);
    const onTheme = () => made.show(latest.current.view);
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", onTheme);
    const unsubscribe = theme.subscribe(onTheme);
    return () => {
      unsubscribe();
      system.removeEventListener("change", onTheme);
      observer.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => lines.current?.show(view));
  const curve = at === undefined ? undefined : view.curves[view.curves.length - 1 - at];
  useEffect(() => lines.current?.mark(curve?.id ?? marked), [curve?.id, marked]);

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((was) => Math.min(view.curves.length - 1, Math.max(0, (was ?? -1) + step)));
    } else if (event.key === "Enter" && curve) props.onPick?.(curve.id);
    else if (event.key === "Escape") setAt(undefined);
  };
  return (
    <div
      class="lines"
      role="group"
      aria-label={`${label}. Arrow keys go through the curves, the best first.`}
      tabIndex={0}
      onKeyDown={onKey}
      onBlur={() => setAt(undefined)}
    >
      <div ref={box} role="img" aria-label={label} style={{ height: `${view.height}px` }} />
      <output class="said">{curve && props.describe(curve.id)}</output>
    </div>
  );
}
