import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, join, relative } from "node:path";
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
await import("./${name}-program.js");
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

/** What an import can be called. @param {string} name */
const isImportable = (name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== "default";

/** Exports of properties of an object, each read only where it is used. @param {string} object @param {readonly string[]} names */
const exportsOf = (object, names) =>
  names.map((name) => `const _${name} = /* @__PURE__ */ (() => ${object}.${name})(); export { _${name} as ${name} };`);

/**
 * Node's own modules as plain objects. Node gives an ES import of one a facade, for which it reads every property of it, and some
 * properties load a good part of Node: a worker would start 10 ms later.
 * @type {import("esbuild").Plugin}
 */
const plainBuiltins = {
  name: "plain-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z][a-z_/:]*$/ }, ({ path, kind }) =>
      !isBuiltin(path)
        ? undefined
        : kind === "import-statement"
          ? { path, namespace: "builtin", sideEffects: false }
          : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: [
        `const builtin = process.getBuiltinModule(${JSON.stringify(path)});`,
        "export default builtin;",
        ...exportsOf("builtin", Object.keys(process.getBuiltinModule(path) ?? {}).filter(isImportable)),
      ].join("\n"),
    }));
  },
};

/**
 * Packages that stay outside are loaded when the part that needs them is. As static imports they would load with the program.
 * @type {import("esbuild").Plugin}
 */
const lateExternals = {
  name: "late-externals",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${external.join("|")})(/|$)`) }, ({ path, kind }) =>
      kind === "require-call" || kind === "require-resolve" ? { path, external: true } : { path, namespace: "late" },
    );
    onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => ({ contents: `module.exports = require(${JSON.stringify(path)});` }));
  },
};

/**
 * Parts that a program loads on demand and that most runs never need: by the name of their file, the source. Within a program they would
 * have to be read and parsed with it.
 */
const parts = Object.fromEntries(
  [
    ...readdirSync(join(root, "src/runner/cli/commands"))
      .filter((file) => file !== "run.ts")
      .map((file) => `cli/commands/${file}`),
    "validate/compiled.ts",
    "store/materialize/columnar/parquet.ts",
    "store/materialize/preview/shrink-png.ts",
  ].map((source) => [`${basename(source, ".ts")}-part`, `src/runner/${source}`]),
);

/** @type {import("esbuild").Plugin} */
const partsApart = {
  name: "parts-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const source = relative(root, join(resolveDir, path)).replaceAll("\\", "/");
      const part = Object.entries(parts).find(([, each]) => each === source)?.[0];
      return part === undefined ? undefined : { path: `./${part}.js`, external: true };
    });
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
  // Names stay: stacks and class names are shown to people.
  minifyWhitespace: true,
  minifySyntax: true,
};

/** What CommonJS packages expect to find and ES modules do not have. They use it for Node's own modules and for names that are unique. */
const commonJsNames = [
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;",
].join(" ");

/**
 * Programs of the runner.
 * @param {Record<string, string>} entryPoints
 * @param {import("esbuild").BuildOptions} options
 */
const runner = (entryPoints, options) =>
  build({
    ...shared,
    ...options,
    entryPoints,
    format: "esm",
    chunkNames: "[name]-[hash]",
    target: "node24",
    external: ["./*-program.js"],
    plugins: [programEntries, plainBuiltins, lateExternals, partsApart],
    banner: { js: commonJsNames },
  });

/**
 * The editor's own module, read once and only for what our sources name of it. An `import * as vscode` of each file would copy all of it, hundreds
 * of properties, dozens of times while the extension host waits.
 * @type {import("esbuild").Plugin}
 */
const editorApi = {
  name: "editor-api",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ path, kind }) =>
      kind === "import-statement" ? { path, namespace: "editor" } : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace: "editor" }, () => {
      const sources = globSync("src/extension/**/*.ts", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8"));
      const names = new Set(sources.flatMap((text) => [...text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name]) => name ?? "")));
      return { contents: ['const api = require("vscode");', ...exportsOf("api", [...names].sort())].join("\n") };
    });
  },
};

// The extension host loads CommonJS on the Node of the oldest VS Code that package.json admits.
const extension = () =>
  build({
    ...shared,
    entryPoints: { extension: "src/extension/extension.ts" },
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    target: "node20",
    plugins: [editorApi],
  });

// Pages of the editor are as new as the oldest VS Code that package.json admits. Each is one script and one style, by plain links.
const page = /** @satisfies {import("esbuild").BuildOptions} */ ({
  ...shared,
  outdir: "dist/webview",
  platform: /** @type {const} */ ("browser"),
  format: /** @type {const} */ ("iife"),
  target: "chrome132",
  minify: true,
  loader: { ".svg": /** @type {const} */ ("text") },
});
const webview = async () => {
  // A page of the editor may load no other file than its own, so the script of its thread is part of it, as text.
  const { outputFiles } = await build({ ...page, entryPoints: ["webview/dag/layout/layout-worker.ts"], write: false, sourcemap: false });
  const text = outputFiles.map((file) => file.text).join("");
  return build({ ...page, entryPoints: { dag: "webview/dag/main.ts" }, define: { layoutWorkerScript: JSON.stringify(text) } });
};

const bundles = async () => {
  // What is wrong with the sources has been printed by then; where the bundler stood when it noticed helps nobody.
  const results = await Promise.all([
    runner(Object.fromEntries(Object.keys(entries).map((name) => [name, `program:${name}`])), {}),
    // What a worker and a user's bundle share must be one module instance, above all the SDK.
    runner({ index: "src/runner/index.ts", "worker-program": entries.worker }, { splitting: true }),
    // Apart from those and whole: a program that is one file starts sooner than one of twenty.
    runner(
      {
        "cli-program": entries.cli,
        "main-program": entries.main,
        "analyzer-program": entries.analyzer,
        "service-program": entries.service,
      },
      {},
    ),
    runner(parts, { splitting: true }),
    extension(),
    webview(),
  ]).catch(() => process.exit(1));
  removeOthers(new Set(results.flatMap(({ metafile }) => Object.keys(metafile?.outputs ?? {}))));
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
