// How much the first visit loads: the document's script and style, and what a sweep's answer adds, in brotli.
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const LIMIT = 60_000;

const assets = new URL("../dist/assets/", import.meta.url);
const names = readdirSync(assets);
const document = readFileSync(new URL("../dist/index.html", import.meta.url), "utf8");

/** The files that `name` loads before it runs. */
function needed(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  if (!name.endsWith(".js")) return seen;
  const text = readFileSync(new URL(name, assets), "utf8");
  for (const [, other] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) needed(other, seen);
  return seen;
}

const first = new Set(names.filter((it) => document.includes(it)).flatMap((it) => [...needed(it)]));
const answer = names.filter((it) => /^sweep-.*\.js$/.test(it));
const styles = names.filter((it) => it.endsWith(".css"));
const all = new Set([...first, ...answer.flatMap((it) => [...needed(it)]), ...styles]);
const weigh = (files) =>
  [...files]
    .filter((it) => /\.(js|css)$/.test(it))
    .reduce((sum, it) => sum + brotliCompressSync(readFileSync(new URL(it, assets))).length, 0);

const kilobytes = (it) => `${(it / 1000).toFixed(1)} kB`;
console.log(
  `first load ${kilobytes(weigh(first))}, up to a sweep's answer ${kilobytes(weigh(all))}, in brotli`,
);
if (weigh(all) > LIMIT) {
  console.error(`more than ${kilobytes(LIMIT)}`);
  process.exit(1);
}
