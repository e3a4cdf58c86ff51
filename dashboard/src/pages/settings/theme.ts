// Dark, light, or as the system has it; kept in this browser.

import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const KEY = "ratesmith.theme";

export const theme = signal<Theme>(read());

function read(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function choose(next: Theme): void {
  theme.value = next;
  localStorage.setItem(KEY, next);
  wear();
}

/** Makes the page look as was chosen. */
export function wear(): void {
  document.documentElement.style.colorScheme = theme.value === "system" ? "light dark" : theme.value;
}
