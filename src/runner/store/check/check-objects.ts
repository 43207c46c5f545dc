import { lstatSync, rmSync, type Stats } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { objectFiles, objectName } from "../inventory/object-files.ts";
import { versionKey } from "../inventory/version-files.ts";
import { measureObject, objectPath, setSeenAside } from "../objects.ts";
import type { Store } from "../store.ts";
import { placeIn } from "./aside.ts";
import { contentLost, type PlacedVersion } from "./check-versions.ts";
import type { Found } from "./finding.ts";

/**
 * What a process has stored and not yet named in a manifest looks like what a killed one left behind. Between the two lie milliseconds;
 * this long, in milliseconds, nobody calls it stray.
 */
export const youngContent = 10 * 60 * 1000;

export interface CheckedObjects {
  readonly objects: number;
  readonly bytes: number;
  /** Damaged contents that were moved out of the way earlier, and lie beside their place. */
  readonly aside: number;
  /** Versions whose content is there and whole, as `versionKey` names them. */
  readonly whole: ReadonlySet<string>;
  readonly found: readonly Found[];
}

/** Reads every content and compares it with its hash, then every version with what is there. `deleted`: names of what deleted ones had. */
export async function checkObjects(
  store: Store,
  versions: readonly PlacedVersion[],
  deleted: ReadonlySet<string>,
  now: number,
): Promise<CheckedObjects> {
  const wanted = new Set(versions.map(({ content }) => objectName(content)));
  const sizes = new Map<string, number>();
  const found: Found[] = [];
  let aside = 0;
  for (const { path, name, hash, isAside, changedAt } of objectFiles(store)) {
    if (isAside) {
      aside += 1;
      continue;
    }
    // Other work of the process gets its turn: a store can hold a lot.
    await setImmediate();
    const seen = lstatSync(path, { throwIfNoEntry: false });
    const actual = measured(path);
    if (hash === undefined || actual?.hash !== hash) found.push(damagedContent(store, path, seen));
    else if (wanted.has(name)) sizes.set(name, actual.bytes);
    else if (deleted.has(name) || now - changedAt > youngContent) found.push(strayContent(store, path));
  }
  const whole = new Set<string>();
  for (const version of versions) {
    if (sizes.get(objectName(version.content)) === version.content.bytes) whole.add(versionKey(version));
    else found.push(contentLost(store, version, objectPath(store, version.content)));
  }
  return { objects: sizes.size, bytes: sum(sizes.values()), aside, whole, found };
}

function measured(path: string): ReturnType<typeof measureObject> {
  try {
    return measureObject(path);
  } catch {
    // What cannot be read is no use to anyone.
    return undefined;
  }
}

function damagedContent(store: Store, path: string, seen: Stats | undefined): Found {
  return {
    kind: "damaged",
    path: placeIn(store, path),
    message: "This content is not what its name says.",
    help: "It is never used. Run the pipeline that made it to make it anew.",
    mend: () => {
      if (seen !== undefined) setSeenAside(path, seen);
    },
  };
}

function strayContent(store: Store, path: string): Found {
  return {
    kind: "stray",
    path: placeIn(store, path),
    message: "No version has this content.",
    help: "The next `stepwright prune` removes it.",
    mend: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

const sum = (numbers: Iterable<number>): number => Array.from(numbers).reduce((total, each) => total + each, 0);
