// From values to places on a plot, and the marks on an axis.

export type Domain = [low: number, high: number];

export interface Tick {
  at: number;
  /** Empty for a small mark between labelled ones. */
  label: string;
}

export interface Scale {
  (value: number): number;
  invert(place: number): number;
  domain: Domain;
  ticks: Tick[];
}

type Label = (value: number) => string;

/** Equal steps are equal differences. */
export function linear(domain: Domain, from: number, to: number, label: Label, wanted = 6): Scale {
  const [low, high] = domain[0] === domain[1] ? [domain[0] - 0.5, domain[1] + 0.5] : domain;
  const scale = (value: number) => from + ((value - low) / (high - low)) * (to - from);
  const step = niceStep((high - low) / wanted);
  const ticks: Tick[] = [];
  for (let it = Math.ceil(low / step - 1e-9); it * step <= high + step * 1e-6; it++)
    ticks.push({ at: it * step, label: label(Number((it * step).toPrecision(12))) });
  return Object.assign(scale, {
    invert: (place: number) => low + ((place - from) / (to - from)) * (high - low),
    domain: [low, high] as Domain,
    ticks,
  });
}

/** In decades. */
const NARROW = 0.6;

/** Equal steps are equal ratios. */
export function log(domain: Domain, from: number, to: number, label: Label, wanted = 8): Scale {
  const low = Math.log10(Math.max(domain[0], 1e-300));
  const high = Math.max(Math.log10(Math.max(domain[1], 1e-300)), low + 1e-6);
  const scale = (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  return Object.assign(scale, {
    invert: (place: number) => 10 ** (low + ((place - from) / (to - from)) * (high - low)),
    domain: [10 ** low, 10 ** high] as Domain,
    // Within a part of a decade even steps hardly differ from even ratios, and are easier to read.
    ticks:
      high - low < NARROW
        ? linear([10 ** low, 10 ** high], 0, 1, label, wanted).ticks
        : decades(low, high, label, wanted),
  });
}

/** A mark at 1, 2 … 9 of each decade, labelled at the decades, or within few of them more often. */
function decades(low: number, high: number, label: Label, wanted: number): Tick[] {
  const span = high - low;
  const every = Math.max(1, Math.ceil(span / wanted));
  const labelled = span < 0.7 ? [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9] : span < 2 ? [1, 2, 5] : [1];
  const ticks: Tick[] = [];
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade++) {
    // Over very many decades only those with a label are marked.
    if (every > 3 && decade % every !== 0) continue;
    const minor = every === 1 ? [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9] : [1];
    for (const digit of minor) {
      const power = decade + Math.log10(digit);
      if (power < low - 1e-9 || power > high + 1e-9) continue;
      const shown = labelled.includes(digit) && decade % every === 0;
      if (shown || digit !== 1.5)
        ticks.push({
          at: 10 ** power,
          label: shown ? label(Number((digit * 10 ** decade).toPrecision(3))) : "",
        });
    }
  }
  return ticks;
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}

/** The lowest and highest of the finite values, or nothing. */
export function extent(values: Iterable<number | null | undefined>): Domain | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value == null || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** A domain with some air around it, in the measure of its scale. */
export function padded([low, high]: Domain, isLog: boolean, share = 0.04): Domain {
  if (isLog) {
    const air = Math.max((high / low) ** share, 1.05);
    return [low / air, high * air];
  }
  const air = (high - low || Math.abs(high) || 1) * share;
  return [low - air, high + air];
}

/** Where a share of the sorted finite values lies below. */
export function quantile(values: (number | null)[], share: number): number | undefined {
  const sorted = values.filter((it): it is number => it != null && Number.isFinite(it)).sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}
