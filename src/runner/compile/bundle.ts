import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import * as z from "zod/mini";
import { err, ok, type Result } from "../model/result.ts";
import { buildFailure } from "../analysis/project/build-failure.ts";
import type { NewBundle } from "./cached.ts";
import { loaderPlugin } from "./plugin.ts";
import type { ModuleFormat } from "../analysis/project/package-json.ts";
import type { PrepareRequest } from "./prepared.ts";
import { Project } from "../analysis/project/project.ts";

/** Builds the entry file and its local imports into one module, in the entry's own module format. See `prepare` for the failures. */
export async function bundle({ entry, workspace, sdk }: PrepareRequest): Promise<Result<NewBundle>> {
  const project = new Project(workspace);
  project.inputs.present(entry);
  const source = project.source(entry);
  if (!source.ok) return source;
  const tsconfig = project.tsconfigs.of(entry);
  if (!tsconfig.ok) return tsconfig;
  const { format } = source.value;
  const outfile = resolve(workspace, format === "esm" ? "bundle.mjs" : "bundle.cjs");
  let result: esbuild.BuildResult<{ write: false }>;
  try {
    result = await esbuild.build({
      entryPoints: [entry],
      absWorkingDir: workspace,
      outfile,
      bundle: true,
      write: false,
      format,
      platform: "node",
      target: "node24",
      charset: "utf8",
      // Names are shown to people and label classes: a name that two files use must not become `train2`.
      keepNames: true,
      // A file is loaded for what it registers, also where nothing of it is imported.
      ignoreAnnotations: true,
      sourcemap: "external",
      sourcesContent: false,
      tsconfigRaw: tsconfig.value.raw,
      plugins: [loaderPlugin(project, { sdk, format, settings: tsconfig.value.raw })],
      logLevel: "silent",
    });
  } catch (thrown) {
    return err(buildFailure(thrown, workspace));
  }
  const text = (extension: string): string => result.outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  return ok({
    code: finish(text(format === "esm" ? ".mjs" : ".cjs"), format),
    map: absoluteSources(text(".map"), workspace),
    format,
    entry: project.name(entry),
    files: project.contents,
    inputs: project.inputs.record(),
  });
}

/**
 * An ES module has no `require`, which CommonJS files and packages reached by `require` need; all that is required by then is an
 * absolute path. It stands at the end, hoisted, so that the source map still fits.
 */
function finish(code: string, format: ModuleFormat): string {
  const name = format === "esm" ? "bundle.mjs" : "bundle.cjs";
  const needsRequire = format === "esm" && code.includes("__require");
  const require = `function require(path) { return globalThis.process.getBuiltinModule("node:module").createRequire(import.meta.url)(path); }\n`;
  return `${code}${needsRequire ? require : ""}//# sourceMappingURL=${name}.map\n`;
}

const SourceMap = z.looseObject({ sources: z.array(z.string()) });

/** Stacks and debuggers show the author's files wherever the bundle lies. The bundler's names are relative URLs. */
function absoluteSources(map: string, folder: string): string {
  const parsed = SourceMap.parse(JSON.parse(map));
  const base = pathToFileURL(`${folder}/`);
  return JSON.stringify({ ...parsed, sources: parsed.sources.map((source) => new URL(source, base).href) });
}
