import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * What the build makes, and all that each product is made from. A product is fresh when its stamp is the hash of its sources: content
 * and not time, because a checkout, a copy or a container layer sets times as it likes. Reading them takes a few milliseconds.
 * @typedef {{ stamp: string, inputs: string[] }} Product
 */

/** The programs, as `dist/*.js`. @type {Product} */
export const programs = {
  stamp: "dist/.stamp",
  inputs: ["src", "webview", "esbuild.mjs", "package.json", "package-lock.json", "tsconfig.json"],
};

/** The SDK's declarations. They take seconds where the programs take a moment, and change far less often. @type {Product} */
export const declarations = {
  stamp: "dist/types/.stamp",
  inputs: [
    "src/runner/index.ts",
    "src/runner/sdk",
    "src/runner/model",
    "scripts/env-types.mjs",
    "tsconfig.types.json",
    "tsconfig.json",
    "package-lock.json",
  ],
};

/** @param {Product} product */
export function isFresh({ stamp, inputs }) {
  const file = join(root, stamp);
  return existsSync(file) && readFileSync(file, "utf8") === hashOf(inputs);
}

/**
 * Makes a product, and notes what it was made from: what the sources were before, so that an edit meanwhile is not missed.
 * @param {Product} product
 * @param {() => Promise<void>} work
 */
export async function make({ stamp, inputs }, work) {
  const before = hashOf(inputs);
  await work();
  writeFileSync(join(root, stamp), before);
}

/** @param {string[]} inputs files and folders */
function hashOf(inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(filesOf))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

/**
 * @param {string} path relative to the project; nothing may be there
 * @returns {string[]} the files there, in a fixed order
 */
function filesOf(path) {
  const absolute = join(root, path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats ? [path] : [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
