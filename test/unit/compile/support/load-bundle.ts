import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { createRegistry } from "../../../../src/runner/compile/registry.ts";

/** Loads the bundle that the first argument names, and prints what it registered as JSON; see `load` in `workspace.ts`. */
const [bundle = "", ...packages] = process.argv.slice(2);
const registry = createRegistry();
if (bundle.endsWith(".cjs")) createRequire(import.meta.url)(bundle);
else await import(pathToFileURL(bundle).href);

const found: [string, unknown][] = registry.entries().map(({ file, binding, value }) => [`${file}#${binding}`, shown(value)]);
for (const asked of packages) {
  const [file = "", specifier = "", name = ""] = asked.split("|");
  found.push([asked, shown(await registry.packageExport(file, specifier, name))]);
}
process.stdout.write(JSON.stringify(Object.fromEntries(found)));

function shown(value: unknown): unknown {
  if (value === undefined) return "[undefined]";
  if (typeof value === "function") {
    if (/^class\b/.test(Function.prototype.toString.call(value))) return `[class ${value.name}]`;
    return `[${"kind" in value ? String(value.kind) : "function"} ${value.name}]`;
  }
  if (value instanceof Promise) return "[promise]";
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
  return value;
}
