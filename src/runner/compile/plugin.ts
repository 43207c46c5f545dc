import { fileURLToPath, pathToFileURL } from "node:url";
import type * as esbuild from "esbuild";
import type { Failure } from "../model/failure.ts";
import { isCode, loaderOf } from "./loaders.ts";
import type { ModuleFormat } from "./prepared.ts";
import type { Project } from "./project.ts";
import { withOwnSettings } from "./settings.ts";
import { transform } from "./transform.ts";
import { unknownKind, unresolvedImport } from "./unresolved.ts";

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
      build.onResolve({ filter: /.*/ }, (args) => (args.kind === "entry-point" ? { path: args.path } : resolveImport(project, options, args)));
      build.onLoad({ filter: /.*/ }, (args) => load(project, options, args));
    },
  };
}

function resolveImport(project: Project, { sdk, format }: LoaderOptions, args: esbuild.OnResolveArgs): esbuild.OnResolveResult {
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

async function load(project: Project, options: LoaderOptions, args: esbuild.OnLoadArgs): Promise<esbuild.OnLoadResult> {
  const loader = loaderOf(args.path, args.with);
  if (loader === undefined) return failed(unknownKind(args.path, project.name(args.path)));
  if (!isCode(loader)) {
    const contents = project.data(args.path);
    return contents.ok ? { contents: contents.value, loader } : failed(contents.error);
  }
  const source = project.source(args.path);
  if (!source.ok) return failed(source.error);
  const text = transform(source.value.syntax, source.value.format, project);
  if (!text.ok) return failed(text.error);
  const code = await withOwnSettings(project, args.path, { contents: text.value, loader }, options.settings);
  return code.ok ? code.value : failed(code.error);
}

/** A failure of ours travels through the bundler as a message's `detail`, see `buildFailure`. */
export function failed(failure: Failure): { errors: esbuild.PartialMessage[] } {
  return { errors: [{ text: failure.message, detail: failure }] };
}
