import { createVSIX } from "@vscode/vsce";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { root } from "./stamp.mjs";

/**
 * `npm run package`: the VSIX of this platform, or of the one that `-- --target darwin-arm64` names. One a platform, because the bundler
 * is native code and starts in a moment, where its WebAssembly build takes a second.
 *
 * What the extension loads from `node_modules` travels in `dist/node_modules`, only the files that it reads.
 */

/** Platforms of VS Code, and what esbuild calls them. @type {Readonly<Record<string, string>>} */
const platforms = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-armhf": "linux-arm",
  "alpine-x64": "linux-x64",
  "alpine-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64",
  "win32-arm64": "win32-arm64",
};

/** Of each package, what is read at run time. */
const packages = {
  typescript: ["package.json", "LICENSE.txt", "ThirdPartyNoticeText.txt", "lib/typescript.js", "lib/lib*.d.ts"],
  esbuild: ["package.json", "LICENSE.md", "lib/main.js"],
  "sql.js": ["package.json", "LICENSE", "dist/sql-wasm.js", "dist/sql-wasm.wasm"],
  // The declarations of the SDK name types of these.
  "@standard-schema/spec": ["package.json", "LICENSE", "dist/*.d.ts"],
  zod: ["package.json", "LICENSE", "*.d.ts", "mini/*.d.ts", "v4/{classic,core,mini,locales}/**/*.d.ts", "v4/index.d.ts", "v4-mini/*.d.ts"],
};

/** What of the project itself a user of the extension gets. */
const own = [
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "docs/**",
  "media/**",
  "package.nls.json",
  "l10n/*.json",
  "dist/**/*.{js,cjs,css,wasm,ttf,d.ts}",
];

const target = argument("--target") ?? `${process.platform}-${process.arch === "arm" ? "armhf" : process.arch}`;
const platform = platforms[target];
if (platform === undefined) {
  console.error(`There is no VS Code for ${target}. Name one of: ${Object.keys(platforms).join(", ")}.`);
  process.exit(2);
}
execFileSync(process.execPath, [join(root, "esbuild.mjs"), "--if-stale"], { stdio: "inherit" });

const out = argument("--out") ?? join(root, `stepwright-${target}.vsix`);
const stage = mkdtempSync(join(tmpdir(), "stepwright-package-"));
try {
  copy(root, stage, own);
  const modules = join(stage, "dist", "node_modules");
  for (const [name, files] of Object.entries(packages)) copy(join(root, "node_modules", name), join(modules, name), files);
  copy(nativeEsbuild(platform), join(modules, "@esbuild", platform), ["**"]);
  writeFileSync(join(stage, "package.json"), JSON.stringify(manifest(), undefined, 2));
  await createVSIX({
    cwd: stage,
    packagePath: out,
    target,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} finally {
  rmSync(stage, { recursive: true, force: true });
}
console.log(`${out} (${(statSync(out).size / 1e6).toFixed(1)} MB)`);

/** The package's manifest without what concerns npm. */
function manifest() {
  const {
    scripts: _1,
    dependencies: _2,
    devDependencies: _3,
    bin: _4,
    exports: _5,
    files: _6,
    allowScripts: _7,
    ...rest
  } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return rest;
}

/**
 * @param {string} from
 * @param {string} to
 * @param {readonly string[]} patterns
 */
function copy(from, to, patterns) {
  for (const file of globSync([...patterns], { cwd: from })) {
    if (!statSync(join(from, file)).isFile()) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(from, file), join(to, file));
  }
}

/**
 * Where esbuild's own code for a platform lies: installed for this one, fetched for another.
 * @param {string} name
 */
function nativeEsbuild(name) {
  const installed = join(root, "node_modules", "@esbuild", name);
  if (existsSync(installed)) return installed;
  const { version } = createRequire(import.meta.url)("esbuild/package.json");
  const folder = join(root, ".vscode-test", "esbuild", `${name}-${version}`);
  const unpacked = join(folder, "package");
  if (!existsSync(unpacked)) {
    mkdirSync(folder, { recursive: true });
    const archive = execFileSync("npm", ["pack", `@esbuild/${name}@${version}`, "--silent"], {
      cwd: folder,
      shell: process.platform === "win32",
    });
    execFileSync("tar", ["-xzf", basename(archive.toString().trim())], { cwd: folder });
  }
  return unpacked;
}

/** @param {string} name */
function argument(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
