import { join } from "node:path";
import { decodeTime } from "ulid";
import { Extension, Hash } from "../model/artifact.ts";
import { slug } from "./slug.ts";
import type { Store } from "./store.ts";

/**
 * Where everything is under `.stepwright/`. Nothing that a person or a file said becomes part of a path as it is: names are slugs,
 * and hashes and run ids are checked. What comes from outside is asked about with `isHash` and `isRunId` first; a path of anything
 * else is a bug, and throws.
 */

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** True for a run id: a ULID in upper case, as runs are given. */
export function isRunId(text: string): boolean {
  return ulid.test(text);
}

/** True for a content hash or a cache key. */
export function isHash(text: string): boolean {
  return Hash.safeParse(text).success;
}

/** The name of the folder that makes a folder a workspace. */
export const storeFolderName = ".stepwright";

/** Store id and format version. */
export function storeFilePath(store: Store): string {
  return join(store.root, "store.json");
}

/** Files and folders that are not finished. What a crash leaves here is of no use to anyone. */
export function temporaryFolder(store: Store): string {
  return join(store.root, "tmp");
}

/** The id of the run that was started last. */
export function newestRunPath(store: Store): string {
  return join(store.root, "newest-run");
}

/** Events of runs that are not folded into the database yet. */
export function journalFolder(store: Store): string {
  return join(store.root, "journal");
}

/** The events of one run, a line each. */
export function journalPath(store: Store, runId: string): string {
  return join(journalFolder(store), `${checkedRunId(runId)}.jsonl`);
}

/** The record of a run. The month is the one of the time in its id, in UTC, so finding a record needs no search. */
export function recordPath(store: Store, runId: string): string {
  const month = new Date(decodeTime(checkedRunId(runId))).toISOString().slice(0, -"-ddThh:mm:ss.sssZ".length);
  return join(recordsFolder(store), month, `${runId}.json`);
}

/** The path of a content; `extension` is absent for a folder. */
export function contentPath(store: Store, hash: string, extension: string | undefined): string {
  const name = extension === undefined ? hash : `${hash}.${checkedExtension(extension)}`;
  return join(objectsFolder(store), checkedHash(hash).slice(0, 2), name);
}

/** Holds the contents, in one folder for each beginning of a hash. */
export function objectsFolder(store: Store): string {
  return join(store.root, "artifacts", "objects");
}

/** Holds one folder for each artifact name. */
export function artifactsFolder(store: Store): string {
  return join(store.root, "artifacts", "versions");
}

/** Holds the manifests of one artifact. */
export function versionsFolder(store: Store, artifact: string): string {
  return join(artifactsFolder(store), slug(artifact));
}

/** Which finished step answers a cache key. */
export function keyPath(store: Store, key: string): string {
  return join(keysFolder(store), checkedHash(key).slice(0, 2), `${key}.json`);
}

/** Holds the answers to cache keys, in one folder for each beginning of a key. */
export function keysFolder(store: Store): string {
  return join(store.root, "keys");
}

/** The name of that file in the folder of a step. */
export const stepRunsName = "runs.jsonl";

/** The runs that have a step, a line each. */
export function stepRunsPath(store: Store, identity: string): string {
  return join(stepsFolder(store), slug(identity), stepRunsName);
}

/** The code of a step, for people. Beside the folders of steps, whose names end in a hash. */
export function codeTextPath(store: Store, hash: string): string {
  return join(codeTextsFolder(store), checkedHash(hash).slice(0, 2), `${hash}.js`);
}

/** Holds the code of steps, in one folder for each beginning of a hash. */
export function codeTextsFolder(store: Store): string {
  return join(stepsFolder(store), "code");
}

/** Holds one folder for each step, and one for their code. */
export function stepsFolder(store: Store): string {
  return join(store.root, "steps");
}

/** Holds one folder for each month. */
export function recordsFolder(store: Store): string {
  return join(store.root, "runs");
}

/** Who has the run name. */
export function runNamePath(store: Store, name: string): string {
  return join(runNamesFolder(store), `${slug(name)}.json`);
}

/** Holds a file for each run name. */
export function runNamesFolder(store: Store): string {
  return join(store.root, "names");
}

/** Holds what a repair took out of its place, under the path that it had. */
export function damagedFolder(store: Store): string {
  return join(store.root, "damaged");
}

function checkedRunId(text: string): string {
  if (!isRunId(text)) throw new Error(`Not a run id: ${JSON.stringify(text)}`);
  return text;
}

function checkedHash(text: string): string {
  if (!isHash(text)) throw new Error(`Not a hash: ${JSON.stringify(text)}`);
  return text;
}

function checkedExtension(text: string): string {
  if (!Extension.safeParse(text).success) throw new Error(`Not an extension: ${JSON.stringify(text)}`);
  return text;
}
