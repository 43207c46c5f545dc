import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { declarations, isFresh, programs, root } from "./stamp.mjs";

/**
 * Makes a clone ready: installs what package-lock.json says when something else is installed, then builds when the sources have changed.
 * It runs before `npm start`, `npm test` and `npm run bench`, on any Node from 20 and before anything is installed: only Node's own modules.
 */

/** What of an entry of a lock file decides whether a package is the right one. @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockEntry */

/**
 * @param {string} file relative to the project
 * @returns {Record<string, LockEntry>} by path, such as `node_modules/zod`; empty where an installation never happened or broke off
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
  } catch {
    return {};
  }
}

/** Whether what is installed is what the lock file says. Optional packages may be absent: they are for other systems. */
function isInstalled() {
  const { "": _, ...wanted } = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
      const found = installed[path];
      return found ? found.version === version && found.integrity === integrity : optional === true;
    })
  );
}

/** The path without the project's own programs: an installation replaces them, so it must not run on them. */
const systemPath = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((folder) => !folder.startsWith(join(root, "node_modules")))
  .join(delimiter);

/**
 * @param {string} command
 * @param {string} path
 */
function run(command, path) {
  const { status } = spawnSync(command, { cwd: root, stdio: "inherit", shell: true, env: { ...process.env, PATH: path } });
  if (status !== 0) process.exit(status ?? 1);
}

const ownNode = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

if (!isInstalled() || !existsSync(ownNode)) {
  console.log("Installing dependencies …");
  run("npm ci --no-audit --no-fund --loglevel=error", systemPath);
}
if (!existsSync(ownNode)) {
  console.error(
    "The install script of the package `node` was not run, so this project's own Node is missing.\n" +
      "Allow install scripts (`npm config get ignore-scripts` should say false) and run `npm ci` again.",
  );
  process.exit(1);
}
if (![programs, declarations].every(isFresh)) run(`"${ownNode}" esbuild.mjs --if-stale`, process.env.PATH ?? "");
