import { hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import * as z from "zod/mini";
import { InputRecord, unchanged } from "../analysis/project/inputs.ts";
import { preparedFolder, preparedKey, settle, type Prepared, type PrepareRequest } from "./prepared.ts";

/** `prepared.json`: the bundle that belongs to an entry, and what it was made from. */
const Entry = z.object({
  inputs: InputRecord,
  bundle: z.string(),
  hash: z.string(),
  format: z.enum(["esm", "cjs"]),
  entry: z.string(),
  files: z.record(z.string(), z.string()),
});
type Entry = z.infer<typeof Entry>;

/**
 * The bundle of an earlier time, if it would come out the same now. Synchronous, a few milliseconds, and it loads neither the
 * compiler nor the bundler. Anything unreadable, half-written or changed counts as not there.
 */
export function readPrepared(asked: PrepareRequest): Prepared | undefined {
  const request = settle(asked);
  if (request === undefined) return undefined;
  const entry = readEntry(join(preparedFolder(request), "prepared.json"));
  if (entry === undefined || !unchanged(entry.inputs)) return undefined;
  const bundle = join(preparedFolder(request), entry.bundle);
  if (hashOf(bundle) !== entry.hash) return undefined;
  return {
    key: preparedKey(request),
    bundle,
    hash: entry.hash,
    format: entry.format,
    entry: entry.entry,
    files: entry.files,
    cached: true,
  };
}

/** What `writePrepared` stores. */
export interface NewBundle {
  readonly code: string;
  readonly map: string;
  readonly format: Entry["format"];
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
  readonly inputs: InputRecord;
}

/**
 * Stores a bundle. Its folder is named by its content, so a run that still loads the previous one is not disturbed, and two
 * processes that prepare the same entry write the same bytes to the same place. `prepared.json` comes last.
 */
export function writePrepared(request: PrepareRequest, made: NewBundle): Prepared {
  const digest = hash("sha256", made.code);
  const name = made.format === "esm" ? "bundle.mjs" : "bundle.cjs";
  const folder = preparedFolder(request);
  const bundle = join(folder, digest.slice(0, 16), name);
  mkdirSync(join(folder, digest.slice(0, 16)), { recursive: true });
  write(`${bundle}.map`, made.map);
  write(bundle, made.code);
  const { format, entry, files, inputs } = made;
  const stored: Entry = { inputs, bundle: `${digest.slice(0, 16)}/${name}`, hash: digest, format, entry, files };
  write(join(folder, "prepared.json"), JSON.stringify(stored));
  removeOldBundles(folder, digest.slice(0, 16));
  return { key: preparedKey(request), bundle, hash: digest, format, entry, files, cached: false };
}

/** Each edit leaves a bundle behind. Those of the last days stay: a run may still be loading them. */
function removeOldBundles(folder: string, current: string): void {
  const week = 7 * 24 * 3600 * 1000;
  for (const each of readdirSync(folder, { withFileTypes: true })) {
    if (!each.isDirectory() || each.name === current) continue;
    const path = join(folder, each.name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && Date.now() - stat.mtimeMs > week) rmSync(path, { recursive: true, force: true });
  }
}

/** Without a flush: what a power cut damages is noticed by its hash and made again. */
function write(path: string, content: string): void {
  writeFileAtomic.sync(path, content, { fsync: false });
}

function readEntry(path: string): Entry | undefined {
  try {
    return Entry.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

function hashOf(path: string): string | undefined {
  try {
    return hash("sha256", readFileSync(path));
  } catch {
    return undefined;
  }
}
