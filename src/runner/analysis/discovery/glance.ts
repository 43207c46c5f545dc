import { closeSync, constants, openSync, readFileSync, readSync } from "node:fs";
import type { KnownFile } from "./known-files.ts";
import type { Mentions, MentionSearch } from "./mentions.ts";

/** Some eighty source files of usual length: they are searched while they are still in the processor's cache. */
const chunk = 300_000;

/** Where less is left, no further file is read into it. */
const usual = 1 << 16;

/**
 * Searches files of the disk, a number of them at a time: a buffer of its own for each, a text of each, and a call into the engine for
 * each word that is searched for would take longer than to read them. Files that cannot be read are left out.
 */
export function* glance(files: readonly string[], search: MentionSearch): Generator<readonly KnownFile[]> {
  const bytes = Buffer.allocUnsafeSlow(chunk);
  let paths: string[] = [];
  let ends: number[] = [];
  const searched = (): KnownFile[] => {
    const mentions = search.in({ bytes: bytes.subarray(0, ends.at(-1) ?? 0), paths, ends });
    const found = mentions.map((each, index): KnownFile => [paths[index] ?? "", each]);
    [paths, ends] = [[], []];
    return found;
  };
  for (const path of files) {
    if (chunk - (ends.at(-1) ?? 0) < usual) yield searched();
    const start = ends.at(-1) ?? 0;
    const length = readInto(bytes, start, path);
    if (length === undefined) continue;
    if (start + length < chunk) {
      paths.push(path);
      ends.push(start + length);
    } else {
      const mentions = glanceAlone(path, search);
      if (mentions !== undefined) yield [[path, mentions]];
    }
  }
  yield searched();
}

/** What a text mentions. */
export const mentionsOf = (path: string, text: Buffer, search: MentionSearch): Mentions => {
  const [mentions] = search.in({ bytes: text, paths: [path], ends: [text.length] });
  return mentions ?? { ours: false, imports: [] };
};

/** Of a file that does not fit beside others. */
const glanceAlone = (path: string, search: MentionSearch): Mentions | undefined => {
  try {
    return mentionsOf(path, readFileSync(path), search);
  } catch {
    return undefined;
  }
};

/** @returns how many bytes were read from `start` on: a regular file gives all that fit at once */
const readInto = (bytes: Buffer, start: number, path: string): number | undefined => {
  try {
    const descriptor = openSync(path, constants.O_RDONLY);
    try {
      return readSync(descriptor, bytes, start, bytes.length - start, null);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
};
