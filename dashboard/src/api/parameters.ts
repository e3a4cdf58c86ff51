// The parameters of a configuration, by their names.

const RATES = ["lr", "optimizer.lr"];

/** The names of what varies besides the rate. */
export const besidesRate = (parameters: object | undefined): string[] =>
  Object.keys(parameters ?? {}).filter((it) => !RATES.includes(it));
