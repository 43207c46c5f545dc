import { resolve } from "node:path";
import type { OnLoadResult, OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { ok } from "../../model/result.ts";
import { failed } from "../project/build-failure.ts";
import { loadFile } from "../project/load-file.ts";
import type { Project, SourceFile } from "../project/project.ts";
import ts from "../typescript.ts";
import type { BindingRef } from "./identity.ts";
import type { ClosureImports } from "./imports.ts";
import { closureSource, entrySource } from "./source.ts";

/** What the closure build works on. */
export interface ClosureContext {
  readonly project: Project;
  /** Entry `closure:<n>` is the n-th of these. */
  readonly entries: readonly BindingRef[];
  readonly imports: ClosureImports;
  /** What `closureSource` gives of each file, by path: the same for every build. */
  readonly sources: Map<string, string>;
  /** See `Tsconfig.raw`. */
  readonly settings: string;
}

/**
 * Local files go in as `closureSource` gives them. Packages stay outside under the names they are imported by, so that the text is
 * the same wherever the workspace lies, and without effects, so that an import that is not used is not in a closure.
 */
export function closurePlugin(context: ClosureContext): Plugin {
  const bindings = new Map<string, Set<string>>();
  for (const { file, binding } of context.entries) {
    const path = resolve(context.project.workspace, file);
    bindings.set(path, (bindings.get(path) ?? new Set()).add(binding));
  }
  return {
    name: "stepwright-closures",
    setup(build) {
      build.onResolve({ filter: /^closure:/ }, (args) => ({ path: args.path.slice("closure:".length), namespace: "closure" }));
      build.onLoad({ filter: /.*/, namespace: "closure" }, (args) => loadEntry(context, Number(args.path)));
      build.onResolve({ filter: /.*/ }, (args) => (args.namespace === "closure" ? { path: args.path } : resolveImport(context, args)));
      build.onLoad({ filter: /.*/ }, (args) =>
        loadFile(context.project, context.settings, args, (source) => {
          const text =
            context.sources.get(args.path) ?? closureSource(source, bindings.get(args.path) ?? new Set(), context.project.workspace);
          context.sources.set(args.path, text);
          return ok(text);
        }),
      );
    },
  };
}

function loadEntry({ project, entries }: ClosureContext, index: number): OnLoadResult {
  const ref = entries[index];
  if (ref === undefined) throw new Error(`There is no entry ${String(index)}.`);
  const source = project.source(resolve(project.workspace, ref.file));
  return source.ok ? { contents: entrySource(source.value, ref.binding), loader: "js" } : failed(source.error);
}

function resolveImport({ project, imports }: ClosureContext, args: OnResolveArgs): OnResolveResult {
  const isRequire = args.kind === "require-call" || args.kind === "require-resolve";
  const resolved = project.resolver.resolve(args.path, args.importer, project.manner(args.importer, isRequire));
  if (!resolved.ok) return failed(resolved.error);
  if (resolved.value.kind === "local") return { path: resolved.value.path };
  const source = project.source(args.importer);
  return { path: imports.add(args.path, resolved.value), external: true, sideEffects: source.ok && isBareImport(source.value, args.path) };
}

/** `import "dotenv/config"` is there for what it does. */
function isBareImport({ syntax }: SourceFile, specifier: string): boolean {
  return syntax.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      statement.importClause === undefined &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === specifier,
  );
}
