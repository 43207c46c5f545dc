import { statSync } from "node:fs";
import { resolve } from "node:path";
import { err, ok, type Result } from "../model/result.ts";
import { findStore, findWorkspace, openStore, type Store } from "../store/store.ts";
import type { Context } from "./context.ts";

/** The workspace of a command: what `--workspace` says, else the one around the current folder. An absolute path. */
export function workspaceOf(context: Context): Result<string> {
  if (context.workspace === undefined) return ok(findWorkspace(context.cwd));
  const path = resolve(context.cwd, context.workspace);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return ok(path);
  return err({ code: "SW5003", message: `There is no folder \`${path}\`.`, help: "`--workspace` takes a folder that exists." });
}

/** A workspace, and its store where something was ever run in it. */
export interface Place {
  readonly workspace: string;
  readonly store: Store | undefined;
}

/** The store of the workspace, to be read. */
export const storeOf = (context: Context): Result<Place> => placeOf(context, findStore);

/** The store of the workspace, to be changed: not one of a newer Stepwright (SW4006). */
export const openStoreOf = (context: Context): Result<Place> => placeOf(context, openStore);

function placeOf(context: Context, find: (workspace: string) => Result<Store | undefined>): Result<Place> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const store = find(workspace.value);
  return store.ok ? ok({ workspace: workspace.value, store: store.value }) : store;
}
