import { lstatSync, type Stats, mkdirSync, renameSync, rmSync, utimesSync } from "node:fs";
import { dirname, extname } from "node:path";
import { type Content, Extension, type Seal } from "../model/artifact.ts";
import type { Failure } from "../model/failure.ts";
import { err, ok, type Result } from "../model/result.ts";
import { hashBytes, hashFile, hashParts, readWhole } from "./content-hash.ts";
import { type Data, errorCode, inFolder, onDisk, replaceFile, temporaryPath } from "./disk.ts";
import { contentPath } from "./paths.ts";
import { isSealed } from "./seal.ts";
import type { Store } from "./store.ts";
import { readTree } from "./tree.ts";

/** Contents, each stored once under the hash of its bytes. A content that is there is never changed. */

/**
 * Stores bytes, or a text as UTF-8, as a file. Where the store has this content already, nothing is written: that is why bytes are hashed
 * first. Large ones are stored by `writeLargeObject`.
 */
export function writeObject(store: Store, data: Data, extension: string): Result<Content> {
  const bytes = typeof data === "string" || data instanceof Uint8Array ? data : joinedIfSmall(data);
  const content: Content = { ...measureData(bytes), extension: usableExtension(extension) };
  const path = objectPath(store, content);
  return onDisk(path, () => {
    if (!isReused(path, content)) replaceFile(store, path, bytes);
    return content;
  });
}

function measureData(data: Data): Measured {
  if (typeof data === "string") return { hash: hashBytes(data), bytes: Buffer.byteLength(data) };
  if (data instanceof Uint8Array) return { hash: hashBytes(data), bytes: data.byteLength };
  return { hash: hashParts(data), bytes: sizeOf(data) };
}

/** One call to the system instead of several is worth a copy of so many bytes. */
const worthCopying = 2 ** 18;

const joinedIfSmall = (parts: readonly Uint8Array[]): Data => (sizeOf(parts) <= worthCopying ? Buffer.concat(parts) : parts);

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { byteLength }) => sum + byteLength, 0);

/**
 * Takes over a file or a folder that was made under `temporaryDirectory`: it is moved, not copied. A file keeps its extension unless
 * another is given. Links, devices and names that not every system can hold are refused (SW3006).
 */
export function adoptObject(store: Store, path: string, extension?: string): Result<Content> {
  const adopted = onDisk(path, () => {
    const found = lstatSync(path);
    if (found.isDirectory()) return adoptFolder(store, path);
    if (!found.isFile()) return err(notStorable(path, "is neither a file nor a folder"));
    const kept = usableExtension(extension ?? extname(path));
    const content: Content = { hash: hashFile(path, found.size), bytes: found.size, extension: kept };
    return ok(placeObject(store, path, content));
  });
  return adopted.ok ? adopted.value : adopted;
}

function adoptFolder(store: Store, path: string): Result<Content> {
  const tree = readTree(path);
  if ("reason" in tree) return err(notStorable(tree.path, tree.reason));
  const content: Content = { hash: tree.hash, bytes: tree.bytes, files: tree.files };
  return ok(placeObject(store, path, content));
}

/** Moves what was measured to its place, or removes it where the store has the same already. Throws what the system says. */
function placeObject(store: Store, path: string, content: Content): Content {
  const target = objectPath(store, content);
  if (isReused(target, content)) rmSync(path, { recursive: true });
  else moveTo(target, path);
  return content;
}

/** A new, empty folder in the store for something that `adoptObject` takes over. Who asks for it removes what is left of it. */
export function temporaryDirectory(store: Store): Result<string> {
  const path = temporaryPath(store);
  return onDisk(path, () => {
    mkdirSync(path, { recursive: true });
    return path;
  });
}

/** The absolute path of a content. It may be missing or damaged; `readObject` and `verifyObject` find out. */
export function objectPath(store: Store, content: Content): string {
  return contentPath(store, content.hash, content.extension);
}

/** The bytes of a content that is one file, checked against its hash. SW4005 where it is missing or damaged; reading touches nothing. */
export function readObject(store: Store, content: Content): Result<Buffer> {
  const path = objectPath(store, content);
  const read = onDisk(path, () => {
    if (!isFileOfSize(path, content.bytes)) return undefined;
    const bytes = readWhole(path, content.bytes);
    return hashBytes(bytes) === content.hash ? bytes : undefined;
  });
  if (!read.ok) return read;
  return read.value === undefined ? err(missingOrDamaged(path)) : ok(read.value);
}

/**
 * What a look without reading shows of a content: SW4005 where it is missing, or its file has another size than it should; undefined where
 * nothing is seen to be wrong.
 */
