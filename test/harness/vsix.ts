import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checks.ts";
import { installVsix } from "./code-server.ts";

/** The extension as a user gets it: packaged, and installed. Made once for each state of the sources. */

const folder = join(root, ".vscode-test");
const driverFolder = join(root, "test", "harness", "driver");

/** Absolute path of the VSIX of this platform, made from the programs as they are built. */
export const packagedVsix = (): string => {
  const vsix = join(folder, `stepwright-${state()}.vsix`);
  if (existsSync(vsix)) return vsix;
  removeOthers(/^stepwright-.*\.vsix$/);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/package.mjs", "--out", vsix], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`The extension cannot be packaged:\n${stdout}${stderr}`);
  return vsix;
};

/** Absolute path of a folder of extensions that has ours, and the one that drives tests. */
export const installedExtensions = (): string => {
  const vsix = packagedVsix();
  const extensions = join(folder, `extensions-${state()}`);
  if (existsSync(join(extensions, "extensions.json"))) return extensions;
  removeOthers(/^extensions-/);
  mkdirSync(extensions, { recursive: true });
  const driver = join(folder, "driver.vsix");
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  const flags = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", driver];
  const packaged = spawnSync(process.execPath, [vsce, "package", ...flags], { cwd: driverFolder, encoding: "utf8" });
  if (packaged.status !== 0) throw new Error(`The driver cannot be packaged:\n${packaged.stdout}${packaged.stderr}`);
  for (const each of [vsix, driver]) installVsix(each, extensions);
  return extensions;
};

/** What the VSIX is made of, as one word. */
const state = (): string => {
  const hash = createHash("sha256");
  for (const file of [
    "dist/.stamp",
    "dist/types/.stamp",
    "package.json",
    "package.nls.json",
    "scripts/package.mjs",
    "test/harness/driver/driver.cjs",
    "test/harness/driver/package.json",
  ])
    hash.update(readFileSync(join(root, file)));
  return hash.digest("hex").slice(0, 12);
};

const removeOthers = (pattern: RegExp): void => {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (pattern.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
};
