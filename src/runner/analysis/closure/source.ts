import { applyEdits } from "../project/edits.ts";
import type { SourceFile } from "../project/project.ts";
import ts from "../typescript.ts";
import { guardEdits } from "./guards.ts";
import { wholeFile } from "./identity.ts";
import { namedFileEdits } from "./named-files.ts";
import { openEdits } from "./open-code.ts";
import { optionEdits } from "./options.ts";
import { pureEdits } from "./pure.ts";
import { importEdits } from "./split-imports.ts";

/** What the virtual entry of a binding imports from its file. */
function exportName(binding: string): string {
  return `$closure_${binding}`;
}

/** Whether the file's bindings can be told apart. A CommonJS file is in a closure as a whole. */
function isModule({ syntax }: SourceFile): boolean {
  return ts.isExternalModule(syntax) && !syntax.statements.some((s) => ts.isExportAssignment(s) && s.isExportEquals === true);
}

/**
 * A file as the closure build sees it: without what starts runs and options that do not count, with the making of steps and
 * pipelines marked as free of effects, and with these bindings exported, also where the file keeps them to itself.
 */
export function closureSource(source: SourceFile, bindings: ReadonlySet<string>, workspace: string): string {
  const { syntax } = source;
  // A program of its own does what stands behind a guard.
  const isProgram = bindings.has(wholeFile);
  const edits = [
    ...importEdits(syntax),
    ...openEdits(syntax),
    ...namedFileEdits(syntax, workspace),
    ...(isProgram ? [] : guardEdits(syntax)),
    ...optionEdits(syntax),
    ...pureEdits(syntax, bindings),
  ];
  const text = applyEdits(syntax.text, edits);
  const named = [...bindings].filter((binding) => binding !== "default" && binding !== wholeFile);
  const exported = named.map((binding) => `${binding} as ${exportName(binding)}`);
  return isModule(source) && exported.length > 0 ? `${text}\n;export { ${exported.join(", ")} };` : text;
}

/** The module that stands for one binding of a file. */
export function entrySource(source: SourceFile, binding: string): string {
  const from = JSON.stringify(source.syntax.fileName);
  if (!isModule(source)) return `export * from ${from};`;
  if (binding === wholeFile) return `export * as closure from ${from};`;
  return `export { ${binding === "default" ? binding : exportName(binding)} as closure } from ${from};`;
}
