// Colours that carry a number: viridis, by the logarithm of the rate. Evenly bright steps, safe for the colour-blind.

const VIRIDIS = [
  "440154",
  "482173",
  "433e85",
  "38588c",
  "2d708e",
  "25858e",
  "1e9b8a",
  "2ab07f",
  "52c569",
  "86d549",
  "c2df23",
  "fde725",
].map((it) => [0, 2, 4].map((from) => Number.parseInt(it.slice(from, from + 2), 16)));

/** The colour at `share` of the way, from 0 to 1. */
export function viridis(share: number): string {
  const [red, green, blue] = mixed(share);
  return `rgb(${red} ${green} ${blue})`;
}

/** Black or white, whichever can be read on `viridis(share)`. */
export function ink(share: number): string {
  const [red = 0, green = 0, blue = 0] = mixed(share);
  return red * 0.299 + green * 0.587 + blue * 0.114 > 120 ? "#000" : "#fff";
}

function mixed(share: number): number[] {
  const place = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * (VIRIDIS.length - 1);
  const from = VIRIDIS[Math.floor(place)] ?? [0, 0, 0];
  const to = VIRIDIS[Math.ceil(place)] ?? from;
  return from.map((it, at) => Math.round(it + ((to[at] ?? it) - it) * (place % 1)));
}

/** Where `lr` lies between `low` and `high`, from 0 to 1, by ratios. */
export const shareOf = (lr: number, [low, high]: [number, number]): number =>
  high > low ? Math.log(lr / low) / Math.log(high / low) : 0.5;

/** Colours for things without an order (Okabe and Ito), as the style sheet has them. */
export const named = (at: number): string => `var(--series-${(at % 6) + 1})`;
