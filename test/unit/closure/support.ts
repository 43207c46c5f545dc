import assert from "node:assert/strict";
import type { Closure } from "../../../src/runner/analysis/closure/closure.ts";
import { closures } from "../../../src/runner/analysis/closure/closures.ts";
import type { Files, Workspace } from "../compile/support/workspace.ts";

/** The closures of a file's bindings, by binding; the workspace is written first. */
export async function closuresOf(workspace: Workspace, files: Files, ...bindings: string[]): Promise<Record<string, Closure>> {
  workspace.write(files);
  const [entry = ""] = Object.keys(files);
  const request = workspace.request(entry);
  const found = await closures(
    request,
    await workspace.prepare(entry),
    bindings.map((binding) => `${entry}#${binding}`),
  );
  assert.ok(found.ok, found.ok ? "" : JSON.stringify(found.error));
  return Object.fromEntries(Object.entries(found.value).map(([identity, closure]) => [identity.slice(entry.length + 1), closure]));
}

/** Which of the closures changed from one time to another. */
export function changed(before: Readonly<Record<string, Closure>>, after: Readonly<Record<string, Closure>>): string[] {
  return Object.keys(before).filter((binding) => before[binding]?.hash !== after[binding]?.hash);
}
