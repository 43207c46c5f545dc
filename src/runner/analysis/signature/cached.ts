import { hash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import * as z from "zod/mini";
import { Signatures } from "../../model/signature.ts";
import type { ReadSignatures, SignatureRequest } from "./signatures.ts";

/** Raised with every change to what a signature says, so that nothing read by an earlier version is used. */
const signatureFormat = 5;

const Entry = z.object({
  /** Absolute path → SHA-256 of the content. */
  files: z.record(z.string(), z.string()),
  absent: z.array(z.string()),
  read: Signatures,
});
type Entry = z.infer<typeof Entry>;

/**
 * Signatures of an earlier time, if reading the source would give the same now: the same local files, configurations and package
 * versions, and nothing there that would be found before them. Synchronous, a few milliseconds, and without the compiler. Anything
 * unreadable or half-written counts as not there.
 *
 * @param cache the user's cache folder
 */
export const readSignatures = (cache: string, request: SignatureRequest): Signatures | undefined => {
  const kept = readKept(cache, request);
  return kept && { signatures: kept.signatures, refused: kept.refused };
};

/** Like {@link readSignatures}, with what must stay the same for it to stay true. */
export const readKept = (cache: string, request: SignatureRequest): ReadSignatures | undefined => {
  try {
    const entry = Entry.parse(JSON.parse(readFileSync(entryPath(cache, request), "utf8")));
    const same = Object.entries(entry.files).every(([path, known]) => contentHash(path) === known);
    return same && !entry.absent.some((path) => existsSync(path))
      ? { ...entry.read, sources: { files: entry.files, absent: entry.absent } }
      : undefined;
  } catch {
    return undefined;
  }
};

/** Keeps signatures for {@link readSignatures}, with what they were read from. */
export const writeSignatures = (cache: string, request: SignatureRequest, { signatures, refused, sources }: ReadSignatures): void => {
  const path = entryPath(cache, request);
  const entry: Entry = { files: sources.files, absent: [...sources.absent], read: { signatures, refused } };
  mkdirSync(dirname(path), { recursive: true });
  // Without a flush: what a power cut damages does not parse, and is read from the source again.
  writeFileAtomic.sync(path, JSON.stringify(entry), { fsync: false });
};

const contentHash = (path: string): string => hash("sha256", readFileSync(path));

const entryPath = (cache: string, { files, workspace, sdkTypes, bindings }: SignatureRequest): string => {
  const asked = [signatureFormat, files, workspace, sdkTypes, bindings.map(({ kind, identity }) => [kind, identity])];
  return join(cache, "signatures", `${hash("sha256", JSON.stringify(asked))}.json`);
};
