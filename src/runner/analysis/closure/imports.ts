import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Project } from "../project/project.ts";
import type { Resolution } from "../project/resolve.ts";
import type { ClosureCode } from "./closure.ts";
import { packageFolder } from "./packages.ts";

/**
 * What the files of a closure build import from outside. Two files may mean different installations by one specifier, so in the
 * build each gets a mark that says which, `zod?stepwright-3`; it is taken out of the text again, as it would depend on the disk.
 */
export class ClosureImports {
  readonly #marks = new Map<string, string>();
  readonly #resolutions = new Map<string, Resolution>();

  /** The marked specifier. */
  add(specifier: string, resolution: Resolution): string {
    const key = JSON.stringify([specifier, resolution]);
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const marked = `${specifier}?stepwright-${String(this.#marks.size)}`;
    this.#marks.set(key, marked);
    this.#resolutions.set(marked, resolution);
    return marked;
  }

  /** The text with specifiers as their authors wrote them. */
  unmarked(text: string): string {
    return text.replace(/\?stepwright-\d+(?=["'`])/g, "");
  }

  /** What is behind the marked specifiers that one closure is left with. */
  used(marked: readonly string[], project: Project): Pick<ClosureCode, "packageFolders" | "binaries" | "builtins"> {
    const folders = new Set<string>();
    const binaries = new Set<string>();
    const builtins = new Set<string>();
    for (const specifier of marked) {
      const resolution = this.#resolutions.get(specifier);
      if (resolution?.kind === "builtin") builtins.add(resolution.name);
      if (resolution?.kind !== "package") continue;
      const folder = packageFolder(resolution.path);
      if (folder === undefined) binaries.add(resolution.path);
      else folders.add(folder);
    }
    return {
      packageFolders: [...folders].sort(),
      binaries: [...binaries].sort().map((path) => ({ name: project.name(path), version: hash("sha256", readFileSync(path)) })),
      builtins: [...builtins].sort(),
    };
  }
}
