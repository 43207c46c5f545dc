import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Failure } from "../model/failure.ts";
import { err, type Result } from "../model/result.ts";
import { errorCode } from "./disk.ts";
import { isOwnStore, noteOwnStore } from "./own-stores.ts";
import { readStoreFile } from "./store-file.ts";
import type { Store } from "./store.ts";

/**
 * A store that came from elsewhere, such as with a clone. Its history can be read like any other. But what it holds was written by
 * whoever made it: a result of it could be anything, so it answers for no step, and no code of ours or the author's rebuilds an object
 * from its bytes (`class`, `v8`, materializers), until the person accepts it.
 */

/** Whether what a store holds may be used: it was made or accepted here, or `STEPWRIGHT_TRUST_STORE=true` says so. */
export function isTrusted(store: Store): boolean {
  return process.env["STEPWRIGHT_TRUST_STORE"] === "true" || isKnown(store);
}

/** Whether the store was made or accepted here. */
export function isKnown(store: Store): boolean {
  const file = readStoreFile(store);
  return file.state === "good" && isOwnStore(file.value.id);
}

/** Accepts a store. SW4005 where its `store.json` cannot be read, or a link in it leads elsewhere. */
export function trustStore(store: Store): Result<void> {
  const file = readStoreFile(store);
  if (file.state !== "good") return err(noStoreFile(store));
  const link = findLink(store);
  return link === undefined ? noteOwnStore(file.value.id, store.root) : err(linkInside(link));
}

/** Folders that hold files, and those that hold one more level of folders. */
const flat = ["tmp", "journal", "names"];
const nested = ["runs", "artifacts/objects", "artifacts/versions", "keys", "logs", "steps", "steps/code"];
/** Holds folders as deep as what a repair has taken out of its place. */
const deep = "damaged";

/**
 * The first link among the folders that writing and deleting go through; undefined where there is none. A store of our own has none, and
 * looking costs some milliseconds, so only a strange one is looked through. Links in the place of files are refused wherever one is read.
 */
export function findLink(store: Store): string | undefined {
  for (const folder of [...flat, ...nested]) {
    const path = join(store.root, folder);
    for (const entry of entriesOf(path)) if (entry.isSymbolicLink()) return join(path, entry.name);
  }
  const link = entriesOf(join(store.root, deep), true).find((entry) => entry.isSymbolicLink());
  return link === undefined ? undefined : join(link.parentPath, link.name);
}

function entriesOf(folder: string, recursive = false) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}

/** SW4005 for a link in a place where only our own files and folders belong. */
export function linkInside(path: string): Failure {
  const message = `${path} is not a file or folder of its own.`;
  return {
    code: "SW4005",
    message,
    help: "Stepwright follows no links inside its store. Remove it, or put what it leads to in its place.",
  };
}

/** SW4008 for a value that would have to be rebuilt from bytes of a stranger. */
export function untrustedValue(store: Store, materializer: string): Failure {
  return {
    code: "SW4008",
    message: `A value stored as \`${materializer}\` is not rebuilt: ${store.root} was not made on this machine.`,
    help: acceptHelp,
  };
}

/** What a run says where nothing of the store is used. */
export const cacheNotUsed = `The cache is not used: the store was not made on this machine. To accept what it holds: stepwright trust`;

const acceptHelp = "If you trust whoever made it, accept it with `stepwright trust`, or set STEPWRIGHT_TRUST_STORE=true.";

/** SW4005 for a store that does not say which one it is. */
export function noStoreFile(store: Store): Failure {
  const path = join(store.root, "store.json");
  const message = `${path} cannot be read.`;
  return {
    code: "SW4005",
    message,
    help: "Delete this one file; it is made again, and everything else in the store stays. What it holds is used after `stepwright trust`.",
  };
}
