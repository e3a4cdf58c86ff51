// Keys that work on every page, and the list of them.

import { useEffect, useRef } from "preact/hooks";
import { pause } from "../live/sweep";
import { go } from "../router";

const PLACES: Record<string, string> = {
  s: "/",
  n: "/sweeps/new",
  w: "/workers",
  q: "/queue",
  c: "/compare",
  b: "/best",
};

const LIST: [string, string][] = [
  ["?", "this list"],
  ["/", "filter"],
  ["g then s, b, c, q, w", "go to sweeps, best rates, compare, the queue, workers"],
  ["n", "a new sweep"],
  ["j, k", "the next, the last row"],
  [".", "pause what is live, go on"],
  ["← →", "along the points of a plot that has the focus"],
  ["Enter", "open the point or the row"],
];

export function Keys() {
  const list = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    let isGoing = false;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog"))
        return;
      const place = isGoing ? PLACES[event.key] : undefined;
      isGoing = event.key === "g";
      if (place) go(place);
      else if (event.key === "?") list.current?.showModal();
      else if (event.key === "n") go("/sweeps/new");
      else if (event.key === ".") pause();
      else if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
      else if (event.key === "/") focusOn<HTMLInputElement>("input[type=search]", event);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <dialog ref={list} class="keys" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {LIST.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row] a:first-of-type, a[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}

function focusOn<E extends HTMLElement>(what: string, event: Event): void {
  const element = document.querySelector<E>(what);
  if (!element) return;
  event.preventDefault();
  element.focus();
}
