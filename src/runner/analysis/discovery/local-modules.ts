import { realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { isAbsolute, relative, sep } from "node:path";
import { Inputs } from "../project/inputs.ts";
import { Resolver } from "../project/resolve.ts";
import { Tsconfigs } from "../project/tsconfig.ts";
import { localFile } from "./local-imports.ts";

/**
 * Which file of the project an import means: relative ones, names that `paths` of a tsconfig.json or `imports` of a package.json send
 * somewhere, and packages of the same repository. Where a tsconfig.json is broken, only relative imports lead anywhere.
 */
export class LocalModules {
  readonly #workspace: string;
  #resolver: Resolver | undefined;

  /** @param workspace absolute path, without symbolic links */
  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  /** Undefined for packages, for what is not there, and for a link that leads out of the workspace. */
  find(from: string, specifier: string): string | undefined {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return this.#inside(localFile(from, specifier));
    if (isBuiltin(specifier)) return undefined;
    const resolved = this.#resolving().resolve(specifier, from, "import");
    return resolved.ok && resolved.value.kind === "local" ? this.#inside(resolved.value.path) : undefined;
  }

  /** What was seen of the disk no longer holds: a file came or went, or a configuration changed. */
  forget(): void {
    this.#resolver = undefined;
  }

  #resolving(): Resolver {
    if (this.#resolver === undefined) {
      const inputs = new Inputs();
      this.#resolver = new Resolver(this.#workspace, inputs, new Tsconfigs(this.#workspace, inputs));
    }
    return this.#resolver;
  }

  /** A path in the workspace must not be a way out of it: what a clone brings may link to anything. */
  #inside(path: string | undefined): string | undefined {
    if (path === undefined || !contains(this.#workspace, path)) return path;
    try {
      return contains(this.#workspace, realpathSync(path)) ? path : undefined;
    } catch {
      return undefined;
    }
  }
}

const contains = (folder: string, path: string): boolean => {
  const inside = relative(folder, path);
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
};
