// Which page is shown, and how. The address holds the whole view, so that sharing a link shares what is seen.

import { computed, signal } from "@preact/signals";

const here = signal(new URL(location.href));

/** The path, without a slash at its end. */
export const path = computed(() => here.value.pathname.replace(/\/+$/, "") || "/");

/** Goes to `href`, as a click on a link does. */
export function go(href: string): void {
  history.pushState(null, "", href);
  arrive();
  scrollTo(0, 0);
}

/** One choice that the address holds; `fallback` is not written down. */
export function choice(name: string, fallback = ""): { value: string; set: (value: string) => void } {
  return {
    value: here.value.searchParams.get(name) ?? fallback,
    set(value: string) {
      const next = new URL(location.href);
      if (value === fallback) next.searchParams.delete(name);
      else next.searchParams.set(name, value);
      history.replaceState(null, "", next);
      arrive();
    },
  };
}

/** Follows links, and the browser's way back and forth. */
export function listen(): void {
  addEventListener("popstate", arrive);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const isOurs = link.origin === location.origin && !link.target && !link.hasAttribute("download");
    if (!isOurs || link.dataset.outside !== undefined || link.getAttribute("href")?.startsWith("#")) return;
    event.preventDefault();
    if (link.href !== location.href) go(link.href);
  });
}

function arrive(): void {
  here.value = new URL(location.href);
}
