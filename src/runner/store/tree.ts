import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InnerPath } from "../model/artifact.ts";
import { hashBytes, hashFile } from "./content-hash.ts";

/** What a folder of files holds. */
export interface Tree {
  readonly hash: string;
  /** Sum of the sizes of the files. */
  readonly bytes: number;
  /** Paths in the folder with `/`, in order. */
  readonly files: string[];
}

/** Something in a folder that cannot be kept as content: a link, a device, a name that other systems cannot hold. */
export interface Unkeepable {
  readonly path: string;
  readonly reason: string;
}

/**
 * Reads a folder tree. Its hash is that of the sorted list of `path NUL hash` lines, so it depends on names and contents only, not
 * on times, permissions or empty folders. Nothing outside the folder is read: links are not followed.
 */
export function readTree(folder: string): Tree | Unkeepable {
  const lines: string[] = [];
  const files: string[] = [];
  let bytes = 0;
  for (const path of listFiles(folder, "").sort()) {
    const full = join(folder, path);
    const found = lstatSync(full);
    if (!found.isFile()) return { path, reason: "is neither a file nor a folder" };
    if (!InnerPath.safeParse(path).success) return { path, reason: "has a name that not every system can hold" };
    lines.push(`${path}\0${hashFile(full, found.size)}\n`);
    files.push(path);
    bytes += found.size;
  }
  return { hash: hashBytes(lines.join("")), bytes, files };
}

function listFiles(folder: string, prefix: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = prefix + entry.name;
    return entry.isDirectory() ? listFiles(join(folder, entry.name), `${path}/`) : [path];
  });
}
