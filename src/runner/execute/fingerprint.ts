import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { readTree } from "../store/tree.ts";

/**
 * What stands for a file or a folder that a step declares with `cache.files`: the hash of its content. One that cannot be read never
 * answers to what was kept before, so that the step runs and says itself what is wrong.
 */
export const fingerprint = (workspace: string, file: string): string => {
  const path = resolve(workspace, file);
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "(missing)";
    if (!found.isDirectory()) return hash("sha256", readFileSync(path));
    const tree = readTree(path);
    return "hash" in tree ? tree.hash : unreadable();
  } catch {
    return unreadable();
  }
};

const unreadable = (): string => `(unreadable at ${String(Date.now())})`;
