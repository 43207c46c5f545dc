import { setImmediate, setTimeout } from "node:timers/promises";
import { youngContent } from "../check/check-objects.ts";
import { contentSize, type ObjectFile, objectFiles, objectName } from "../inventory/object-files.ts";
import { versionFiles } from "../inventory/version-files.ts";
import type { Store } from "../store.ts";
import { removeUnused } from "./remove.ts";
import { findLiveRun } from "./survey.ts";

/**
 * Contents that no version has. Others may store and name contents meanwhile, and nobody waits for us, so it goes by these rules:
 *
 * - While a run goes on nothing is removed: it may have found a result in the cache before its version was deleted, and read it later.
 * - A run that begins later finds deleted versions gone. Where it makes a content that is there, it sets its time (`objects.ts`), and
 *   what has another time than when we began stays.
 * - A program without a run names a content milliseconds after it stored it. We list contents, and look at the names when `settling` has
 *   passed since the last of them was stored.
 * - What never had a name may be about to get its first one, and stays for some minutes.
 */

/** Between storing and naming, with room to spare, in milliseconds. Also the coarsest time of change that a file system keeps (FAT). */
const settling = 2000;

/** What removing came to. `waitsFor`: the name of a run that goes on; then nothing was removed. */
export interface RemovedContents {
  readonly contents: number;
  readonly bytes: number;
  readonly waitsFor?: string;
}

/** The contents that may go. `without`: paths of manifests that count as deleted already. */
export function unreferencedContents(store: Store, without: ReadonlySet<string>, now: number): Promise<ObjectFile[]> {
  return unnamed(store, Array.from(objectFiles(store)), without, now);
}

/** Those of the listed contents that may go. */
async function unnamed(store: Store, listed: readonly ObjectFile[], without: ReadonlySet<string>, now: number): Promise<ObjectFile[]> {
  const named = new Set<string>();
  const formerly = new Set<string>();
  for (const file of versionFiles(store)) {
    await setImmediate();
    if (file.kind === "version") (without.has(file.path) ? formerly : named).add(objectName(file.version.content));
    else if (file.kind === "deleted" && file.content !== undefined) formerly.add(objectName(file.content));
  }
  return listed.filter(
    ({ name, isAside, changedAt }) => !isAside && !named.has(name) && (formerly.has(name) || now - changedAt > youngContent),
  );
}

/** Removes the contents that no version has. */
export async function removeContents(store: Store): Promise<RemovedContents> {
  const began = Date.now();
  const live = findLiveRun(store, began);
  if (live !== undefined) return { contents: 0, bytes: 0, waitsFor: live };
  const listed = Array.from(objectFiles(store));
  let files = await unnamed(store, listed, new Set(), began);
  // One that seems to come from the future was stored before a clock was set back, and nobody knows when.
  if (files.some(({ changedAt }) => began - changedAt < settling)) {
    await setTimeout(settling);
    files = await unnamed(store, listed, new Set(), began);
  }
  let contents = 0;
  let bytes = 0;
  for (const { path, changedAt } of files) {
    await setImmediate();
    const size = contentSize(path);
    if (!removeUnused(store, path, changedAt)) continue;
    contents += 1;
    bytes += size;
  }
  return { contents, bytes };
}
