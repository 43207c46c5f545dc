import * as esbuild from "esbuild";
import { ok, type Result } from "../../model/result.ts";
import type { Project } from "./project.ts";

/** Code as the bundler takes it from a loader. */
export interface LoadedCode {
  readonly contents: string;
  readonly loader: esbuild.Loader;
}

/**
 * The bundler knows one set of compiler settings, those of the entry. A file that belongs to another tsconfig.json with other
 * settings is compiled here first; its source map goes with it. `settings` is `Tsconfig.raw` of the build. Fails with SW2010.
 */
export async function withOwnSettings(project: Project, path: string, code: LoadedCode, settings: string): Promise<Result<LoadedCode>> {
  const own = project.tsconfigs.of(path);
  if (!own.ok) return own;
  if (own.value.raw === settings) return ok(code);
  const compiled = await esbuild.transform(code.contents, {
    loader: code.loader,
    tsconfigRaw: own.value.raw,
    target: "node24",
    sourcefile: path,
    sourcemap: "inline",
    sourcesContent: false,
    keepNames: true,
  });
  return ok({ contents: compiled.code, loader: "js" });
}
