import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, lstatSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { storeFormat } from "../model/formats.ts";
import { err, ok, type Result } from "../model/result.ts";
import { createFile, isUsedUp } from "./claim.ts";
import { onDisk, replaceFile } from "./disk.ts";
import { noteOwnStore } from "./own-stores.ts";
import { storeFilePath, storeFolderName } from "./paths.ts";
import { readStoreFile, type StoreFile } from "./store-file.ts";
import { findLink, isKnown, linkInside, noStoreFile } from "./trust.ts";

/** What Stepwright keeps of a workspace: results, runs, logs. */
export interface Store {
  /** Absolute path of `.stepwright/`. */
  readonly root: string;
  /** Absolute path of the folder that it is in. */
  readonly workspace: string;
}

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
  const found = onDisk(store.root, () => lstatSync(store.root, { throwIfNoEntry: false }));
  if (!found.ok) return found;
  return found.value === undefined ? ok(undefined) : checkLinks(store);
}

/** The same where there may be none: then it is one with nothing in it. */
export function storeToRead(workspace: string): Result<Store> {
  const found = findStore(workspace);
  return found.ok ? ok(found.value ?? storeOf(workspace)) : found;
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
    if (!existsSync(storeFilePath(store)) || isUsedUp(storeFilePath(store))) identify(store);
  });
  if (!made.ok) return made;
  const format = checkFormat(store);
  return format.ok ? checkLinks(store) : format;
}

/**
 * Gives a store its id, and notes it as our own if nothing is in it yet: a stranger's results do not become ours because the file that
 * says whose they are is missing. Noted first, so that a crash between the two leaves a note without a store and not the other way round.
 */
function identify(store: Store): void {
  const file: StoreFile = { id: randomUUID(), format: storeFormat };
  const empty = folders.every((folder) => folder === "tmp" || !existsSync(join(store.root, folder)));
  // Where the note cannot be written, the store works and its cache is not used, which every run says.
  if (empty) noteOwnStore(file.id, store.root);
  // Flushed, because a store without its id is worth nothing, and it happens once.
  const text = `${JSON.stringify(file)}\n`;
  if (createFile(store, storeFilePath(store), text, { flush: true })) return;
  // Whoever was first died, where hard links fail, between claiming the place and filling it. If it lives, both ids are noted.
  if (isUsedUp(storeFilePath(store))) replaceFile(store, storeFilePath(store), text, true);
}

/** The store of a workspace for changing what it holds; undefined where there is none. SW4006 where a newer Stepwright made it. */
export function openStore(workspace: string): Result<Store | undefined> {
  const found = findStore(workspace);
  if (!found.ok || found.value === undefined) return found;
  const format = checkFormat(found.value);
  return format.ok ? found : format;
}

function storeOf(workspace: string): Store {
  return { root: join(workspace, storeFolderName), workspace };
}

function checkFormat(store: Store): Result<void> {
  const file = readStoreFile(store);
  if (file.state !== "good") return err(noStoreFile(store));
  if (file.value.format <= storeFormat) return ok(undefined);
  return err({
    code: "SW4006",
    message: `${store.root} has format ${String(file.value.format)}; this version of Stepwright writes format ${String(storeFormat)}.`,
    help: "Update Stepwright to run here. What is in the store can still be read.",
  });
}

/** The folders that writing goes through. */
const folders = [
  "tmp",
  "journal",
  "runs",
  "artifacts",
  "artifacts/objects",
  "artifacts/versions",
  "keys",
  "names",
  "logs",
  "steps",
  "damaged",
];

/**
 * A store that came with a clone could hold links that lead our writing, and deleting, to places outside it. The folders themselves are
 * always looked at; what is in them too where the store was not made here.
 */
function checkLinks(store: Store): Result<Store> {
  for (const folder of ["", ...folders]) {
    const path = join(store.root, folder);
    const found = onDisk(path, () => lstatSync(path, { throwIfNoEntry: false }));
    if (!found.ok) return found;
    if (found.value !== undefined && !found.value.isDirectory()) return err(linkInside(path));
  }
  const link = isKnown(store) ? undefined : findLink(store);
  return link === undefined ? ok(store) : err(linkInside(link));
}
