import { basename, dirname } from "node:path";
import { isUsedUp } from "../claim.ts";
import { bury } from "../deleted-version.ts";
import { objectName } from "../inventory/object-files.ts";
import { isPlainFile } from "../inventory/plain-file.ts";
import { type StoredVersion, versionFiles } from "../inventory/version-files.ts";
import { verifyObject } from "../objects.ts";
import type { Store } from "../store.ts";
import { numberPath } from "../version-numbers.ts";
import { copyAside, moveAside, placeIn } from "./aside.ts";
import type { Found } from "./finding.ts";

/** A version with the path of its manifest. */
export interface PlacedVersion extends StoredVersion {
  readonly path: string;
}

/** What was found among the manifests. */
export interface CheckedVersions {
  readonly versions: readonly PlacedVersion[];
  /** Names of contents that deleted versions had. */
  readonly deleted: ReadonlySet<string>;
  readonly found: readonly Found[];
}

/** Looks through the manifests: each can be read, says what its place says, and no number before it is missing. */
export function checkVersions(store: Store): CheckedVersions {
  const versions: PlacedVersion[] = [];
  const deleted = new Set<string>();
  const found: Found[] = [];
  const numbers = new Map<string, Set<number>>();
  for (const file of versionFiles(store)) {
    const folder = dirname(file.path);
    const taken = numbers.get(folder) ?? new Set();
    numbers.set(folder, taken.add(Number(/^(\d+)\.json$/.exec(basename(file.path))?.[1] ?? 0)));
    if (file.kind === "version") versions.push({ ...file.version, path: file.path });
    else if (file.kind === "damaged") found.push(...(isUsedUp(file.path) ? [] : [unreadable(store, file.path)]));
    else if (file.content !== undefined) deleted.add(objectName(file.content));
  }
  for (const [folder, taken] of numbers) found.push(...holes(store, folder, taken));
  return { versions, deleted, found };
}

function unreadable(store: Store, path: string): Found {
  return {
    kind: "damaged",
    path: placeIn(store, path),
    message: "This manifest of a version cannot be read.",
    help: "The version is lost; its number stays used up. Run the pipeline again to make another one.",
    mend: () => {
      const isNumber = /^\d+\.json$/.test(basename(path));
      // A number keeps something in its place, so that it is never given again. A link or a folder is moved whole.
      if (isNumber && isPlainFile(path)) copyAside(store, path);
      else moveAside(store, path);
      if (isNumber) buryUnknown(store, path);
    },
  };
}

/** Numbers are given one after the other, so a missing one was there. The search for the next number relies on that. */
function holes(store: Store, folder: string, taken: ReadonlySet<number>): Found[] {
  const missing = Array.from({ length: Math.max(...taken) }, (_, index) => index + 1).filter(
    (number) => !taken.has(number) && !isUsedUp(numberPath(folder, number)),
  );
  return missing.map((number) => ({
    kind: "damaged",
    path: placeIn(store, numberPath(folder, number)),
    message: "The manifest of this version is missing.",
    help: "The version is lost; its number stays used up. Run the pipeline again to make another one.",
    mend: () => {
      buryUnknown(store, numberPath(folder, number));
    },
  }));
}

/** A note for a version of which nothing is known but its place. */
function buryUnknown(store: Store, path: string): void {
  bury(store, path, { deletedAt: Date.now() });
}

/** The version of which the content is lost. */
export function contentLost(store: Store, { artifact, version, content, path }: PlacedVersion, objectPath: string): Found {
  return {
    kind: "damaged",
    path: placeIn(store, path),
    message: `The content of ${artifact}@${version} is missing or damaged: ${placeIn(store, objectPath)}.`,
    help: "Run the pipeline that made it: a step that makes the same again mends it. Else delete the version.",
    mend: () => {
      // A run that goes on meanwhile may just have made it again.
      if (verifyObject(store, content)) return;
      copyAside(store, path);
      bury(store, path, { artifact, version, deletedAt: Date.now(), content });
    },
  };
}

/** A version that a run tells of and whose manifest is not there, so that its number could be given again. */
export function manifestLost(store: Store, path: string, artifact: string, version: string): Found {
  return {
    kind: "damaged",
    path: placeIn(store, path),
    message: `The manifest of ${artifact}@${version} is missing, of which a run tells.`,
    help: "The version is lost. Run the pipeline again to make another one.",
    mend: () => {
      bury(store, path, { artifact, version, deletedAt: Date.now() });
    },
  };
}
