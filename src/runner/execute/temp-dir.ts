import { hash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Asked for once: the system looks at who the user is each time. */
const temporaryFolder = tmpdir();

/**
 * Where an attempt may keep temporary files. Both sides know it, so that the coordinator can remove it when the worker no longer can.
 * An id of an invocation can be any text, so a hash stands for it.
 */
export const tempDirPath = (runId: string, invocation: string, attempt: number): string =>
  join(temporaryFolder, `stepwright-${runId}-${hash("sha256", invocation).slice(0, 8)}.${String(attempt)}`);

/** Makes the folder, for this user only. It throws where something is there already: in a shared place, someone else may have put it. */
export const makeTempDir = (path: string): string => {
  mkdirSync(path, { mode: 0o700 });
  return path;
};

/** Removes the folder and all that is in it. What cannot be removed is left to the system: a step does not fail for it. */
export const removeTempDir = (path: string): void => {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Such as a folder inside that its owner made unreadable.
  }
};
