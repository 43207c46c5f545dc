import { fileURLToPath, pathToFileURL } from "node:url";
import type * as esbuild from "esbuild";
import { failed } from "../analysis/project/build-failure.ts";
import { loadFile } from "../analysis/project/load-file.ts";
import type { ModuleFormat } from "../analysis/project/package-json.ts";
import type { Project } from "../analysis/project/project.ts";
import { ownModule, transform } from "./transform.ts";
import { unresolvedImport } from "../analysis/project/unresolved.ts";

/** How a bundle is made, besides what the files say. */
export interface LoaderOptions {
  /** File URL of the embedded SDK. */
  readonly sdk: string;
  /** Format of the bundle. */
  readonly format: ModuleFormat;
  /** The compiler settings of the build as a whole, see `Tsconfig.raw`. */
  readonly settings: string;
}

/**
 * The loader: local files go into the bundle, transformed; packages stay outside, named by what they resolve to from the file that
 * imports them, so that the bundle can lie anywhere.
 */
export function loaderPlugin(project: Project, options: LoaderOptions): esbuild.Plugin {
  return {
    name: "stepwright",
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) =>
        args.kind === "entry-point" ? { path: args.path } : resolveImport(project, options, args),
      );
      build.onLoad({ filter: /.*/ }, (args) =>
        loadFile(project, options.settings, args, ({ syntax, format }) => transform(syntax, format, project)),
      );
    },
  };
}

function resolveImport(project: Project, { sdk, format }: LoaderOptions, args: esbuild.OnResolveArgs): esbuild.OnResolveResult {
  if (args.path === ownModule) return { path: args.importer };
  const isRequire = args.kind === "require-call" || args.kind === "require-resolve";
  const resolved = project.resolver.resolve(args.path, args.importer, project.manner(args.importer, isRequire));
  if (!resolved.ok) return failed(resolved.error);
  // In a CommonJS bundle an `import` statement becomes a `require` too.
  const byPath = isRequire || (format === "cjs" && args.kind === "import-statement");
  switch (resolved.value.kind) {
    case "builtin":
      return { path: resolved.value.name, external: true };
    case "sdk":
      return { path: byPath ? fileURLToPath(sdk) : sdk, external: true };
    case "package":
      return { path: byPath ? resolved.value.path : pathToFileURL(resolved.value.path).href, external: true };
    case "local":
      return { path: resolved.value.path };
    case "none": {
      const importer = project.source(args.importer);
      if (importer.ok && importer.value.optional.has(args.path)) return { path: args.path, external: true };
      return failed(unresolvedImport(args.path, args.importer, project.name(args.importer)));
    }
    default:
      return resolved.value satisfies never;
  }
}
