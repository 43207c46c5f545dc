import { existsSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { err, ok, type Result } from "../../model/result.ts";
import { databasePath, readDatabaseFile } from "../database/file.ts";
import type { Lock } from "../database/lock.ts";
import { newerDatabase } from "../database/newer.ts";
import { busy, withLock } from "../database/with-lock.ts";
import { bury, buried } from "../deleted-version.ts";
import { keyFiles } from "../inventory/key-files.ts";
import { contentSize } from "../inventory/object-files.ts";
import { versionKey } from "../inventory/version-files.ts";
import { isPlainFile } from "../inventory/plain-file.ts";
import { logsFolder } from "../logs.ts";
import { journalPath, recordPath } from "../paths.ts";
import type { Store } from "../store.ts";
import { forgetStepRuns } from "../step-runs.ts";
import { sweepTemporaries } from "../temporaries.ts";
import { manifestPath } from "../versions.ts";
import { removeCode, unusedCode } from "./code.ts";
import { removeContents, unreferencedContents } from "./contents.ts";
import { removeFrom } from "./remove.ts";
import { choose, type Choice, type PruneRules } from "./rules.ts";
import { findLiveRun, surveyStore, type Survey } from "./survey.ts";

/** What was deleted, or would be. */
export interface PruneReport {
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  /** `NAME@VERSION`. */
  readonly versions: readonly string[];
  /** Files and folders of contents, those of versions that were deleted earlier included. */
  readonly contents: number;
  /** What they take. */
  readonly bytes: number;
  /** Texts of step code that no run tells of any more. */
  readonly code: number;
  /** The name of a run that goes on: contents stay until a prune after its end. */
  readonly waitsFor?: string;
}

/** Says what `prune` would delete. Nothing is written. */
export async function previewPrune(store: Store, rules: PruneRules): Promise<PruneReport> {
  const now = Date.now();
  const survey = await surveyStore(store, now);
  const choice = choose(survey, rules, now);
  const live = findLiveRun(store, now);
  const files = live === undefined ? await unreferencedContents(store, new Set(choice.versions.map(({ path }) => path)), now) : [];
  const bytes = files.reduce((total, { path }) => total + contentSize(path), 0);
  const code = unusedCode(store, survey, choice.runs).length;
  return { ...named(choice), contents: files.length, bytes, code, ...(live !== undefined && { waitsFor: live }) };
}

/** Deletes runs and versions by rules, and what nobody needs any more. SW4009 where another process has the store. */
export function prune(store: Store, rules: PruneRules): Promise<Result<PruneReport>> {
  return deleteChosen(store, (survey) => ok(choose(survey, rules, Date.now())));
}

/**
 * Deletes what is chosen from a survey of the store. It can be ended at any point: each run keeps its record until all else of it is
 * gone, so the same call again goes on where this one ended, and what has lost its name meanwhile goes with the next one.
 */
export async function deleteChosen(store: Store, chooseFrom: (survey: Survey) => Result<Choice>): Promise<Result<PruneReport>> {
  return withLock(store, async (rebuild, lock) => {
    const database = readDatabaseFile(store);
    if (database.kind === "newer") return err(newerDatabase(store, database.version));
    const survey = await surveyStore(store, Date.now());
    const chosen = chooseFrom(survey);
    if (!chosen.ok) return chosen;
    // Without it every reader makes its answers from the files, whenever we are ended.
    removeFrom(store, databasePath(store));
    const removed = await applyChoice(store, chosen.value, lock);
    if (!removed.ok) return removed;
    // Last, because what a record tells of may be asked for while the record is there.
    const code = await removeCode(store, unusedCode(store, survey, chosen.value.runs));
    forgetStepRuns(store, (run) => !existsSync(recordPath(store, run)) && !existsSync(journalPath(store, run)));
    const rebuilt = await rebuild();
    return rebuilt.ok ? ok({ ...removed.value, code }) : rebuilt;
  });
}

async function applyChoice(store: Store, choice: Choice, lock: Lock): Promise<Result<Omit<PruneReport, "code">>> {
  const deletedAt = Date.now();
  for (const { path, artifact, version, content } of choice.versions) {
    await setImmediate();
    // Whoever took the lock from us, because this process was suspended, may have other plans.
    if (!lock.held()) return err(busy(store));
    bury(store, path, { artifact, version, deletedAt, content });
  }
  await removeKeys(store);
  const removed = await removeContents(store);
  for (const { id } of choice.runs) {
    await setImmediate();
    if (!lock.held()) return err(busy(store));
    removeFrom(store, logsFolder(store, id));
    removeFrom(store, journalPath(store, id));
    removeFrom(store, recordPath(store, id));
  }
  sweepTemporaries(store, Date.now());
  return ok({ ...named(choice), ...removed });
}

/** Removes the answers that name a deleted or lost version. A version that is being made has its manifest before its answer. */
async function removeKeys(store: Store): Promise<void> {
  for (const { path, entry } of keyFiles(store)) {
    await setImmediate();
    const paths = Object.values(entry?.outputs ?? {}).map(({ artifact, version }) => manifestPath(store, artifact, version));
    if (entry === undefined || paths.some((manifest) => !isPlainFile(manifest) || buried(manifest) !== undefined)) removeFrom(store, path);
  }
}

function named({ runs, versions }: Choice): Pick<PruneReport, "runs" | "versions"> {
  return {
    runs: runs.map(({ id, name }) => ({ id, name })),
    versions: versions.map((version) => versionKey(version).replace("\0", "@")),
  };
}
