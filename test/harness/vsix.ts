import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checks.ts";
import { installVsix } from "./code-server.ts";

/** The extension as a user gets it: packaged, and installed. Made once for each state of the sources. */

const folder = join(root, ".vscode-test");
const driverFolder = join(root, "test", "harness", "driver");

/** Absolute path of the VSIX of this platform, made from the programs as they are built. */
export const packagedVsix = (): string =>
  made(`stepwright-${state()}.vsix`, (vsix) => program("The extension cannot be packaged", ["scripts/package.mjs", "--out", vsix], root));

/** Absolute path of a folder of extensions that has ours, and the one that drives tests. */
export const installedExtensions = (): string => {
  const vsix = packagedVsix();
  return made(`extensions-${state()}`, (extensions) => installBeside([vsix], extensions));
};

/** Absolute path of a folder of extensions that has nothing but the one that drives tests: what the editor is without ours. */
export const onlyDriver = (): string => made(`extensions-without-${state()}`, (extensions) => installBeside([], extensions));

const installBeside = (others: readonly string[], extensions: string): void => {
  mkdirSync(extensions);
  const driver = `${extensions}-driver.vsix`;
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  const flags = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", driver];
  program("The driver cannot be packaged", [vsce, "package", ...flags], driverFolder);
  for (const each of [...others, driver]) installVsix(each, extensions);
  rmSync(driver);
};

/**
 * Makes something beside its place and moves it there when it is whole: several test files may want it at once, and each finds all of it
 * or nothing. What was made of older sources goes, unless it was in use a short while ago.
 */
const made = (name: string, make: (target: string) => void): string => {
  const place = join(folder, name);
  if (existsSync(place)) return place;
  mkdirSync(folder, { recursive: true });
  const target = join(folder, `.making-${String(process.pid)}-${name}`);
  rmSync(target, { recursive: true, force: true });
  make(target);
  try {
    renameSync(target, place);
  } catch (error) {
    rmSync(target, { recursive: true, force: true });
    // Somebody else was faster.
    if (!existsSync(place)) throw error;
  }
  removeOld(place);
  return place;
};

const program = (failure: string, args: readonly string[], cwd: string): void => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${failure}:\n${stdout}${stderr}`);
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

const hour = 3_600_000;

const removeOld = (but: string): void => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (path === but || !/^(\.making-.*|stepwright-.*\.vsix|extensions-.*)$/.test(name)) continue;
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > hour) rmSync(path, { recursive: true, force: true });
  }
};
