import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { declarations, isFresh, make, programs, root } from "./scripts/stamp.mjs";

/**
 * The build: `src/` to `dist/`. With `--if-stale` it makes only what is not what the sources say.
 *
 * Every file of the runner lies in `dist/` itself, shared chunks included, so that `new URL("./worker.js", import.meta.url)` means the
 * same from each of them.
 */

/** Files that start a process or a thread, and the source of each. */
const entries = {
  cli: "src/runner/cli/main.ts",
  main: "src/runner/main.ts",
  service: "src/runner/service.ts",
  worker: "src/runner/worker.ts",
  analyzer: "src/runner/compile/analyzer.ts",
};

/** Loaded from `node_modules` at run time: native code, a whole compiler, a WebAssembly file. All else is bundled. */
const external = ["esbuild", "typescript", "sql.js"];

/**
 * The first lines of each program. Node compiles a module's static imports before its first statement, so the code cache must be on
 * before the program itself is imported. The cache is code, so it lies in the user's own folder and not in a shared temporary one.
 * @param {keyof typeof entries} name
 */
const prologue = (name) => `${name === "cli" ? `#!/usr/bin/env node\n${oldNode}` : ""}import module from "node:module";
import { join } from "node:path";
const { userCache } = await import("./src/runner/compile/user-cache.ts");
module.enableCompileCache?.(join(userCache(), "code"));
await import("./${entries[name]}");
`;

/** Said before anything is loaded that an older Node cannot parse. */
const oldNode = `const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 2)) {
  console.error("Stepwright needs Node 24.2 or later. This is Node " + process.versions.node + ".");
  process.exit(2);
}
`;

/** Entry points whose text is made here: `program:cli` and so on. @type {import("esbuild").Plugin} */
const programEntries = {
  name: "program-entries",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^program:/ }, ({ path }) => ({ path: path.slice("program:".length), namespace: "program" }));
    onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({
      contents: prologue(/** @type {keyof typeof entries} */ (path)),
      resolveDir: root,
    }));
  },
};

/** @satisfies {import("esbuild").BuildOptions} */
const shared = {
  absWorkingDir: root,
  outdir: "dist",
  bundle: true,
  platform: /** @type {const} */ ("node"),
  // Beside the files and not named in them: a worker reads the maps of the author's bundle, and must not spend 40 ms on ours.
  sourcemap: /** @type {const} */ ("external"),
  sourcesContent: false,
  metafile: /** @type {const} */ (true),
  logLevel: /** @type {const} */ ("warning"),
};

/** What CommonJS packages expect to find and ES modules do not have. They use it for Node's own modules and for names that are unique. */
const commonJsNames = [
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;",
].join(" ");

// One build for all of the runner: what a worker, the command line and a user's bundle share must be one module instance, above all the SDK.
const runner = () =>
  build({
    ...shared,
    entryPoints: {
      index: "src/runner/index.ts",
      ...Object.fromEntries(Object.keys(entries).map((name) => [name, `program:${name}`])),
    },
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    target: "node24",
    external,
    plugins: [programEntries],
    banner: { js: commonJsNames },
  });

// The extension host loads CommonJS on the Node of the oldest VS Code that package.json admits.
const extension = () =>
  build({
    ...shared,
    entryPoints: { extension: "src/extension/extension.ts" },
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    target: "node20",
    external: ["vscode"],
  });

// Pages of the editor are as new as the oldest VS Code that package.json admits. Each is one script and one style, by plain links.
const webview = () =>
  build({
    ...shared,
    outdir: "dist/webview",
    entryPoints: { dag: "webview/dag/main.ts" },
    platform: /** @type {const} */ ("browser"),
    format: "iife",
    target: "chrome132",
    minify: true,
    loader: { ".svg": "text" },
  });

const bundles = async () => {
  // What is wrong with the sources has been printed by then; where the bundler stood when it noticed helps nobody.
  const results = await Promise.all([runner(), extension(), webview()]).catch(() => process.exit(1));
  removeOthers(new Set(results.flatMap((result) => Object.keys(result.metafile.outputs))));
};

// Emitted and not checked: checking is a matter of `npm test`.
const types = async () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const [status] = await once(spawn(process.execPath, [tsc, "-p", "tsconfig.types.json"], { cwd: root, stdio: "inherit" }), "exit");
  if (status !== 0) process.exit(1);
  const { makeEnvTypes } = await import("./scripts/env-types.mjs");
  makeEnvTypes();
};

const onlyStale = process.argv.includes("--if-stale");
const start = performance.now();
await Promise.all(
  [
    { product: programs, work: bundles },
    { product: declarations, work: types },
  ].map(async ({ product, work }) => {
    if (onlyStale && isFresh(product)) return;
    await make(product, work);
    console.log(`${product === programs ? "Programs" : "Declarations"} built in ${String(Math.round(performance.now() - start))} ms`);
  }),
);

/**
 * Removes what earlier builds left. Afterwards and not before, so that a program that runs meanwhile still finds its chunks.
 * @param {Set<string>} outputs relative to the project
 */
function removeOthers(outputs) {
  for (const entry of readdirSync(join(root, "dist"), { withFileTypes: true })) {
    if (entry.isFile() && !outputs.has(`dist/${entry.name}`)) rmSync(join(root, "dist", entry.name));
  }
}