export function seenMissing(store: Store, content: Content): Failure | undefined {
  const path = objectPath(store, content);
  const seen = onDisk(path, () =>
    content.files === undefined ? isFileOfSize(path, content.bytes) : lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
  );
  if (!seen.ok) return seen.error;
  return seen.value ? undefined : missingOrDamaged(path);
}

const missingOrDamaged = (path: string): Failure => ({
  code: "SW4005",
  message: `The stored content ${path} is missing or damaged.`,
  help: "Run the pipeline again: the step that made it is not taken from the cache then.",
});

/**
 * Whether a content, file or folder, is there and intact. Reads all of it, with bounded memory. What is damaged is set aside, so that
 * the next step that makes the same content writes it anew instead of finding it there. So who only looks uses `lookAtObject`.
 */
export function verifyObject(store: Store, content: Content): boolean {
  return objectState(store, content) === "intact";
}

/** The same, and what is wrong with it. */
export function objectState(store: Store, content: Content): ObjectState {
  return stateOf(store, content, setSeenAside);
}

/** The same, and nothing is touched. */
export function lookAtObject(store: Store, content: Content): ObjectState {
  return stateOf(store, content, () => undefined);
}

export type ObjectState = "intact" | "missing" | "damaged";

/** `lookAtObject` for who has a seal of it: where that holds, the bytes are not read. */
export function isIntact(store: Store, content: Content, seal: Seal | undefined): boolean {
  const sealed = onDisk(objectPath(store, content), () => isSealed(objectPath(store, content), seal));
  return (sealed.ok && sealed.value) || lookAtObject(store, content) === "intact";
}

function stateOf(store: Store, content: Content, onDamaged: (path: string, found: Stats) => void): ObjectState {
  const path = objectPath(store, content);
  const state = onDisk(path, (): ObjectState => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "missing";
    const actual = measure(path, found);
    // A wrong size in the reference says nothing against what is stored.
    if (actual?.hash === content.hash) return actual.bytes === content.bytes ? "intact" : "damaged";
    onDamaged(path, found);
    return "damaged";
  });
  return state.ok ? state.value : "damaged";
}

/** What bytes are really there. */
interface Measured {
  readonly hash: string;
  readonly bytes: number;
}

/** Hash and size of what is at the path of a content; undefined where it is nothing that the store keeps. Throws what the system says. */
export function measureObject(path: string): Measured | undefined {
  return measure(path, lstatSync(path));
}

function measure(path: string, found: Stats): Measured | undefined {
  if (found.isFile()) return { hash: hashFile(path, found.size), bytes: found.size };
  if (!found.isDirectory()) return undefined;
  const tree = readTree(path);
  return "reason" in tree ? undefined : tree;
}

/**
 * Takes a damaged content out of its place, unless another process has written it anew since it was seen. It is moved rather than deleted:
 * what is left of it may be all that a person has.
 */
export function setSeenAside(path: string, seen: Stats): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.ino !== seen.ino || found.mtimeMs !== seen.mtimeMs) return;
  const aside = `${path}.damaged`;
  rmSync(aside, { recursive: true, force: true });
  renameSync(path, aside);
}

/**
 * Whether the store has a content already, whole, so that it need not be written. After a power cut a file can have its size and none of
 * its bytes, so they are looked at, which costs less than writing them. Its time is set, so that a prune sees that it is used again.
 */
function isReused(path: string, content: Content): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  try {
    if (content.files === undefined && found.size !== content.bytes) {
      // A file takes the place of a file, but not of a folder.
      if (found.isDirectory()) setSeenAside(path, found);
      return false;
    }
    if (measure(path, found)?.hash !== content.hash) {
      setSeenAside(path, found);
      return false;
    }
    const now = Date.now() / 1000;
    utimesSync(path, now, now);
    return true;
  } catch (error) {
    // Pruned in between. A content whose time cannot be set, such as another user's, is there all the same.
    return errorCode(error) !== "ENOENT";
  }
}

function isFileOfSize(path: string, size: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && found.size === size;
}

function moveTo(target: string, path: string): void {
  try {
    inFolder(dirname(target), () => {
      renameSync(path, target);
    });
  } catch (error) {
    const code = errorCode(error);
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    // Another process was first with the same folder.
    rmSync(path, { recursive: true });
  }
}

/** An extension that is safe as part of a path; `bin` where there is none or it is not, so that a file never looks like a folder. */
function usableExtension(extension: string): string {
  const checked = Extension.safeParse(extension.replace(/^\./, ""));
  return checked.success ? checked.data : "bin";
}

function notStorable(path: string, reason: string): Failure {
  return {
    code: "SW3006",
    message: `${path} ${reason}.`,
    help: "Keep only files and folders with plain names; copy what a link points to.",
  };
}
