import fs from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import enhancedResolve, { type Resolver as EnhancedResolver } from "enhanced-resolve";
import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { aliased } from "./aliases.ts";
import { fileName } from "./file-name.ts";
import type { Inputs } from "./inputs.ts";
import type { Tsconfigs } from "./tsconfig.ts";

/** What an import names. */
export type Resolution =
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "sdk" }
  /** A file of an installed package, or one that only Node can load: it stays outside of the bundle. */
  | { readonly kind: "package"; readonly path: string }
  /** A source file of the project, or of a package whose real path is outside `node_modules`. */
  | { readonly kind: "local"; readonly path: string }
  | { readonly kind: "none" };

/** Which of a package's conditions count: an `import` has others than a `require`. */
export type Manner = "import" | "require";

const sources = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
type FileSystem = ConstructorParameters<typeof enhancedResolve.CachedInputFileSystem>[0];
const nodeOnly = /\.(?:node|wasm)$/;

/** Resolves imports as Node does for packages, and as the compiler does for source files; notes everything that it looked at. */
export class Resolver {
  readonly #workspace: string;
  readonly #inputs: Inputs;
  readonly #tsconfigs: Tsconfigs;
  readonly #local: Record<Manner, EnhancedResolver>;
  readonly #package: Record<Manner, EnhancedResolver>;

  constructor(workspace: string, inputs: Inputs, tsconfigs: Tsconfigs) {
    this.#workspace = workspace;
    this.#inputs = inputs;
    this.#tsconfigs = tsconfigs;
    // One view of the disk for the life of this object, which is one build.
    const fileSystem = new enhancedResolve.CachedInputFileSystem(fs as FileSystem, 60_000);
    const make = (manner: Manner, local: boolean): EnhancedResolver =>
      enhancedResolve.ResolverFactory.createResolver({
        fileSystem,
        useSyncFileSystemCalls: true,
        symlinks: false,
        conditionNames: ["node", manner, "module-sync", "node-addons"],
        mainFields: ["main"],
        extensions: local ? sources : [".js", ".json", ".node"],
        // A TypeScript file stands behind the name of the JavaScript file that it would become.
        extensionAlias: local
          ? { ".js": [".ts", ".tsx", ".js", ".jsx"], ".jsx": [".tsx", ".jsx"], ".mjs": [".mts", ".mjs"], ".cjs": [".cts", ".cjs"] }
          : {},
      });
    this.#local = { import: make("import", true), require: make("require", true) };
    this.#package = { import: make("import", false), require: make("require", false) };
  }

  /** Fails only with SW2010, where a tsconfig.json that could say something is broken. */
  resolve(specifier: string, importer: string, manner: Manner): Result<Resolution> {
    if (isBuiltin(specifier)) return ok({ kind: "builtin", name: specifier.startsWith("node:") ? specifier : `node:${specifier}` });
    if (specifier === "stepwright" || specifier.startsWith("stepwright/")) return ok({ kind: "sdk" });
    if (specifier.startsWith("file:")) return ok(this.#found(fileURLToPath(specifier)));
    if (/^\.{0,2}(?:\/|$)|^#/.test(specifier) || isAbsolute(specifier)) return ok(this.#try(this.#local[manner], specifier, importer));
    const tsconfig = this.#tsconfigs.of(importer);
    if (!tsconfig.ok) return err(tsconfig.error satisfies Failure);
    for (const path of tsconfig.value.mapping === undefined ? [] : aliased(tsconfig.value.mapping, specifier)) {
      const found = this.#try(this.#local[manner], path, importer);
      if (found.kind !== "none") return ok(found);
    }
    return ok(this.#try(this.#package[manner], specifier, importer));
  }

  #try(resolver: EnhancedResolver, specifier: string, importer: string): Resolution {
    const fileDependencies = new Set<string>();
    const missingDependencies = new Set<string>();
    let path: string | false;
    try {
      path = resolver.resolveSync({}, dirname(importer), specifier, { fileDependencies, missingDependencies });
    } catch {
      path = false;
    }
    for (const missing of missingDependencies) this.#inputs.missing(onDisk(missing));
    for (const file of fileDependencies) if (basename(file) === "package.json") this.#inputs.file(onDisk(file));
    return path === false ? { kind: "none" } : this.#found(onDisk(path));
  }

  #found(path: string): Resolution {
    let real: string;
    try {
      real = fs.realpathSync(path);
    } catch {
      return { kind: "none" };
    }
    if (real !== path) this.#inputs.link(path, real);
    if (this.#isInstalled(real)) this.#inputs.present(real);
    else if (nodeOnly.test(real)) this.#inputs.file(real);
    else return { kind: "local", path: real };
    return { kind: "package", path: real };
  }

  /** By the part of the path below the workspace, for workspaces that lie in a `node_modules` themselves. */
  #isInstalled(path: string): boolean {
    const name = fileName(this.#workspace, path);
    return (name.startsWith("../") || isAbsolute(name) ? path : join("/", name)).replaceAll("\\", "/").includes("/node_modules/");
  }
}

/** The resolver marks each `#` of a path that is no fragment of a request, and so no end of the path. */
const onDisk = (path: string): string => path.replaceAll("\0#", "#");
