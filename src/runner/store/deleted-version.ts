import { DeletedVersion } from "../model/artifact.ts";
import type { Failure } from "../model/failure.ts";
import { replaceFile } from "./disk.ts";
import { shown } from "./names.ts";
import { readStored } from "./read.ts";
import type { Store } from "./store.ts";

/**
 * A version that is deleted leaves a note in the place of its manifest. The place is never empty in between, so no process gives the
 * number again, and whoever asks for the version is told what became of it.
 */

/** Puts the note in the place of a manifest. Throws what the system says. */
export function bury(store: Store, path: string, note: DeletedVersion): void {
  replaceFile(store, path, JSON.stringify(note));
}

/** The note at the path of a manifest; undefined where anything else is there. */
export function buried(path: string): DeletedVersion | undefined {
  const note = readStored(path, DeletedVersion);
  return note.state === "good" ? note.value : undefined;
}

/** SW4003 for a version that was deleted. */
export function deletedVersion(artifact: string, version: string): Failure {
  const message = `Version ${shown(version)} of artifact ${shown(artifact)} was deleted.`;
  return { code: "SW4003", message, help: "Use another version. The number stays used up." };
}
