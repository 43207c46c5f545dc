import { realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { WorkspaceIndex } from "../../analysis/discovery/workspace-index.ts";
import { findingsIn, wantedSignatures } from "../../analysis/findings/findings.ts";
import type { Finding } from "../../model/finding.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { Signatures } from "../../model/signature.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { failureText } from "../failure-text.ts";
import { findingText, findingsSummary } from "../finding-text.ts";
import { signaturesOf } from "../source-reading.ts";
import { workspaceOf } from "../workspace.ts";

export interface CheckFlags {
  readonly enforceAnnotations?: boolean;
}

/** Finds what is wrong in source files, and prints it as a compiler does. No code of theirs is run. */
export async function checkCommand(context: Context, paths: readonly string[], flags: CheckFlags): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const index = await WorkspaceIndex.open(workspace.value);
  const files = filesToCheck(index, context.cwd, paths);
  if (!files.ok) return files;
  const enforceAnnotations = flags.enforceAnnotations === true || process.env["STEPWRIGHT_ENFORCE_TYPE_ANNOTATIONS"] === "true";
  const places = { cwd: context.cwd, workspace: index.workspace };
  const { reader } = index;
  const wanted = files.value.map((path) => ({ path, bindings: wantedSignatures({ workspace: index.workspace, reader, path }) }));
  // One program for all files: what they share is read once.
  const unique = new Map(wanted.flatMap(({ bindings }) => bindings).map((binding) => [binding.identity, binding]));
  const described = await signaturesOf(index.workspace, [...unique.values()]);
  // A configuration that cannot be read, or a type that is too much, hides types; what the syntax shows is still found.
  if (!described.ok) context.stderr.line(failureText(described.error, places, context.stderr.colors));
  const types: { readonly described?: Signatures } = described.ok ? { described: described.value } : {};
  const findings = files.value.flatMap((path) => findingsIn({ workspace: index.workspace, reader, path, enforceAnnotations, ...types }));
  print(context, findings, files.value.length, places);
  const failed = !described.ok || findings.some(({ severity }) => severity === "error");
  return ok(failed ? exitStatus.failed : exitStatus.completed);
}

function print(context: Context, findings: readonly Finding[], files: number, places: Parameters<typeof findingText>[1]): void {
  if (context.json) {
    printJson(context, { findings, files });
    return;
  }
  for (const finding of findings) context.stdout.line(`${findingText(finding, places, context.stdout.colors)}\n`);
  context.stdout.line(findingsSummary(findings, files));
}

/** Files that were named, those in folders that were named, or all that define something or were meant to. Absolute. */
function filesToCheck(index: WorkspaceIndex, cwd: string, paths: readonly string[]): Result<string[]> {
  const all = index.mentioning();
  if (paths.length === 0) return ok(all);
  const files = new Set<string>();
  for (const path of paths) {
    const given = resolve(cwd, path);
    const found = statSync(given, { throwIfNoEntry: false });
    if (found === undefined) {
      return err({ code: "SW2002", message: `There is no file ${given}.`, help: "Check the path; it is relative to the current folder." });
    }
    const real = realpathSync(given);
    if (found.isFile()) files.add(real);
    else for (const file of all) if (file.startsWith(join(real, sep))) files.add(file);
  }
  return ok([...files]);
}
