import { readFileSync } from "node:fs";
import { decodeTime, ulid } from "ulid";
import { onDisk, replaceFile } from "./disk.ts";
import { isPlainFile } from "./inventory/plain-file.ts";
import { isRunId, newestRunPath } from "./paths.ts";
import type { Store } from "./store.ts";

/**
 * A new run id. Ids are in the order in which runs were started, also after the clock was set back: then the time in them goes on from the
 * newest one. Which that is stands in a file of its own, since no run looks through the others; where it is lost, the clock decides.
 *
 * @param now milliseconds since 1970
 */
export function nextRunId(store: Store, now: number): string {
  const path = newestRunPath(store);
  const newest = onDisk(path, () => (isPlainFile(path) ? readFileSync(path, "utf8") : ""));
  const after = newest.ok && isRunId(newest.value) ? decodeTime(newest.value) + 1 : 0;
  const id = ulid(after > now && after < latest ? after : now);
  onDisk(path, () => {
    replaceFile(store, path, id);
  });
  return id;
}

/** A file that somebody wrote must not lead to times that months have no name for. */
const latest = Date.UTC(9999, 0);
