import { hash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import * as z from "zod/mini";

/**
 * Everything outside of us that decided how a result came out. The result holds as long as all of it is the same.
 * Contents are compared, never times: checkouts, copies and package managers set times as they like.
 */
export const InputRecord = z.object({
  /** Absolute path → SHA-256 of the content. */
  files: z.record(z.string(), z.string()),
  /** Paths that only have to exist, such as a package's own module. */
  present: z.array(z.string()),
  /** Paths that would have been used instead, had they existed. */
  absent: z.array(z.string()),
  /** Path → where its links lead. */
  links: z.record(z.string(), z.string()),
});
export type InputRecord = z.infer<typeof InputRecord>;

/** Collects the inputs of a result while it is made. */
export class Inputs {
  readonly #files = new Map<string, string>();
  readonly #present = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #links = new Map<string, string>();

  /** Reads a file and remembers what it held; `undefined` where there is none, which is remembered as well. */
  read(path: string): Buffer | undefined {
    let content: Buffer;
    try {
      content = readFileSync(path);
    } catch {
      this.#missing.add(path);
      return undefined;
    }
    this.#files.set(path, hash("sha256", content));
    return content;
  }

  /** Notes a file that another reader has read: small, so it is read once more for its hash. */
  file(path: string): void {
    if (!this.#files.has(path)) this.read(path);
  }

  /** SHA-256 of a file that was read; empty for one that could not be. */
  hashOf(path: string): string {
    return this.#files.get(path) ?? "";
  }

  present(path: string): void {
    this.#present.add(path);
  }

  missing(path: string): void {
    this.#missing.add(path);
  }

  link(path: string, target: string): void {
    this.#links.set(path, target);
  }

  /** What to store. A path that was asked for as a file and is a folder is no absence, so each one is looked at again. */
  record(): InputRecord {
    return {
      files: Object.fromEntries(this.#files),
      present: [...this.#present],
      absent: [...this.#missing].filter((path) => !existsSync(path)),
      links: Object.fromEntries(this.#links),
    };
  }
}

/** Whether everything a record names is as it was. */
export function unchanged(record: InputRecord): boolean {
  try {
    return (
      record.absent.every((path) => !existsSync(path)) &&
      record.present.every((path) => existsSync(path)) &&
      Object.entries(record.files).every(([path, known]) => hash("sha256", readFileSync(path)) === known) &&
      Object.entries(record.links).every(([path, target]) => realpathSync(path) === target)
    );
  } catch {
    return false;
  }
}
