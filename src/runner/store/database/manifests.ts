import { lstatSync } from "node:fs";
import path from "node:path";
import * as z from "zod/mini";
import { ArtifactVersion } from "../../model/artifact.ts";
import { artifactsFolder } from "../paths.ts";
import { readStored } from "../read.ts";
import { slug } from "../slug.ts";
import type { Store } from "../store.ts";
import type { Database } from "./engine.ts";
import { namesIn } from "./listing.ts";
import { all, run } from "./statements.ts";
import { applyManifest } from "./version-rows.ts";

/** How far a folder was read: numbers up to `highest`, when the folder had last changed at `changedAt` (nanoseconds, as text). */
const Progress = z.object({ folder: z.string(), highest: z.number(), changedAt: z.string() });
type Progress = z.infer<typeof Progress>;

/**
 * Applies the manifests that the database does not know: of runs, of `saveArtifact` in a program of its own, of another tool's copy.
 *
 * Nobody announces a manifest. A folder whose time of change is as before is passed over, and in the others only the numbers above the
 * highest one read so far (numbers are claimed in order) and the named versions, which are few, are read.
 */
export function applyManifests(db: Database, store: Store): void {
  const known = new Map(
    all(db, "SELECT folder, highest, changed_at AS changedAt FROM manifest_folders", Progress).map((row) => [row.folder, row]),
  );
  for (const folder of namesIn(artifactsFolder(store))) {
    const changedAt = changeOf(path.join(artifactsFolder(store), folder));
    if (changedAt === undefined || changedAt === known.get(folder)?.changedAt) continue;
    const highest = applyFolder(db, store, folder, known.get(folder)?.highest ?? 0);
    run(
      db,
      `INSERT INTO manifest_folders (folder, highest, changed_at) VALUES (?, ?, ?)
       ON CONFLICT (folder) DO UPDATE SET highest = excluded.highest, changed_at = excluded.changed_at`,
      [folder, highest, changedAt],
    );
  }
}

/** A file system may give two changes within this time the same stamp: two seconds on FAT, milliseconds elsewhere. */
const coarsestClock = 2000;

/** When a folder changed; undefined for anything else, links included. Empty while it is so fresh that a later change could look the same. */
function changeOf(folder: string): string | undefined {
  const found = lstatSync(folder, { throwIfNoEntry: false, bigint: true });
  if (found?.isDirectory() !== true) return undefined;
  return Date.now() - Number(found.mtimeMs) < coarsestClock ? "" : String(found.mtimeNs);
}

/** Applies what a folder holds above the number `from`, and gives the highest number it holds. */
function applyFolder(db: Database, store: Store, folder: string, from: number): number {
  let highest = from;
  for (const file of namesIn(path.join(artifactsFolder(store), folder))) {
    const number = Number(/^(\d+)\.json$/.exec(file)?.[1] ?? Number.NaN);
    if (!file.endsWith(".json") || number <= from) continue;
    if (number > highest) highest = number;
    const manifest = readStored(path.join(artifactsFolder(store), folder, file), ArtifactVersion);
    if (manifest.state === "good" && isInPlace(manifest.value, folder, file)) applyManifest(db, manifest.value);
  }
  return highest;
}

/** A manifest speaks for the version whose place it has and for no other. */
function isInPlace({ artifact, version }: ArtifactVersion, folder: string, file: string): boolean {
  return slug(artifact) === folder && file === (/^\d+$/.test(version) ? `${version}.json` : `@${slug(version)}.json`);
}
