import { setImmediate } from "node:timers/promises";
import { type CodeFile, codeFiles } from "../inventory/code-files.ts";
import type { Store } from "../store.ts";
import { removeUnused } from "./remove.ts";
import type { RunFacts, Survey } from "./survey.ts";

/**
 * The code texts that no run has in its cache keys but those which go. A run writes its record before it keeps its code, so a text that
 * is kept while we look belongs to a run that we may not have seen: it has a time of its own then, and `removeUnused` leaves it.
 *
 * What cannot be read may tell of any of them, so then all of them stay.
 */
export function unusedCode(store: Store, survey: Survey, going: readonly RunFacts[]): CodeFile[] {
  if (survey.unreadable.size > 0) return [];
  const ids = new Set(going.map(({ id }) => id));
  const used = new Set(survey.runs.filter(({ id }) => !ids.has(id)).flatMap(({ code }) => Array.from(code)));
  return survey.code.filter(({ hash }) => !used.has(hash));
}

/** The code texts there are. Listed before runs are read, for the reason above. */
export async function listCode(store: Store): Promise<CodeFile[]> {
  const files: CodeFile[] = [];
  for (const file of codeFiles(store)) {
    await setImmediate();
    files.push(file);
  }
  return files;
}

/** Removes code texts, and gives how many went. */
export async function removeCode(store: Store, files: readonly CodeFile[]): Promise<number> {
  let removed = 0;
  for (const { path, changedAt } of files) {
    await setImmediate();
    if (removeUnused(store, path, changedAt)) removed += 1;
  }
  return removed;
}
