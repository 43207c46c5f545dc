import { hash } from "node:crypto";
import { resolve } from "node:path";
import * as esbuild from "esbuild";
import type { Project } from "../project/project.ts";
import { canonical } from "./canonical.ts";
import type { ClosureCode } from "./closure.ts";
import { bindingOf, type BindingRef } from "./identity.ts";
import { ClosureImports } from "./imports.ts";
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
  const imports = new ClosureImports();
  const built = await esbuild.build({
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
    minifySyntax: true,
    treeShaking: true,
    keepNames: true,
    define: { "import.meta.main": "false" },
    tsconfigRaw: settings.ok ? settings.value.raw : "{}",
    plugins: [closurePlugin({ project, entries, imports, settings: settings.ok ? settings.value.raw : "{}" })],
    logLevel: "silent",
  });
  const codes = new Map<string, ClosureCode>();
  await Promise.all(
    entries.map(async (ref, index) => {
      const name = `${String(index)}.js`;
      const file = built.outputFiles.find(({ path }) => path === resolve(workspace, name));
      const text = imports.unmarked(file?.text ?? "");
      const used = (built.metafile.outputs[name]?.imports ?? []).map(({ path }) => path);
      codes.set(refName(ref), { code: await codeHash(text), text, ...imports.used(used, project) });
    }),
  );
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
