import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Whoever imports this keeps the stores that a test makes out of the person's own list of known stores. Processes that the test forks
 * use the folder too; the one that made it removes it.
 */
if (process.env["STEPWRIGHT_CACHE_DIR"] === undefined) {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-user-"));
  process.env["STEPWRIGHT_CACHE_DIR"] = folder;
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
}
