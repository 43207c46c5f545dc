import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Project } from "../../compile/project.ts";
import type { Resolution } from "../../compile/resolve.ts";
import type { ClosureCode } from "./closure.ts";
import { packageFolder } from "./packages.ts";

/** What the files of a closure build import from outside: the same specifier may name another installation from another file. */
export class ClosureImports {
  readonly #found = new Map<string, Map<string, Resolution>>();

  add(importer: string, specifier: string, resolution: Resolution): void {
    const ofFile = this.#found.get(importer) ?? new Map<string, Resolution>();
    this.#found.set(importer, ofFile.set(specifier, resolution));
  }

  /** What is left of it in one closure: `files` are in it, `specifiers` are imported by it. */
  used(files: readonly string[], specifiers: readonly string[], project: Project): Pick<ClosureCode, "packageFolders" | "binaries" | "builtins"> {
    const folders = new Set<string>();
    const binaries = new Set<string>();
    const builtins = new Set<string>();
    for (const file of files) {
      for (const specifier of specifiers) {
        const resolution = this.#found.get(file)?.get(specifier);
        if (resolution?.kind === "builtin") builtins.add(resolution.name);
        if (resolution?.kind !== "package") continue;
        const folder = packageFolder(resolution.path);
        if (folder === undefined) binaries.add(resolution.path);
        else folders.add(folder);
      }
    }
    return {
      packageFolders: [...folders].sort(),
      binaries: [...binaries].map((path) => ({ name: project.name(path), version: hash("sha256", readFileSync(path)) })),
      builtins: [...builtins].sort(),
    };
  }
}
