import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, lstatSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { storeFormat } from "../model/formats.ts";
import { err, ok, type Result } from "../model/result.ts";
import { createFile } from "./claim.ts";
import { onDisk } from "./disk.ts";
import { storeFilePath, storeFolderName } from "./paths.ts";
import { readStored } from "./read.ts";

/** What Stepwright keeps of a workspace: results, runs, logs. */
export interface Store {
  /** Absolute path of `.stepwright/`. */
  readonly root: string;
  /** Absolute path of the folder that it is in. */
  readonly workspace: string;
}

/** `store.json`. */
const StoreFile = z.object({ id: z.string(), format: z.number() });

/**
 * The folder that a command started in `from` (an absolute path of a folder) works on: the nearest one upwards with a store, else
 * with a `package.json`, else `from` itself.
 */
export function findWorkspace(from: string): string {
  return nearestWith(from, storeFolderName) ?? nearestWith(from, "package.json") ?? from;
}

function nearestWith(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The store of a workspace for reading, also of a newer format; undefined where there is none. Nothing is written. */
export function findStore(workspace: string): Result<Store | undefined> {
  const store = storeOf(workspace);
  const found = onDisk(store.root, () => statSync(store.root, { throwIfNoEntry: false }));
  if (!found.ok) return found;
  if (found.value === undefined) return ok(undefined);
  if (!found.value.isDirectory()) return err(notAFolder(store.root));
  return checkLinks(store);
}

/**
 * The store of a workspace for writing, made where there is none. Fails where the folder cannot be written (SW4001), the disk is
 * full (SW4002), or a newer Stepwright made the store (SW4006).
 */
export function createStore(workspace: string): Result<Store> {
  const store = storeOf(workspace);
  const made = onDisk(store.root, () => {
    // `recursive` allows that the folder exists; it must not make a workspace out of a mistyped path.
    mkdirSync(store.root, { recursive: existsSync(workspace) });
    accessSync(store.root, constants.W_OK);
    const ignore = join(store.root, ".gitignore");
    if (!existsSync(ignore)) createFile(store, ignore, "*\n");
    const file = storeFilePath(store);
    // Flushed, because a store without its id is worth nothing, and it happens once.
    if (!existsSync(file)) createFile(store, file, `${JSON.stringify({ id: randomUUID(), format: storeFormat })}\n`, { flush: true });
  });
  if (!made.ok) return made;
  const format = checkFormat(store);
  return format.ok ? checkLinks(store) : format;
}

function storeOf(workspace: string): Store {
  return { root: join(workspace, storeFolderName), workspace };
}

function checkFormat(store: Store): Result<void> {
  const path = storeFilePath(store);
  const file = readStored(path, StoreFile);
  if (file.state !== "good") {
    const message = `${path} cannot be read.`;
    return err({ code: "SW4005", message, help: "Delete this one file; it is made again, and everything else in the store stays." });
  }
  if (file.value.format <= storeFormat) return ok(undefined);
  return err({
    code: "SW4006",
    message: `${store.root} has format ${String(file.value.format)}; this version of Stepwright writes format ${String(storeFormat)}.`,
    help: "Update Stepwright to run here. What is in the store can still be read.",
  });
}

/** The folders that writing goes through. */
const folders = ["tmp", "journal", "runs", "artifacts", "artifacts/objects", "artifacts/versions", "keys", "names", "logs", "steps"];

/** A store that came with a clone could hold links that lead our writing, and deleting, to places outside it. */
function checkLinks(store: Store): Result<Store> {
  for (const folder of folders) {
    const path = join(store.root, folder);
    const found = onDisk(path, () => lstatSync(path, { throwIfNoEntry: false }));
    if (!found.ok) return found;
    if (found.value !== undefined && !found.value.isDirectory()) return err(notAFolder(path));
  }
  return ok(store);
}

function notAFolder(path: string) {
  const message = `${path} is not a folder of its own.`;
  return {
    code: "SW4005",
    message,
    help: "Stepwright follows no links inside its store. Remove it, or put the real folder in its place.",
  } as const;
}
