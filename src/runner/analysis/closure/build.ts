import { hash } from "node:crypto";
import { resolve } from "node:path";
import * as esbuild from "esbuild";
import type { Project } from "../project/project.ts";
import { canonical } from "./canonical.ts";
import type { ClosureCode } from "./closure.ts";
import { bindingOf, wholeFile, type BindingRef } from "./identity.ts";
import { ClosureImports } from "./imports.ts";
import { namedFiles, withoutFileMarks } from "./named-files.ts";
import { isOpen, withoutMarks } from "./open-code.ts";
import { closurePlugin } from "./plugin.ts";

/**
 * Builds one module for each top-level binding that holds one of the identities, and keeps of each what the bundler leaves: exactly
 * the code that the binding reaches. One build for all; the linker works for each binding by itself.
 *
 * `entry` is an absolute path: its compiler settings are those of the build. Throws what the bundler throws, see `buildFailure`.
 */
export async function buildClosures(project: Project, entry: string, identities: readonly string[]): Promise<Record<string, ClosureCode>> {
  const { workspace } = project;
  const refs = new Map(identities.map((identity) => [refName(bindingOf(identity)), bindingOf(identity)]));
  const entries = [...refs.values()];
  const settings = project.tsconfigs.of(entry);
  const options = settings.ok ? settings.value.raw : "{}";
  const sources = new Map<string, string>();
  // A program of its own does what stands behind a guard.
  const define: Record<string, string> = entries.every(({ binding }) => binding === wholeFile) ? {} : { "import.meta.main": "false" };
  const build = (imports: ClosureImports, minifySyntax: boolean) =>
    esbuild.build({
      entryPoints: entries.map((_, index) => ({ in: `closure:${String(index)}`, out: String(index) })),
      absWorkingDir: workspace,
      outdir: workspace,
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      target: "esnext",
      charset: "utf8",
      legalComments: "none",
      minifySyntax,
      treeShaking: true,
      keepNames: true,
      define,
      tsconfigRaw: options,
      plugins: [closurePlugin({ project, entries, imports, settings: options, sources })],
      logLevel: "silent",
    });
  const imports = new ClosureImports();
  const built = await build(imports, true);
  const textOf = (result: typeof built, index: number): string =>
    imports.unmarked(result.outputFiles.find(({ path }) => path === resolve(workspace, `${String(index)}.js`))?.text ?? "");
  // What counts has constants in place of their names, and nothing that can never run: no text for people, who get another one.
  const [readable, hashes] = await Promise.all([
    build(new ClosureImports(), false),
    Promise.all(entries.map((_, index) => codeHash(textOf(built, index)))),
  ]);
  const codes = new Map<string, ClosureCode>();
  for (const [index, code] of hashes.entries()) {
    const used = (built.metafile.outputs[`${String(index)}.js`]?.imports ?? []).map(({ path }) => path);
    const ref = entries[index];
    if (ref !== undefined) {
      const text = textOf(readable, index);
      codes.set(refName(ref), {
        code,
        text: withoutFileMarks(withoutMarks(text)),
        open: isOpen(text),
        files: namedFiles(text),
        ...imports.used(used, project),
      });
    }
  }
  return Object.fromEntries(
    identities.flatMap((identity) => {
      const code = codes.get(refName(bindingOf(identity)));
      return code === undefined ? [] : [[identity, code]];
    }),
  );
}

function refName({ file, binding }: BindingRef): string {
  return `${file}#${binding}`;
}

/**
 * Only what the first build left is minified here: how names are shortened depends on all the text of the files, also on the parts
 * that were left out, and would tie a step to its neighbours.
 */
async function codeHash(text: string): Promise<string> {
  const minified = await esbuild.transform(text, {
    loader: "js",
    format: "esm",
    target: "esnext",
    charset: "utf8",
    minify: true,
    treeShaking: true,
    legalComments: "none",
  });
  return hash("sha256", canonical(minified.code));
}
