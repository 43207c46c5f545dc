import { lstatSync } from "node:fs";
import path from "node:path";
import * as z from "zod/mini";
import { ArtifactVersion } from "../../model/artifact.ts";
import { artifactsFolder } from "../paths.ts";
import { readStored } from "../read.ts";
import { slug } from "../slug.ts";
import type { Store } from "../store.ts";
import type { Database } from "./engine.ts";
import { namesIn } from "../listing.ts";
import { all, run } from "./statements.ts";
import { applyManifest } from "./version-rows.ts";

/** How far a folder was read: numbers up to `complete`, when the folder had last changed at `changedAt` (nanoseconds, as text). */
const Progress = z.object({ folder: z.string(), complete: z.number(), changedAt: z.string() });
type Progress = z.infer<typeof Progress>;

/**
 * Applies the manifests that the database does not know: of runs, of `saveArtifact` in a program of its own, of another tool's copy.
 *
 * Nobody announces a manifest. A folder whose time of change is as before is passed over, and in the others only the numbers above
 * those read so far (a number that is taken keeps its file) and the named versions, which are few, are read.
 */
export function applyManifests(db: Database, store: Store): void {
  const known = new Map(
    all(db, "SELECT folder, complete_to AS complete, changed_at AS changedAt FROM manifest_folders", Progress).map((row) => [
      row.folder,
      row,
    ]),
  );
  for (const folder of namesIn(artifactsFolder(store))) {
    const { changedAt, certain } = changeOf(path.join(artifactsFolder(store), folder)) ?? {};
    const before = known.get(folder);
    if (changedAt === undefined || changedAt === before?.changedAt) continue;
    const complete = applyFolder(db, store, folder, before?.complete ?? 0);
    run(
      db,
      `INSERT INTO manifest_folders (folder, complete_to, changed_at) VALUES (?, ?, ?)
       ON CONFLICT (folder) DO UPDATE SET complete_to = excluded.complete_to, changed_at = excluded.changed_at`,
      [folder, complete, certain === true ? changedAt : ""],
    );
  }
}

/** A file system may give two changes within this time the same stamp: two seconds on FAT, milliseconds elsewhere. */
const coarsestClock = 2000;

/**
 * When a folder changed, in nanoseconds; undefined for anything else, links included. Not `certain` while the change is so fresh that
 * a later one could look the same: then the time must not be remembered.
 */
function changeOf(folder: string): { readonly changedAt: string; readonly certain: boolean } | undefined {
  const found = lstatSync(folder, { throwIfNoEntry: false, bigint: true });
  if (found?.isDirectory() !== true) return undefined;
  return { changedAt: String(found.mtimeNs), certain: Date.now() - Number(found.mtimeMs) > coarsestClock };
}

/** Applies what a folder holds above the number `from`. Gives the number up to which nothing is missing: it begins there next time. */
function applyFolder(db: Database, store: Store, folder: string, from: number): number {
  const numbers = new Set<number>();
  for (const file of namesIn(path.join(artifactsFolder(store), folder))) {
    const number = Number(/^(\d+)\.json$/.exec(file)?.[1] ?? Number.NaN);
    if (!file.endsWith(".json") || number <= from) continue;
    numbers.add(number);
    const manifest = readStored(path.join(artifactsFolder(store), folder, file), ArtifactVersion);
    if (manifest.state === "good" && isInPlace(manifest.value, folder, file)) applyManifest(db, manifest.value);
  }
  let complete = from;
  while (numbers.has(complete + 1)) complete += 1;
  return complete;
}

/** A manifest speaks for the version whose place it has and for no other. */
function isInPlace({ artifact, version }: ArtifactVersion, folder: string, file: string): boolean {
  return slug(artifact) === folder && file === (/^\d+$/.test(version) ? `${version}.json` : `@${slug(version)}.json`);
}
