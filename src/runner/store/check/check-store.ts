import { rmSync } from "node:fs";
import { err, ok, type Result } from "../../model/result.ts";
import { databasePath, readDatabaseFile } from "../database/file.ts";
import { loadDatabase } from "../database/load.ts";
import { withLock } from "../database/with-lock.ts";
import { onDisk } from "../disk.ts";
import { foldEvents } from "../fold.ts";
import { isPlainFile } from "../inventory/plain-file.ts";
import { readJournal } from "../journal.ts";
import { shown } from "../names.ts";
import { isRunId, recordPath } from "../paths.ts";
import { listRuns } from "../queries/runs.ts";
import type { Store } from "../store.ts";
import { readStoreFile } from "../store-file.ts";
import { listLeftBehind } from "../temporaries.ts";
import { findLink, linkInside, noStoreFile } from "../trust.ts";
import { placeIn } from "./aside.ts";
import { checkKeys } from "./check-keys.ts";
import { checkObjects } from "./check-objects.ts";
import { checkRuns } from "./check-runs.ts";
import { checkVersions } from "./check-versions.ts";
import type { Found, StoreFinding } from "./finding.ts";

/** What came of looking through a store. */
export interface CheckReport {
  readonly findings: readonly StoreFinding[];
  /** How much was looked at. `bytes` of contents that versions have. */
  readonly checked: {
    readonly versions: number;
    readonly objects: number;
    readonly bytes: number;
    readonly keys: number;
    readonly records: number;
    readonly journals: number;
  };
  /** What was taken out of its place earlier, and can be looked at. */
  readonly aside: number;
}

/** Walks through all of a store and compares it with itself. Nothing is written. Runs may go on meanwhile. */
export async function checkStore(store: Store): Promise<Result<CheckReport>> {
  const looked = await look(store);
  if (!looked.ok) return looked;
  return ok({ ...looked.value, findings: looked.value.findings.map(withoutMend) });
}

/**
 * The same, and mends what can be mended: what is damaged is taken out of its place and kept, what is stray is removed, and the database
 * is made anew. The findings are what it found. SW4009 where another process has the store.
 */
export async function repairStore(store: Store): Promise<Result<CheckReport>> {
  return withLock(store, async (rebuild) => {
    const looked = await look(store);
    if (!looked.ok) return looked;
    const { findings } = looked.value;
    for (const { path, mend } of findings) {
      const mended = onDisk(path, () => mend?.());
      if (!mended.ok) return mended;
    }
    const rebuilt = findings.some(({ kind }) => kind === "damaged") ? await rebuild() : ok(undefined);
    return rebuilt.ok ? ok({ ...looked.value, findings: findings.map(withoutMend) }) : rebuilt;
  });
}

interface Look extends Omit<CheckReport, "findings"> {
  readonly findings: readonly Found[];
}

async function look(store: Store): Promise<Result<Look>> {
  const now = Date.now();
  const link = findLink(store);
  // A link could lead the walk anywhere.
  if (link !== undefined) return err(linkInside(link));
  const { versions, deleted, found } = checkVersions(store);
  const objects = await checkObjects(store, versions, deleted, now);
  const keys = checkKeys(store, objects.whole);
  const runs = checkRuns(store, now);
  const findings = [
    ...checkStoreFile(store),
    ...found,
    ...objects.found,
    ...keys.found,
    ...runs.found,
    ...leftBehind(store, now),
    ...(await checkDatabase(store)),
  ];
  return ok({
    // One manifest can be missed from two sides.
    findings: [...new Map(findings.map((each) => [each.path, each])).values()],
    checked: {
      versions: versions.length,
      objects: objects.objects,
      bytes: objects.bytes,
      keys: keys.keys,
      records: runs.records,
      journals: runs.journals,
    },
    aside: objects.aside,
  });
}

const withoutMend = ({ kind, path, message, help }: Found): StoreFinding => ({ kind, path, message, help });

function checkStoreFile(store: Store): Found[] {
  if (readStoreFile(store).state === "good") return [];
  const { message, help } = noStoreFile(store);
  return [{ kind: "damaged", path: "store.json", message, help }];
}

function leftBehind(store: Store, now: number): Found[] {
  return listLeftBehind(store, now).map((path) => ({
    kind: "stray",
    path: placeIn(store, path),
    message: "A process that was ended left this unfinished.",
    help: "It is removed with the next fold of the database, or by `stepwright prune`.",
    mend: () => rmSync(path, { recursive: true, force: true }),
  }));
}

/** The database can be read, and tells of no run that the files do not know: it is their index, and no place of its own. */
async function checkDatabase(store: Store): Promise<Found[]> {
  const found = readDatabaseFile(store);
  const path = placeIn(store, databasePath(store));
  const unusable: Found = {
    kind: "damaged",
    path,
    message: "The database cannot be used. Every answer is made from the other files meanwhile.",
    help: "Make it anew with `stepwright db sync`.",
  };
  if (found.kind !== "usable") return found.kind === "unusable" ? [unusable] : [];
  const { db, found: loaded } = await loadDatabase(store);
  try {
    if (loaded.kind !== "usable") return [unusable];
    const lost = listRuns(db, {}).filter(({ id }) => isRunId(id) && isLost(store, id));
    const names = lost.map(({ name }) => shown(name)).join(", ");
    const message = `The database tells of ${names}, of which neither a record nor a journal can be read.`;
    const help = "What the database knows is all that is left. It forgets it when it is made anew, as by a repair.";
    return lost.length === 0 ? [] : [{ kind: "damaged", path, message, help }];
  } finally {
    db.close();
  }
}

function isLost(store: Store, id: string): boolean {
  return !isPlainFile(recordPath(store, id)) && foldEvents(readJournal(store, id).events) === undefined;
}
