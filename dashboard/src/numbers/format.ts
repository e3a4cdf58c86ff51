// Numbers and times as a person reads them. What is exact goes into titles and copies.

const MINUS = "−";

/** A learning rate: two or three digits, `2.8e−2` where zeros would have to be counted. */
export function rate(value: number | null | undefined, digits = 2): string {
  if (value == null || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 0.01 && size < 1000) {
    const text = value.toPrecision(digits);
    return (text.includes("e") ? String(Number(text)) : text).replace("-", MINUS);
  }
  const [mantissa = "", power = ""] = value.toExponential(digits - 1).split("e");
  return `${mantissa.replace(/\.0+$/, "")}e${power.replace("-", MINUS).replace("+", "")}`.replace(
    /^-/,
    MINUS,
  );
}

/** A learning rate on an axis: no more digits than it takes. */
export const mark = (value: number): string => {
  const size = Math.abs(value);
  return size >= 0.01 && size < 10_000 ? String(Number(value.toPrecision(6))) : rate(value);
};

/** A loss, an accuracy: four digits. */
export function metric(value: number | null | undefined, digits = 4): string {
  if (value == null || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return rate(value, 3);
  return value.toPrecision(digits).replace("-", MINUS);
}

/** A mean and its spread, to the digits that the spread leaves. */
export function spread(mean: number, std: number | null): string {
  if (std == null || std === 0 || !Number.isFinite(std)) return metric(mean);
  const decimals = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(std))));
  return `${mean.toFixed(decimals)} ± ${std.toFixed(decimals)}`.replace(/^-/, MINUS);
}

const thousands = new Intl.NumberFormat("en-US");

/** A count, with its thousands set apart. */
export const count = (value: number): string => thousands.format(value);

/** `3 trials`, `1 trial`. */
export const counted = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

/** A length of time. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 10) {
    const rest = Math.round(seconds) % 60;
    return `${Math.floor(Math.round(seconds) / 60)} min${rest > 0 ? ` ${rest} s` : ""}`;
  }
  if (minutes < 60) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 48) return `${hours < 10 ? hours.toFixed(1) : Math.round(hours)} h`;
  return `${Math.round(hours / 24)} days`;
}

/** How long ago something was. */
export function ago(time: string, now: number): string {
  const passed = now - Date.parse(time);
  return passed < 5000 ? "just now" : `${duration(passed)} ago`;
}

/** Any value of a parameter. */
export function value(it: unknown): string {
  if (typeof it === "number") return Number.isInteger(it) ? String(it) : rate(it, 3);
  return typeof it === "string" ? it : JSON.stringify(it);
}

/** The last part of a dotted path: `momentum` of `optimizer.momentum`. */
export const leaf = (path: string): string => path.split(".").at(-1) ?? path;
