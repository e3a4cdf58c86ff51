// Writes src/api/generated.ts from the coordinator's own description; with --check only compares.
//
//   node tools/types.js [--check] [path of the ratesmith binary]
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import openapi, { astToString } from "openapi-typescript";

const given = process.argv.slice(2).filter((it) => it !== "--check");
const binary = given[0] ?? new URL("../../target/debug/ratesmith", import.meta.url).pathname;
const file = new URL("../src/api/generated.ts", import.meta.url);

const document = execFileSync(binary, ["openapi"], { encoding: "utf8", maxBuffer: 1 << 26 });
const text = `// Written by tools/types.js from \`ratesmith openapi\`; not by hand.\n\n${astToString(await openapi(JSON.parse(document)))}`;

if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8") !== text) {
  console.error(
    "src/api/generated.ts is not what `ratesmith openapi` says: run `npm run types` in dashboard/",
  );
  process.exit(1);
}
