import { statSync } from "node:fs";
import { resolve } from "node:path";
import { err, ok, type Result } from "../model/result.ts";
import { findStore, findWorkspace, type Store } from "../store/store.ts";
import type { Context } from "./context.ts";

/** The workspace of a command: what `--workspace` says, else the one around the current folder. An absolute path. */
export function workspaceOf(context: Context): Result<string> {
  if (context.workspace === undefined) return ok(findWorkspace(context.cwd));
  const path = resolve(context.cwd, context.workspace);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return ok(path);
  return err({ code: "SW5003", message: `There is no folder \`${path}\`.`, help: "`--workspace` takes a folder that exists." });
}

/** The store of the workspace; `undefined` where nothing has ever been run in it. */
export function storeOf(context: Context): Result<{ readonly workspace: string; readonly store: Store | undefined }> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const store = findStore(workspace.value);
  return store.ok ? ok({ workspace: workspace.value, store: store.value }) : store;
}
