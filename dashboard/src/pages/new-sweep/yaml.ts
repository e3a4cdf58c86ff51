// Writes YAML: for sweeps, which are maps, lists, texts and numbers. Reading it is left to the coordinator.

/** `value` as a YAML document. */
export const yaml = (value: unknown): string => `${block(value, 0)}\n`;

function block(value: unknown, depth: number): string {
  if (isMap(value)) {
    const pad = "  ".repeat(depth);
    return Object.entries(value)
      .map(([key, it]) =>
        isMap(it) && !fits(it) ? `${pad}${key}:\n${block(it, depth + 1)}` : `${pad}${key}: ${flow(it)}`,
      )
      .join("\n");
  }
  return flow(value);
}

/** On one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, it]) => `${key}: ${flow(it)}`);
    return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  }
  if (typeof value === "number") return number(value);
  return typeof value === "string" ? text(value) : JSON.stringify(value ?? null);
}

const LINE = 72;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a map reads well on one line: short, and nothing nested but one deep. */
const fits = (map: Record<string, unknown>): boolean =>
  flow(map).length <= LINE && Object.values(map).every((it) => !isMap(it));

function number(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential().replace("e+", "e");
  return String(value);
}

function text(value: string): string {
  const isPlain = /^[A-Za-z_][\w./ -]*$/.test(value) && !/^(true|false|null|yes|no|on|off|~)$/i.test(value);
  return isPlain && value.trim() === value ? value : JSON.stringify(value);
}
