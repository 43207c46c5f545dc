import { hash } from "node:crypto";
import type { PackageVersion } from "./packages.ts";

/** Where to look, as `prepare` was asked. */
export interface ClosureRequest {
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** The user's cache folder. */
  readonly cache: string;
}

/** The bundle that runs, as `prepare` answered. */
export interface BundledProgram {
  /** Absolute path of the bundle; what is found out is kept beside it. */
  readonly bundle: string;
  /** The entry file, relative to the workspace. */
  readonly entry: string;
  /** The local files in the bundle, relative to the workspace, with the SHA-256 of their contents. */
  readonly files: Readonly<Record<string, string>>;
}

/** All the code that a step or pipeline reaches. */
export interface Closure {
  /** SHA-256 of all of it: code, packages and built-in modules. */
  readonly hash: string;
  /** SHA-256 of the code alone, with comments, formatting and names of locals taken out. */
  readonly code: string;
  /** The code for people, to show what changed between two runs: each piece below a comment with its file. */
  readonly text: string;
  /** The packages that the code imports and what those depend on, as installed. */
  readonly packages: readonly PackageVersion[];
  /** `node:fs` … */
  readonly builtins: readonly string[];
  /**
   * Files that are no code, and that the code names by their place beside it: relative to the workspace. Their contents count as they are when
   * a key is made.
   */
  readonly files: readonly string[];
  /** Some of the code is found only when it runs, so that this is not all of it. */
  readonly open: boolean;
}

/** A closure before the installed packages were looked up. */
export interface ClosureCode {
  readonly code: string;
  readonly text: string;
  /** Folders of the packages that the code imports itself. */
  readonly packageFolders: readonly string[];
  /** Files that only Node can load, with the SHA-256 of their content. */
  readonly binaries: readonly PackageVersion[];
  readonly builtins: readonly string[];
  /** See `Closure.files`. */
  readonly files: readonly string[];
  readonly open: boolean;
}

/** `versionsOf` gives a package and everything it depends on. */
export function closureOf(code: ClosureCode, versionsOf: (folder: string) => readonly PackageVersion[]): Closure {
  const packages = new Map<string, PackageVersion>();
  for (const each of [...code.binaries, ...code.packageFolders.flatMap(versionsOf)]) packages.set(`${each.name}@${each.version}`, each);
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
  const builtins = [...code.builtins].sort();
  return {
    hash: hash("sha256", JSON.stringify([code.code, sorted.map(([name]) => name), builtins])),
    code: code.code,
    text: code.text,
    packages: sorted.map(([, each]) => each),
    builtins,
    files: code.files,
    open: code.open,
  };
}
