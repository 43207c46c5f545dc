import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { RunRecord } from "../../model/record.ts";
import { mayGoOn, readWaiting } from "../database/waiting.ts";
import type { CodeFile } from "../inventory/code-files.ts";
import { type StoredVersion, versionFiles, versionKey } from "../inventory/version-files.ts";
import { listJournals } from "../journal.ts";
import { listRecordIds } from "../listing.ts";
import { isHash, journalPath } from "../paths.ts";
import { readRecord } from "../records.ts";
import type { Store } from "../store.ts";
import { listCode } from "./code.ts";

/** What deciding over a run needs of it. */
export interface RunFacts {
  readonly id: string;
  readonly name: string;
  readonly pipeline: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Its process runs, or may run on another machine. */
  readonly isLive: boolean;
  /** Every version that it made, took from the cache or read, as `versionKey` names them. */
  readonly versions: ReadonlySet<string>;
  /** Hashes of the code that stands in its cache keys. */
  readonly code: ReadonlySet<string>;
}

/** A version with the path of its manifest. */
export interface PlacedVersion extends StoredVersion {
  readonly path: string;
}

/** All that is known of what a store holds. */
export interface Survey {
  /** Oldest first. */
  readonly runs: readonly RunFacts[];
  /** Ids of runs of which nothing can be read. What they made is theirs all the same. */
  readonly unreadable: ReadonlySet<string>;
  readonly versions: readonly PlacedVersion[];
  /** The texts of step code that are kept. */
  readonly code: readonly CodeFile[];
}

/** Reads runs and manifests. `now` in milliseconds since 1970. */
export async function surveyStore(store: Store, now: number): Promise<Survey> {
  // Before the runs: see `unusedCode`.
  const code = await listCode(store);
  const runs: RunFacts[] = [];
  const unreadable = new Set<string>();
  const waiting = listJournals(store);
  const seen = new Set(waiting);
  for (const id of waiting) {
    const run = readWaiting(store, id, now);
    if (run === undefined) unreadable.add(id);
    else runs.push(factsOf(run.record, mayGoOn(run)));
  }
  for (const id of listRecordIds(store)) {
    if (seen.has(id)) continue;
    // Whoever holds the lock gives its sign of life meanwhile.
    await setImmediate();
    const record = readRecord(store, id);
    if (record.ok) runs.push(factsOf(record.value, false));
    else unreadable.add(id);
  }
  const versions: PlacedVersion[] = [];
  for (const file of versionFiles(store)) {
    await setImmediate();
    if (file.kind === "version") versions.push({ ...file.version, path: file.path });
  }
  // Ids begin with the time.
  return { runs: runs.sort((a, b) => (a.id < b.id ? -1 : 1)), unreadable, versions, code };
}

function factsOf(record: RunRecord, isLive: boolean): RunFacts {
  const { id, name, pipeline, startedAt, steps, outputs } = record;
  const refs = Object.values(steps).flatMap((step) => [...Object.values(step.inputs), ...Object.values(step.outputs)]);
  const versions = new Set([...refs, ...Object.values(outputs)].map(versionKey));
  const code = new Set(
    Object.values(steps).flatMap(({ cacheParts, kept }) =>
      [...Object.values(cacheParts ?? {}), ...Object.values(kept?.cacheParts ?? {})].filter(isHash),
    ),
  );
  return { id, name, pipeline, startedAt: Date.parse(startedAt), isLive, versions, code };
}

/** A run whose journal says nothing yet is one that begins, for so long, in milliseconds. */
const longestBeginning = 60 * 60 * 1000;

/** A run that goes on, by its name where it has said one; undefined where there is none. */
export function findLiveRun(store: Store, now: number): string | undefined {
  for (const id of listJournals(store)) {
    const run = readWaiting(store, id, now);
    if (run !== undefined && mayGoOn(run)) return run.record.name;
    const changedAt = statSync(journalPath(store, id), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (run === undefined && now - changedAt < longestBeginning) return id;
  }
  return undefined;
}
