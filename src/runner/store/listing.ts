import { readdirSync } from "node:fs";
import path from "node:path";
import { errorCode } from "./disk.ts";
import { isRunId } from "./paths.ts";
import type { Store } from "./store.ts";

/** The names in a folder, in order; none where there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}

/** Ids of all runs that have a record, oldest first. */
export function listRecordIds(store: Store): string[] {
  const folder = path.join(store.root, "runs");
  const files = namesIn(folder).flatMap((month) => namesIn(path.join(folder, month)));
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => path.basename(file, ".json"))
    .filter(isRunId);
}
