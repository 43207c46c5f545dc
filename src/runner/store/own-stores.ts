import { hash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import envPaths from "env-paths";
import type { Result } from "../model/result.ts";
import { onDisk } from "./disk.ts";

/**
 * The stores that this person made or accepted, by their ids. The list lies in the user's own data folder, where nothing that comes with
 * a workspace can write: whoever can make up a store can make up its id, but not the note that it is known here.
 */

/** `$STEPWRIGHT_CACHE_DIR` keeps all that is the user's in one place; without it the system names a folder for data, which nobody clears. */
function folder(): string {
  const given = process.env["STEPWRIGHT_CACHE_DIR"];
  return join(given ?? envPaths("stepwright", { suffix: "" }).data, "stores");
}

/** An id is any text that a file holds, so its hash stands for it. */
function notePath(id: string): string {
  return join(folder(), hash("sha256", id).slice(0, 32));
}

/** Whether a store with this id was made or accepted by this person on this machine. */
export function isOwnStore(id: string): boolean {
  return existsSync(notePath(id));
}

/** Notes a store as this person's own. The text says to a reader of the folder which one it is. */
export function noteOwnStore(id: string, root: string): Result<void> {
  const path = notePath(id);
  return onDisk(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ id, root })}\n`);
  });
}
