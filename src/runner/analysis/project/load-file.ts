import type { OnLoadArgs, OnLoadResult } from "esbuild";
import type { Result } from "../../model/result.ts";
import { failed } from "./build-failure.ts";
import { isCode, loaderOf } from "./loaders.ts";
import type { Project, SourceFile } from "./project.ts";
import { withOwnSettings } from "./settings.ts";
import { unknownKind } from "./unresolved.ts";

/**
 * Gives the bundler a local file: data as it is, code as the build wants it.
 *
 * @param settings the compiler settings of the build as a whole, see `Tsconfig.raw`
 * @param textOf what the build makes of a source file
 */
export async function loadFile(
  project: Project,
  settings: string,
  args: OnLoadArgs,
  textOf: (source: SourceFile) => Result<string>,
): Promise<OnLoadResult> {
  const loader = loaderOf(args.path, args.with);
  if (loader === undefined) return failed(unknownKind(args.path, project.name(args.path)));
  if (!isCode(loader)) {
    const contents = project.data(args.path);
    return contents.ok ? { contents: contents.value, loader } : failed(contents.error);
  }
  const source = project.source(args.path);
  if (!source.ok) return failed(source.error);
  const text = textOf(source.value);
  if (!text.ok) return failed(text.error);
  const code = await withOwnSettings(project, args.path, { contents: text.value, loader }, settings);
  return code.ok ? code.value : failed(code.error);
}
